package learned

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"sort"
	"strings"
	"sync"
	"testing"
	"time"
)

type ztok struct {
	W string   `json:"w"`
	C []string `json:"c"`
	P int32    `json:"p"`
	Q bool     `json:"q"`
}
type ztext struct {
	ID, Label, Author, Title, Text string
	Toks                           []ztok
}

var zk = []string{"sale", "forgery", "exposure", "solicitation", "none"}

func zload() (ts []ztext) {
	f, _ := os.Open("/tmp/ex/dump.jsonl")
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 16<<20)
	for sc.Scan() {
		var t ztext
		if err := json.Unmarshal(sc.Bytes(), &t); err != nil {
			panic(err)
		}
		ts = append(ts, t)
	}
	return
}

func zread(t *ztext) *Reading {
	r := &Reading{}
	last := int32(-1)
	for i, k := range t.Toks {
		if k.P != last {
			r.Breaks = append(r.Breaks, int32(i))
			last = k.P
		}
		w := []byte(k.W)
		for j, c := range w {
			if c >= '0' && c <= '9' {
				w[j] = '0'
			}
		}
		if len(w) > 8 && strings.Trim(string(w), "0") == "" {
			w = w[:8]
		}
		tk := Token{From: int32(len(r.Letters))}
		r.Letters = append(r.Letters, w...)
		tk.To = int32(len(r.Letters))
		if zq && k.Q {
			tk.Seed = 77
		}
		for n, c := range k.C {
			if n < 3 {
				tk.Tags[n] = Tag(c)
			}
		}
		r.Tokens = append(r.Tokens, tk)
	}
	return r
}

var zq = os.Getenv("ZQ") != ""

func TestZZ(t *testing.T) {
	ts := zload()
	t0 := time.Now()
	var rs []*Reading
	var cl []int
	sizes := map[string]int{}
	for i := range ts {
		rs = append(rs, zread(&ts[i]))
		cl = append(cl, slices.Index(zk, ts[i].Label))
		sizes[ts[i].Author]++
	}
	names := []string{}
	for a := range sizes {
		names = append(names, a)
	}
	sort.Slice(names, func(i, j int) bool {
		if sizes[names[i]] != sizes[names[j]] {
			return sizes[names[i]] > sizes[names[j]]
		}
		return names[i] < names[j]
	})
	const K = 6
	fold := map[string]int{}
	var load [K]int
	for _, a := range names {
		b := 0
		for k := range load {
			if load[k] < load[b] {
				b = k
			}
		}
		fold[a] = b
		load[b] += sizes[a]
	}
	marg := make([][5]float64, len(ts))
	var wg sync.WaitGroup
	sem := make(chan int, 2)
	for k := range K {
		wg.Add(1)
		go func() {
			defer wg.Done()
			sem <- 1
			defer func() { <-sem }()
			var tr []*Reading
			var tc []int
			for i := range ts {
				if fold[ts[i].Author] != k {
					tr = append(tr, rs[i])
					tc = append(tc, cl[i])
				}
			}
			vs, rar := vectorise(tr, tc, tableBits)
			m := separate(vs, tableBits)
			f := &features{slots: make([]slot, 1<<10)}
			for i := range ts {
				if fold[ts[i].Author] == k {
					f.read(rs[i], tableBits)
					marg[i] = m.margins(f.vector(rar).samples)
				}
			}
		}()
	}
	wg.Wait()
	fmt.Println("time", time.Since(t0))
	type pt struct {
		m float64
		y bool
	}
	var pts []pt
	np, right := 0, 0
	per := map[string][3]int{}
	for i := range ts {
		b := 0
		for c := 1; c < 4; c++ {
			if marg[i][c] > marg[i][b] {
				b = c
			}
		}
		m := marg[i][b] - marg[i][4]
		y := cl[i] != 4
		pts = append(pts, pt{m, y})
		if y {
			np++
			if b == cl[i] {
				right++
			}
		}
		p := per[ts[i].Author]
		if m > 0 && y {
			p[0]++
		} else if m > 0 {
			p[1]++
		} else if y {
			p[2]++
		}
		per[ts[i].Author] = p
	}
	sort.Slice(pts, func(i, j int) bool { return pts[i].m > pts[j].m })
	tp := 0
	bf := 0.0
	rec := map[float64]float64{}
	for i, p := range pts {
		if p.y {
			tp++
		}
		pr, rc := float64(tp)/float64(i+1), float64(tp)/float64(np)
		bf = max(bf, 2*pr*rc/(pr+rc))
		for _, q := range []float64{.9, .95, .97} {
			if pr >= q {
				rec[q] = rc
			}
		}
	}
	fmt.Printf("R@P90 %.3f R@P95 %.3f R@P97 %.3f best F1 %.4f kind %.3f\n", rec[.9], rec[.95], rec[.97], bf, float64(right)/float64(np))
	for _, a := range names {
		p := per[a]
		fmt.Printf("%-10s P %.3f R %.3f\n", a, float64(p[0])/float64(max(1, p[0]+p[1])), float64(p[0])/float64(max(1, p[0]+p[2])))
	}
}
