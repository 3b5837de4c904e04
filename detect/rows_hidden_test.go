package detect_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"ronda/crawler"
	"ronda/detect"
)

// TestRowsAreHidden holds that of people in rows nothing is told, that a title does not name them, and that the words which
// were the reason are told as they stand on the page.
func TestRowsAreHidden(t *testing.T) {
	d := newDetector(t)
	rows := []crawler.Block{{Text: "NIK\tNama\tTTL\tAlamat\tIbu kandung", Role: crawler.RoleRow}}
	for _, row := range []string{
		"3273770312803001\tBimoko Ujiwan\tBandung, 12-03-1980\tJl. Kenanga No. 0\tSartika",
		"3273771312803002\tUjiwan Bimoko\tBandung, 13-03-1980\tJl. Kenanga No. 1\tSartika",
		"3273771412803003\tBimo Ujiwan\tBandung, 14-03-1980\tJl. Kenanga No. 2\tSartika",
	} {
		rows = append(rows, crawler.Block{Text: row, Role: crawler.RoleRow})
	}
	offer := crawler.Block{Text: "Dijual data KTP milik orang lain, 700 set, 15rb per set, minat japri", Role: crawler.RoleParagraph}
	for name, l := range map[string]crawler.Listing{
		"rows alone": {Title: "Data bimoko ujiwan dkk", Blocks: rows},
		"rows sold":  {Title: "Jual data KTP Bimoko Ujiwan", Blocks: slices.Concat([]crawler.Block{offer}, rows)},
	} {
		l.URL, l.Platform = "https://pasar.example/1", "pasar.example"
		trace := d.Trace(&l, d.Names(l), true)
		told, err := json.Marshal(trace)
		if err != nil {
			t.Fatal(err)
		}
		if !trace.Finding.Alert() || trace.Finding.Title == "" {
			t.Errorf("%s: %s, titled %q", name, trace.Finding.Kind, trace.Finding.Title)
		}
		for _, word := range []string{"bimo", "ujiwan", "bandung", "-03-", "kenanga", "sartika"} {
			if strings.Contains(strings.ToLower(string(told)), word) {
				t.Errorf("%s: %q is told: %s", name, word, told)
			}
		}
		if name == "rows sold" && !slices.ContainsFunc(trace.Finding.Signals, func(s detect.Signal) bool { return strings.Contains(s.Evidence, "Dijual data KTP") }) {
			t.Errorf("%s: no signal quotes the offer: %v", name, trace.Finding.Signals)
		}
	}
}
