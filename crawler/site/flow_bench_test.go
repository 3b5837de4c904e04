package site_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"math/rand/v2"
	"testing"

	"ronda/crawler"
	"ronda/crawler/site"
)

// BenchmarkFlow reads a table of people beside encoding/csv, the peer.
func BenchmarkFlow(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	body := []byte("nik,nama,tgl_lahir,alamat,no_hp\n")
	for range 20_000 {
		body = fmt.Appendf(body, "3201%02d%010d,Budi Santoso,19%02d-01-02,\"Jl. Melati No. %d\",08120000%04d\n", 70+r.IntN(15), r.IntN(1e10), r.IntN(100), r.IntN(100), r.IntN(10000))
	}
	b.Run("peer encoding/csv", func(b *testing.B) {
		b.SetBytes(int64(len(body)))
		for b.Loop() {
			reader := csv.NewReader(bytes.NewReader(body))
			reader.ReuseRecord = true
			for {
				if _, err := reader.Read(); err == io.EOF {
					break
				}
			}
		}
	})
	b.Run("flow", func(b *testing.B) {
		b.SetBytes(int64(len(body)))
		for b.Loop() {
			_, blocks, err := site.Flow(&crawler.Page{URL: "a.csv", Body: body[:1<<17]}, bytes.NewReader(body[1<<17:]))
			if err != nil {
				b.Fatal(err)
			}
			for range blocks {
			}
		}
	})
}
