package tables_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ronda/detect/tables"
)

func TestIsHead(t *testing.T) {
	for line, want := range map[string]bool{
		"nik,nama,alamat":                             true,
		"NIK NAMA ALAMAT":                             true,
		"INSERT INTO warga (nik, nama) VALUES":        true,
		"no_kk":                                       false,
		"nik,3507770101903001,budi":                   false,
		"Tolong siapkan NIK dan KK, lalu kirim besok": false,
		"nama,alamat,kota":                            false,
	} {
		if got := tables.IsHead(line); got != want {
			t.Errorf("IsHead(%q) = %v, want %v", line, got, want)
		}
	}
}

func TestRows(t *testing.T) {
	for _, tt := range []struct {
		name, text, at string
		row            string
		fields         []string
	}{
		{"a line", "a,b\n1,dua, tiga\nx", "dua", "1,dua, tiga", []string{"1", "dua", " tiga"}},
		{"a value with the separator", `1,"dua, tiga",empat`, "empat", `1,"dua, tiga",empat`, []string{"1", `"dua, tiga"`, "empat"}},
		{"brackets of a line", "VALUES (1,'a','x'),(2,'b','y');", "'b'", "2,'b','y');", []string{"2", "'b'", "'y');"}},
		{"prose", "satu, dua", "dua", "satu, dua", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var rows tables.Rows
			rows.Reset(tt.text)
			row := rows.At(strings.Index(tt.text, tt.at))
			var fields []string
			for _, f := range row.Fields {
				fields = append(fields, tt.text[f.From:f.To])
			}
			if got := tt.text[row.Start:min(row.End, len(tt.text))]; got != tt.row || !cmp.Equal(fields, tt.fields) {
				t.Errorf("row %q of %q, want %q of %q", got, fields, tt.row, tt.fields)
			}
		})
	}
}

func TestLabels(t *testing.T) {
	for text, want := range map[string]tables.Meaning{
		"NIK: #":                     tables.NIK,
		"Nomor Induk Kependudukan #": tables.NIK,
		"No. Kartu Keluarga = #":     tables.KK,
		"kartu debit #":              tables.Other,
		"kartu SIM #":                tables.Other,
		"nomor SIM #":                tables.SIM,
		"id card #":                  tables.NIK,
		"nama #":                     0,
		"NIK\n#":                     0,
	} {
		if got, _ := tables.LabelBefore(text, 0, strings.IndexByte(text, '#')); got != want {
			t.Errorf("before %q: %d, want %d", text, got, want)
		}
	}
	for text, want := range map[string]tables.Meaning{"# (NIK)": tables.NIK, "# order": 0, "# (order)": tables.Other, "#. NIK": 0, "# NIK: 1": 0} {
		if got := tables.LabelAfter(text, 1); got != want {
			t.Errorf("after %q: %d, want %d", text, got, want)
		}
	}
}
