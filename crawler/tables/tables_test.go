package tables

import (
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ronda/crawler/words"
)

// rows reads all rows of a table.
func rows(t *testing.T, body string, separator byte) []string {
	t.Helper()
	r := NewReader(strings.NewReader(body), separator)
	var all []string
	for {
		row, err := r.Next()
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, string(row))
	}
}

// FuzzReader compares with encoding/csv.
func FuzzReader(f *testing.F) {
	for _, body := range []string{
		"nik,nama,alamat\n1,Budi,\"Jl. Melati\nNo. 1\"\n\n2,\"Siti \"\"A\"\"\",\u00a0x  y\r\n,,\n3,\"abc\" d,e\r\n4,\"open",
		"a;b;c\n\"1\";'2';\"3\"\n\"4\"\r;5;6\n\"7\"\r", "a\tb\r\n1\t2\r\n\"3\"\t4\r\n", `"`, "\"\"\"\n,", " \"a\" ,b",
	} {
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body string) {
		body = strings.ToValidUTF8(body, "\uFFFD")
		if len(body) > maxRecord/2 {
			return
		}
		reader := csv.NewReader(strings.NewReader(body))
		reader.LazyQuotes, reader.FieldsPerRecord = true, -1
		var want []string
		for {
			record, err := reader.Read()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			for i, cell := range record {
				record[i] = words.Fold(cell)
			}
			if row := strings.Trim(strings.Join(record, "\t"), "\t"); row != "" {
				want = append(want, row)
			}
		}
		if got := rows(t, body, ','); !cmp.Equal(want, got) {
			t.Errorf("-csv +table\n%s", cmp.Diff(want, got))
		}
	})
}

// TestRest holds that nothing is lost of what is no table after all.
func TestRest(t *testing.T) {
	tail := "\"" + strings.Repeat("x\n", maxRecord)
	r := NewReader(strings.NewReader("a,b\n"+tail), ',')
	if row, err := r.Next(); string(row) != "a\tb" || err != nil {
		t.Fatalf("row %q, %v", row, err)
	}
	if _, err := r.Next(); !errors.Is(err, ErrRecord) {
		t.Fatalf("error %v", err)
	}
	if rest, err := io.ReadAll(r.Rest()); string(rest) != tail || err != nil {
		t.Errorf("%d bytes are left of %d, %v", len(rest), len(tail), err)
	}
}

func TestSeparator(t *testing.T) {
	for body, want := range map[string]byte{
		"nik;nama\n1;Budi\n2;Siti\n":               ';',
		"a\tb, c\n1\t2, 3\n":                       '\t',
		"a|b|c\n1|2|3\n":                           '|',
		"a,b\n\"x,y,z\",2\n3,4\n":                  ',',
		"halo\napa kabar\n":                        0,
		"satu baris, dengan koma\n":                0,
		"a,b\nkalimat panjang tanpa\nkoma\nsama\n": 0,
	} {
		if got := Separator([]byte(body), 2); got != want {
			t.Errorf("%q: %q, want %q", body, got, want)
		}
	}
}
