package numbers_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// grownUp makes the number of an adult, which belongs to nobody: in an unassigned district with a small serial as real ones
// are, or in an assigned one with a serial above 2000.
func grownUp(r *rand.Rand, women float64, regencies []string) string {
	day, year := 1+r.IntN(28), 1958+r.IntN(48)
	if r.Float64() < women {
		day += 40
	}
	district, serial := 69+r.IntN(21), 1+r.IntN(9)
	if r.IntN(2) == 0 {
		district, serial = 1+r.IntN(30), 2001+r.IntN(7000)
	}
	return fmt.Sprintf("%s%02d%02d%02d%02d%04d", regencies[r.IntN(len(regencies))], district, day, 1+r.IntN(12), year%100, serial)
}

// lists are ways to write people down without a head.
var lists = []struct {
	name string
	line func(r *rand.Rand, i int, nik, name string) string
}{
	{"alone", func(_ *rand.Rand, _ int, nik, _ string) string { return nik }},
	{"csv", func(r *rand.Rand, _ int, nik, name string) string {
		return fmt.Sprintf("%s,%s,Jl Melati %d,08%02d0000%04d", nik, name, 1+r.IntN(90), 11+r.IntN(80), r.IntN(10_000))
	}},
	{"tsv", func(r *rand.Rand, i int, nik, name string) string {
		return fmt.Sprintf("%d\t%s\t%s\tKP. BARU RT %02d", i+1, name, nik, r.IntN(20))
	}},
	{"sql", func(_ *rand.Rand, i int, nik, name string) string {
		return fmt.Sprintf("(%d,'%s','%s'),", i+1, name, nik)
	}},
	{"fixed width", func(r *rand.Rand, _ int, nik, name string) string {
		return fmt.Sprintf("%-20s  %s  08%02d0000%04d", name, nik, 11+r.IntN(80), r.IntN(10_000))
	}},
	{"name - number", func(_ *rand.Rand, _ int, nik, name string) string { return name + " - " + nik }},
}

// TestOneSex reads lists of drivers, of a women's savings club and of both, in which hardly anybody is of the other sex.
// One row more never makes people uncertain.
func TestOneSex(t *testing.T) {
	s := newScanner(t)
	found, all := 0, 0
	for _, women := range []float64{0, 0.02, 0.1, 0.5, 0.98, 1} {
		for _, list := range lists {
			for k, n := range []int{5, 6, 7, 8, 9, 12, 20, 50, 300, 300, 10_000} {
				r := rand.New(rand.NewPCG(uint64(k), uint64(1000*women)))
				of := [][]string{{"3507"}, {"3507", "3573", "3271"}}[k%2]
				var b strings.Builder
				for i := range n {
					name := []string{"BUDI SANTOSO", "AGUS SALIM", "JOKO WIDAGDO", "EKO PRASETYO"}[r.IntN(4)]
					b.WriteString(list.line(r, i, grownUp(r, women, of), name) + "\n")
				}
				got := people(s.Scan(b.String(), asOf))
				found, all = found+1, all+1
				if got*100 < n*99 {
					found--
					t.Errorf("%s, %.0f %% women: %d of %d people found", list.name, 100*women, got, n)
				}
			}
		}
	}
	t.Logf("%d of %d lists found", found, all)
}

// notOneSex are numbers of which a part only looks like the days and years of people of one sex.
var notOneSex = map[string]func(r *rand.Rand, i int) string{
	"day, month, anything": func(r *rand.Rand, _ int) string {
		return "350701" + moment(r).Format("0201") + digits(r, 6)
	},
	"places, day, month, anything": func(r *rand.Rand, _ int) string {
		return fmt.Sprintf("%s%02d%s", regency(r), 1+r.IntN(30), moment(r).Format("0201")) + digits(r, 6)
	},
	"day, month, a count": func(r *rand.Rand, i int) string {
		return "350701" + moment(r).Format("0201") + fmt.Sprint(612_000+17*i)
	},
	"day, hour, minute, a count": func(r *rand.Rand, i int) string {
		return fmt.Sprintf("350701%02d%02d%02d%04d", 1+r.IntN(31), 7+r.IntN(5), r.IntN(60), i%9999+1)
	},
	"day, hour, minute, anything": func(r *rand.Rand, _ int) string {
		return fmt.Sprintf("%s01%02d%02d%02d", regency(r), 1+r.IntN(31), 7+r.IntN(5), r.IntN(60)) + digits(r, 4)
	},
	"old orders": func(r *rand.Rand, i int) string {
		return fmt.Sprintf("350701%02d%02d%02d%04d", 1+r.IntN(28), 1+r.IntN(12), r.IntN(26), i%9999+1)
	},
	"fixed part, month, year": func(r *rand.Rand, _ int) string {
		return "35070145" + moment(r).Format("0106") + digits(r, 4)
	},
	"fixed part, month, anything": func(r *rand.Rand, _ int) string {
		return "35070145" + moment(r).Format("01") + digits(r, 6)
	},
}

func TestNotOneSex(t *testing.T) {
	s := newScanner(t)
	for name, number := range notOneSex {
		for _, list := range lists {
			for _, n := range []int{50, 300, 3000} {
				r := rand.New(rand.NewPCG(uint64(n), 7))
				var b strings.Builder
				for i := range n {
					b.WriteString(list.line(r, i, number(r, i), "TOKO MAJU") + "\n")
				}
				if got := people(s.Scan(b.String(), asOf)); got > 0 {
					t.Errorf("%s as %s: %d of %d are taken for people's", name, list.name, got, n)
				}
			}
		}
	}
}
