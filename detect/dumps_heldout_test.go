package detect_test

import (
	"fmt"
	"strings"
	"testing"
)

// heldOut are formats that the scanner was not tuned on, with other words in them.
var heldOut = []format{
	{"sql in one line", "x.sql", func(a *author, ps []person) string {
		t := a.table(ps, dialects[4], true)
		var rows []string
		for i, r := range t.rows {
			rows = append(rows, fmt.Sprintf("(%d,'%s',NULL)", i+1, strings.Join(r, "','")))
		}
		return "/*!40000 ALTER TABLE `users` DISABLE KEYS */;\nINSERT INTO `users` VALUES " + strings.Join(rows, ",") + ";\n"
	}},
	{"xml", "x.xml", func(a *author, ps []person) string {
		t := a.table(ps, dialects[0], true)
		var b strings.Builder
		b.WriteString("<?xml version=\"1.0\"?>\n<data>\n")
		for _, r := range t.rows {
			b.WriteString("  <warga>")
			for k, v := range r {
				fmt.Fprintf(&b, "<%s>%s</%s>", t.head[k], v, t.head[k])
			}
			b.WriteString("</warga>\n")
		}
		return b.String() + "</data>\n"
	}},
	{"yaml", "x.txt", func(a *author, ps []person) string {
		t := a.table(ps, dialects[0], true)
		var b strings.Builder
		for _, r := range t.rows {
			for k, v := range r {
				lead := "  "
				if k == 0 {
					lead = "- "
				}
				fmt.Fprintf(&b, "%s%s: %q\n", lead, t.head[k], v)
			}
		}
		return b.String()
	}},
	{"console box", "x.txt", func(a *author, ps []person) string {
		t := a.table(ps, dialects[1], true)
		rule := strings.Repeat("+--------------------", len(t.head)) + "+\n"
		var b strings.Builder
		b.WriteString("mysql> select * from biodata_wni limit 400;\n" + rule)
		for i, r := range withHead(t) {
			for _, v := range r {
				fmt.Fprintf(&b, "| %-18s ", v)
			}
			b.WriteString("|\n")
			if i == 0 {
				b.WriteString(rule)
			}
		}
		return b.String() + rule
	}},
	{"english blocks", "x.txt", func(a *author, ps []person) string {
		var b strings.Builder
		for i, p := range ps {
			fmt.Fprintf(&b, "--- record %d ---\nName: %s\nDOB: %04d-%02d-%02d\nID Card Number: %s\nFamily Card: %s\nTax ID: -\nMobile: %s\n", i+1, p.name, p.year, p.month, p.day, a.spelled(&p), p.kk, p.phone)
		}
		return b.String()
	}},
	{"csv, no head, other numbers", "x.csv", func(a *author, ps []person) string {
		var b strings.Builder
		for i, p := range ps {
			fmt.Fprintf(&b, "%s,%s,%s,%s,%s,%s,%d\n", distractors[0].make(a, i), p.name, distractors[1].make(a, i), p.phone, p.nik, distractors[5].make(a, i), a.IntN(100_000))
		}
		return b.String()
	}},
	{"log of queries", "x.log", func(a *author, ps []person) string {
		var b strings.Builder
		for i, p := range ps {
			fmt.Fprintf(&b, "10.0.%d.%d - - [%02d/Mar/2024:10:%02d:07 +0700] \"GET /api/cek?nik=%s&trx=%s HTTP/1.1\" 200 %d\n", i%200, a.IntN(250), 1+a.IntN(28), a.IntN(60), p.nik, a.digits(16), a.IntN(9000))
		}
		return b.String()
	}},
	{"vcard", "x.txt", func(_ *author, ps []person) string {
		var b strings.Builder
		for _, p := range ps {
			fmt.Fprintf(&b, "BEGIN:VCARD\nVERSION:3.0\nFN:%s\nTEL;TYPE=CELL:+62%s\nX-NIK:%s\nNOTE:KK %s\nEND:VCARD\n", p.name, p.phone[1:], p.nik, p.kk)
		}
		return b.String()
	}},
	{"chat", "x.txt", func(a *author, ps []person) string {
		var b strings.Builder
		for i, p := range ps {
			fmt.Fprintf(&b, "[%d/3/24 10.%02d] Pak RT: %s %s %s\n", 1+i%28, i%60, p.name, a.one([]string{"nik", "NIK nya", "no ktp", "nik:"}), a.spelled(&p))
			if i%7 == 0 {
				b.WriteString("[1/3/24 10.01] Bu Sekre: siap pak, yang lain menyusul ya\n")
			}
		}
		return b.String()
	}},
	{"json of arrays", "x.json", func(a *author, ps []person) string {
		t := a.table(ps, dialects[0], true)
		var rows []string
		for _, r := range t.rows {
			rows = append(rows, `["`+strings.Join(r, `","`)+`"]`)
		}
		return `{"columns":["` + strings.Join(t.head, `","`) + `"],"rows":[` + strings.Join(rows, ",") + "]}"
	}},
	{"grouped in a table", "x.csv", func(a *author, ps []person) string {
		var b strings.Builder
		b.WriteString("Nomor Identitas;Pemilik;Kecamatan\n")
		for _, p := range ps {
			fmt.Fprintf(&b, "%s;%s;%s\n", a.grouped(p.nik), p.name, p.village)
		}
		return b.String()
	}},
	{"html definitions", "x.html", func(_ *author, ps []person) string {
		var b strings.Builder
		b.WriteString("<html><body><h1>Data peserta</h1>")
		for _, p := range ps {
			fmt.Fprintf(&b, "<dl><dt>Nama</dt><dd>%s</dd><dt>NIK</dt><dd>%s</dd><dt>Nomor KK</dt><dd>%s</dd><dt>Lahir</dt><dd>%s</dd></dl>\n", p.name, p.nik, p.kk, p.born)
		}
		return b.String() + "</body></html>"
	}},
	{"names in brackets", "x.txt", func(a *author, ps []person) string {
		var b strings.Builder
		b.WriteString("Penerima bantuan beras:\n")
		for i, p := range ps {
			fmt.Fprintf(&b, "%d) %s (%s), %s\n", i+1, p.name, a.grouped(p.nik), p.street)
		}
		return b.String()
	}},
	{"sim registration", "x.txt", func(_ *author, ps []person) string {
		var b strings.Builder
		for _, p := range ps {
			fmt.Fprintf(&b, "%s %s#%s#\n", p.phone, p.nik, p.kk)
		}
		return b.String()
	}},
	{"spreadsheet formula", "x.csv", func(_ *author, ps []person) string {
		var b strings.Builder
		b.WriteString("Nama,No. Induk Kependudukan,Telp\n")
		for _, p := range ps {
			fmt.Fprintf(&b, "%s,=\"%s\",=\"%s\"\n", p.name, p.nik, p.phone)
		}
		return b.String()
	}},
	{"batch of a bank", "x.dat", func(a *author, ps []person) string {
		var b strings.Builder
		fmt.Fprintf(&b, "0120260317%08d\n", len(ps))
		for i, p := range ps {
			fmt.Fprintf(&b, "02%07d%-25.25s%02d%02d%02d%s0012501%s%-4sIDR%012d00%-18s\n", i+1, p.name, p.year%100, p.month, p.day, p.nik, a.digits(9), p.sex, 300_000, p.village)
		}
		return b.String() + fmt.Sprintf("99%08d%015d\n", len(ps), 300_000*len(ps))
	}},
	{"php dump", "x.txt", func(a *author, ps []person) string {
		var b strings.Builder
		for i, p := range ps {
			fmt.Fprintf(&b, "    [%d] => stdClass Object\n        (\n            [id] => %d\n            [nik] => %s\n            [nama] => %s\n            [kode_bayar] => %s\n        )\n", i, i, p.nik, p.name, a.digits(16))
		}
		return b.String()
	}},
	{"voters, misread", "x.txt", func(a *author, ps []person) string {
		var b strings.Builder
		b.WriteString("PEMILIH TPS 004 KEL. KARANG TENGAH\n")
		for i, p := range ps {
			fmt.Fprintf(&b, "%d %s %s %s %s,%s %s\n", i+1, a.misread(p.kk), a.misread(p.nik), p.name, p.place, p.born, p.sex)
		}
		return b.String()
	}},
	{"tax payers with dots", "x.txt", func(_ *author, ps []person) string {
		var b strings.Builder
		for _, p := range ps {
			n := p.npwp
			fmt.Fprintf(&b, "%s.%s.%s.%s-%s.%s  %s\n", n[:2], n[2:5], n[5:8], n[8:9], n[9:12], n[12:], p.name)
		}
		return b.String()
	}},
}

func TestDumpsHeldOut(t *testing.T) {
	measureDumps(t, makeDumps(newAuthor(900, true), heldOut, 2*len(heldOut)))
}
