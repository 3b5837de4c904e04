package detect_test

import (
	"strings"
	"testing"

	"ronda/crawler"
	"ronda/detect"
	"ronda/rules"
)

// sourceOf returns the signal that names a source, "" for none.
func sourceOf(f detect.Finding) (name, evidence string) {
	for _, s := range f.Signals {
		if strings.HasPrefix(s.Name, "source.") {
			return s.Name, s.Evidence
		}
	}
	return "", ""
}

func textListing(text string) *crawler.Listing {
	l := &crawler.Listing{URL: "a.txt", Form: crawler.FormText, SeenAt: seenAt}
	for line := range strings.SplitSeq(text, "\n") {
		l.Blocks = append(l.Blocks, crawler.Block{Role: crawler.RoleParagraph, Text: line})
	}
	return l
}

// TestSourceExamples runs the examples of all sources: a head alone names its source and is no exposure.
func TestSourceExamples(t *testing.T) {
	set, err := rules.Load()
	if err != nil {
		t.Fatal(err)
	}
	d := newDetector(t)
	for _, s := range set.Sources {
		for _, head := range s.Examples.Fires {
			f := d.Detect(textListing(head))
			if name, evidence := sourceOf(f); name != s.Name || evidence == "" {
				t.Errorf("%s:%d: %s: got %q (%s) on %q", s.File, s.Line, s.Name, name, evidence, head)
			}
			if f.Alert() {
				t.Errorf("%s: bare names of columns are judged %s: %+v", s.Name, f.Kind, f.Signals)
			}
		}
		for _, head := range s.Examples.Silent {
			if name, _ := sourceOf(d.Detect(textListing(head))); name == s.Name {
				t.Errorf("%s:%d: %s fires on %q", s.File, s.Line, s.Name, head)
			}
		}
	}
}

func TestSourceForms(t *testing.T) {
	d := newDetector(t)
	for _, tt := range []struct{ name, text, want string }{
		{"create table", "CREATE TABLE t (\n  nik varchar(16) NOT NULL,\n  nama_lgkp varchar(60),\n  jenis_klmin char(1),\n  stat_hbkel int\n);", "source.siak_like"},
		{"insert", "INSERT INTO `a` (`psnoka`,`nmcetak`,`jenkel`,`nik`) VALUES", "source.bpjs_like"},
		{"lines of values", "nisn: 1\nnama: A\nnipd: 2\nrombel: 3", "source.school"},
		{"console box", "| NIK | NAMA_LGKP | TMPT_LHR | STAT_KWN |", "source.siak_like"},
		{"names far from each other", "nama_lgkp" + strings.Repeat(" kata", 600) + " jenis_klmin" + strings.Repeat(" kata", 600) + " stat_hbkel", ""},
		{"the same name again", "nama_lgkp,nama_lgkp,nama_lgkp,nama_lgkp", ""},
		{"prose", "Kolom nama, alamat, dan nik pada formulir harus diisi, lalu kirim ke dokter di poli.", ""},
	} {
		if name, evidence := sourceOf(d.Detect(textListing(tt.text))); name != tt.want {
			t.Errorf("%s: got %q (%s), want %q", tt.name, name, evidence, tt.want)
		}
	}
}

// TestSourceShowsNamesOnly holds that the evidence of a source is names of columns and nothing of the rows.
func TestSourceShowsNamesOnly(t *testing.T) {
	head := "NIK,NAMA_LGKP,TMPT_LHR,JENIS_KLMIN"
	f := newDetector(t).Detect(textListing(head + "\n3507770101903001,BUDI,MALANG,1\n3507774211783003,SITI,MALANG,2\n3507770512013004,ADI,MALANG,1"))
	name, evidence := sourceOf(f)
	if f.Kind != detect.KindExposure || name != "source.siak_like" || evidence != "NIK, NAMA_LGKP, TMPT_LHR, JENIS_KLMIN" {
		t.Errorf("%s, %s: %q", f.Kind, name, evidence)
	}
}
