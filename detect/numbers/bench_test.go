package numbers_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// wordsPage is a page of about 20 KB with hardly a digit; numbersPage one that is full of people.
func wordsPage() string {
	const line = "Pagi tadi warga Desa Sukamaju bergotong royong membersihkan saluran air, lalu makan bersama di balai (pukul 10.30).\n"
	return strings.Repeat(line, 20_000/len(line)+1)
}

func numbersPage() string {
	r := rand.New(rand.NewPCG(3, 4))
	var b strings.Builder
	b.WriteString("no,nik,nama,telepon\n")
	for i := 0; b.Len() < 20_000; i++ {
		fmt.Fprintf(&b, "%d,%s,BUDI SANTOSO,0812-0000-%04d\n", i+1, randomNIK(r), r.IntN(10_000))
	}
	return b.String()
}

func BenchmarkScanPages(b *testing.B) {
	s := newScanner(b)
	for _, page := range []struct{ name, text string }{
		{"words", wordsPage()},
		{"numbers", numbersPage()},
		{"digits", strings.Repeat("3", 20_000)},
		{"pairs", strings.Repeat("35 ", 20_000/3)},
		{"one row", strings.Repeat("3507770101903001,", 20_000/17)},
		{"one line of rows", strings.Repeat("('3507770101903001','x'),", 20_000/25)},
		{"quotes", strings.Repeat("'3507770101903001,'", 20_000/19)},
		{"single digits", strings.Repeat("1 2 ", 20_000/4)},
		{"alike", strings.Repeat("oO1l", 20_000/4)},
	} {
		b.Run(page.name, func(b *testing.B) {
			b.SetBytes(int64(len(page.text)))
			b.ReportAllocs()
			for b.Loop() {
				s.Scan(page.text, asOf)
			}
		})
	}
}
