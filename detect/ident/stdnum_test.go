package ident

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// judgeStdnum answers for each line "kind number" what python3-stdnum says: 1, 0, or - where it knows no such number.
const judgeStdnum = `
import sys
from stdnum import luhn, imei
from stdnum.id import npwp
try:
    from stdnum.id import nik
except ImportError:
    nik = None
kinds = {'npwp': npwp, 'luhn': luhn, 'imei': imei, 'nik': nik}
for line in sys.stdin:
    kind, _, number = line.rstrip('\n').partition(' ')
    m = kinds[kind]
    print('-' if m is None else int(m.is_valid(number)))
`

// TestAgainstStdnum compares with python3-stdnum (Debian), number by number. Where the two differ, the reason is one of
// those that stand below. Version 1.18 knows no NIK; a later one is compared too.
func TestAgainstStdnum(t *testing.T) {
	const python = "/usr/bin/python3" // Debian's, which has Debian's packages
	if err := exec.CommandContext(t.Context(), python, "-c", "import stdnum").Run(); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("python3-stdnum is missing: apt-get install python3-stdnum")
		}
		t.Skip("python3-stdnum is not installed")
	}
	r := rand.New(rand.NewPCG(8, 15))
	type question struct{ kind, number string }
	var asked []question
	for range 4000 {
		asked = append(asked, question{"npwp", likelyNPWP(r)}, question{"luhn", randomDigits(r, 9+r.IntN(8))}, question{"imei", randomDigits(r, 15)}, question{"nik", likelyNIK(r)})
	}
	var in bytes.Buffer
	for _, q := range asked {
		fmt.Fprintln(&in, q.kind, q.number)
	}
	cmd := exec.CommandContext(t.Context(), python, "-c", judgeStdnum)
	cmd.Stdin = &in
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("ask stdnum: %v", err)
	}
	answers := strings.Fields(string(out))
	if len(answers) != len(asked) {
		t.Fatalf("%d answers to %d questions", len(answers), len(asked))
	}
	compared, reasons := map[string]int{}, map[string]int{}
	for i, q := range asked {
		if answers[i] == "-" {
			continue
		}
		theirs := answers[i] == "1"
		ours := ourAnswer(q.kind, q.number)
		compared[q.kind]++
		if ours == theirs {
			continue
		}
		reason := difference(q.kind, q.number, ours)
		if reason == "" {
			t.Errorf("%s %s: we say %v, stdnum %v", q.kind, q.number, ours, theirs)
		}
		reasons[reason]++
	}
	for _, kind := range []string{"npwp", "luhn", "imei"} {
		if compared[kind] == 0 {
			t.Errorf("no %s was compared", kind)
		}
	}
	t.Logf("compared %v, different because of %v", compared, reasons)
}

func ourAnswer(kind, number string) bool {
	switch kind {
	case "npwp":
		return ValidNPWP([]byte(digitsOf(number)))
	case "nik":
		_, ok := ReadDate([]byte(digitsOf(number)))
		return ok
	}
	return Luhn([]byte(number))
}

// digitsOf leaves out what stands between them.
func digitsOf(number string) string {
	return strings.Map(func(c rune) rune {
		if c < '0' || c > '9' {
			return -1
		}
		return c
	}, number)
}

// difference returns why stdnum judges a number otherwise, "" when there is no good reason.
func difference(kind, number string, ours bool) string {
	d := digitsOf(number)
	switch {
	case kind == "npwp" && ours && len(d) == 16 && d[0] == '0':
		return "stdnum 1.18 does not know the sixteen digits of 2024"
	case kind == "npwp" && !ours && len(d) == 15 && d[2:8] == "000000":
		return "stdnum takes a taxpayer number of zeros, which is given to nobody"
	case kind == "nik" && !ours && d[6] >= '8':
		return "stdnum takes days 81 to 99 for women's"
	case kind == "nik" && !ours && d[12:] == "0000":
		return "stdnum takes the serial 0000"
	case kind == "nik" && ours:
		// Parse leaves the region to Scan; stdnum's table of places is another one, and it refuses dates to come.
		return "stdnum looks the place up, or reads a birth that has not come"
	}
	return ""
}

func randomDigits(r *rand.Rand, n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte('0' + r.IntN(10))
	}
	return string(b)
}

// likelyNPWP makes tax numbers of which about half are right, in all written forms.
func likelyNPWP(r *rand.Rand) string {
	d := randomDigits(r, 8)
	if r.IntN(20) == 0 {
		d = d[:2] + "000000"
	}
	check := r.IntN(10)
	if r.IntN(2) == 0 {
		for check = 0; !Luhn([]byte(d + fmt.Sprint(check))); check++ {
		}
	}
	d += fmt.Sprint(check) + "99" + randomDigits(r, 1) + "00" + randomDigits(r, 1)
	switch r.IntN(4) {
	case 0:
		return fmt.Sprintf("%s.%s.%s.%s-%s.%s", d[:2], d[2:5], d[5:8], d[8:9], d[9:12], d[12:])
	case 1:
		return "0" + d
	case 2:
		return d[:14]
	}
	return d
}

// likelyNIK makes population numbers with all days and months, right and wrong ones.
func likelyNIK(r *rand.Rand) string {
	place := []string{"3507", "3271", "3216", "9400"}[r.IntN(4)]
	return fmt.Sprintf("%s%02d%02d%02d%02d%04d", place, 69+r.IntN(21), r.IntN(100), r.IntN(14), r.IntN(25), 2000*r.IntN(3))
}
