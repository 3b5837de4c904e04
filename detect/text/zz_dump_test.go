package text

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ronda/rules"
)

func TestZZDump(t *testing.T) {
	set, err := rules.Load()
	if err != nil {
		t.Fatal(err)
	}
	set.Learned = nil
	j, err := New(set)
	if err != nil {
		t.Fatal(err)
	}
	names := make([]string, len(j.v.names))
	for n, c := range j.v.concepts {
		names[c] = n
	}
	out, _ := os.Create("/tmp/ex/dump.jsonl")
	defer out.Close()
	w := bufio.NewWriter(out)
	defer w.Flush()
	enc := json.NewEncoder(w)
	for _, glob := range strings.Split(os.Getenv("GLOBS"), ",") {
		files, _ := filepath.Glob(glob)
		for _, f := range files {
			fh, _ := os.Open(f)
			sc := bufio.NewScanner(fh)
			sc.Buffer(nil, 4<<20)
			for sc.Scan() {
				var x rules.Text
				if json.Unmarshal(sc.Bytes(), &x) != nil {
					continue
				}
				var ps []Passage
				for _, line := range x.Lines() {
					ps = append(ps, Passage{Text: line})
				}
				lx := lexer{v: j.v}
				for i, p := range ps {
					lx.add(i, p.Text)
				}
				st := &stream{tokens: lx.tokens}
				j.match(st)
				for i := range j.compounds {
					st.compound(&j.compounds[i])
				}
				type tok struct {
					W string   `json:"w"`
					C []string `json:"c,omitempty"`
					Q bool     `json:"q,omitempty"`
					S int32    `json:"s"`
					P int32    `json:"p"`
				}
				toks := make([]tok, len(st.tokens))
				for i := range st.tokens {
					tk := &st.tokens[i]
					toks[i] = tok{W: string(j.v.reading(nil, tk, ps[tk.passage].Text)), Q: tk.quoted, S: tk.sentence, P: tk.passage}
				}
				for c, os := range st.occs {
					for _, o := range os {
						toks[o.first].C = append(toks[o.first].C, names[c])
					}
				}
				v := j.Judge(ps)
				type sig struct {
					N string  `json:"n"`
					S float64 `json:"s"`
				}
				var sigs []sig
				for _, s := range v.Signals {
					sigs = append(sigs, sig{s.Rule.Name, s.Strength})
				}
				skip := j.unreadIn(ps)
				enc.Encode(map[string]any{"id": x.ID, "label": x.Label, "author": x.Author, "platform": x.Platform, "title": x.Title, "text": x.Text, "toks": toks, "sigs": sigs,
					"odds": []float64{v.Odds.Sale, v.Odds.Forgery, v.Odds.Exposure, v.Odds.Solicitation}, "skip": skip})
			}
			fh.Close()
		}
	}
}
