package plaintext_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ronda/crawler"
	"ronda/crawler/plaintext"
)

// shown writes blocks out, a line each.
func shown(blocks []crawler.Block) (lines []string) {
	for _, b := range blocks {
		lines = append(lines, string(b.Role)+" "+b.Text)
	}
	return lines
}

func TestBlocks(t *testing.T) {
	for name, tt := range map[string]struct {
		format plaintext.Format
		body   string
		want   []string
	}{
		"lines":          {plaintext.Plain, "satu\n\n dua \n", []string{"paragraph satu", "paragraph dua"}},
		"wrapped lines":  {plaintext.Plain, strings.Repeat("kata ", 15) + "dan\nseterusnya\n", []string{"paragraph " + strings.Repeat("kata ", 15) + "dan seterusnya"}},
		"a chat":         {plaintext.Plain, "[12/03/25 08.11] Rini: pagi\n[12/03/25 08.12] Joko: pagi\n", []string{"paragraph [12/03/25 08.11] Rini: pagi", "paragraph [12/03/25 08.12] Joko: pagi"}},
		"columns":        {plaintext.Plain, "a;b;c\n1;2;3\n", []string{"row a\tb\tc", "row 1\t2\t3"}},
		"JSON":           {plaintext.Plain, `[{"nik":"1","nama":"Budi"},{"rows":[["a","b"],[1,2]]}]`, []string{"paragraph nik: 1", "paragraph nama: Budi", "paragraph a\tb", "paragraph 1\t2"}},
		"JSON cut off":   {plaintext.JSON, `{"a":1,"b":2,"c":3,"d":`, []string{"paragraph a: 1", "paragraph b: 2", "paragraph c: 3"}},
		"no JSON":        {plaintext.JSON, "{bukan json\n", []string{"paragraph {bukan json"}},
		"Markdown":       {plaintext.Markdown, "# Judul\n- satu\n> dua\n| a | b |\n```\nx  y\n```\n", []string{"heading Judul", "item satu", "quote dua", "row a\tb", "code x  y"}},
		"two columns":    {plaintext.Table, "a,b\n1,2\n", []string{"row a\tb", "row 1\t2"}},
		"nothing at all": {plaintext.Plain, "", nil},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, shown(plaintext.Blocks([]byte(tt.body), tt.format))); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

func TestReadXML(t *testing.T) {
	d := plaintext.ReadXML([]byte(`<?xml version="1.0"?><urlset><url><loc>https://situs.example/a</loc></url><url><loc>https://situs.example/</loc></url></urlset>`), "https://situs.example/")
	if len(d.Links) != 1 || d.Links[0].URL != "https://situs.example/a" || d.Store {
		t.Errorf("site map: %+v", d)
	}
	d = plaintext.ReadXML([]byte(`<ListBucketResult><Name>arsip</Name><Contents><Key>ktp/1.jpg</Key></Contents></ListBucketResult>`), "")
	if !d.Store || d.Name != "arsip" || len(d.Keys) != 1 || d.Keys[0] != "ktp/1.jpg" {
		t.Errorf("storage: %+v", d)
	}
	d = plaintext.ReadXML([]byte(`<warga><baris nik="3201710101900001" nama="Budi"/><baris><nama>Siti</nama></baris></warga>`), "")
	if diff := cmp.Diff([]string{"paragraph nik: 3201710101900001", "paragraph nama: Budi", "paragraph nama: Siti"}, shown(d.Blocks)); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}
