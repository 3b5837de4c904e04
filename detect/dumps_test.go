package detect_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"ronda/crawler"
	"ronda/crawler/site"
	"ronda/detect"
)

// A dump is a file full of people, with what is true of it.
type dump struct {
	format  string
	file    string // its name
	text    string
	people  int      // distinct population numbers; of family cards or taxpayers where there are none
	counted string   // the type that counts: "nik", "kk" or "npwp"
	regions []string // of the people's numbers, sorted
}

// person is one row of a dump. All numbers belong to nobody: see docs/labels.md.
type person struct {
	nik, kk, npwp, name, place, born, sex, street, village, rt, phone, mail string
	woman                                                                   bool
	day, month, year                                                        int
	again                                                                   bool // a repetition: written in another way
}

var regencies = []string{"3507", "3573", "3308", "3271", "3201", "3216", "3275", "3213", "9101", "9601", "1105", "7371", "1805", "5171", "6403"}

// author makes the people of dumps. Two authors write with other words.
type author struct {
	*rand.Rand
	names, surnames, streets []string
}

func newAuthor(seed uint64, second bool) *author {
	a := &author{
		Rand:     rand.New(rand.NewPCG(seed, 77)),
		names:    strings.Fields("BUDI SITI AGUS DEWI RIZKY NUR JOKO WATI EKO RINA HENDRA YULI SLAMET MURNI FAJAR LESTARI"),
		surnames: strings.Fields("SANTOSO RAHAYU PRASETYO WULANDARI HIDAYAT LESTARI KURNIAWAN HANDAYANI SAPUTRA UTAMI"),
		streets:  strings.Split("JL. MELATI NO 5|DUSUN KRAJAN|KP. BARU RT 03|PERUM GRIYA ASRI BLOK B-12|JL RAYA 17, GG. 2|JL. AHMAD YANI 45", "|"),
	}
	if second {
		a.names = strings.Fields("Visa Made Ketut Komang Asep Ujang Neneng Maria Yohanes Petrus Nyoman Ni Abdul Meter Kartika Pelita")
		a.surnames = strings.Fields("Simanjuntak Siregar Nasution Tambunan Suryana Nurhayati Permata Hasanah Wijaya")
		a.streets = strings.Split("Jalan Kenanga (belakang masjid), 12|Br. Tegal|Blok C4/7, Komplek Pajak|Lingk. II no. 8|Gg. Kartu Raya 3", "|")
	}
	return a
}

func (a *author) one(of []string) string { return of[a.IntN(len(of))] }

func (a *author) digits(n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte('0' + a.IntN(10))
	}
	return string(b)
}

func (a *author) person(regency string) person {
	p := person{woman: a.IntN(2) == 0, day: 1 + a.IntN(28), month: 1 + a.IntN(12), year: 1945 + a.IntN(78)}
	day := p.day
	p.sex = "L"
	if p.woman {
		day += 40
		p.sex = "P"
	}
	district, serial := 1+a.IntN(30), 2001+a.IntN(900)
	if a.IntN(2) == 0 {
		district, serial = 69+a.IntN(21), 1+a.IntN(30)
	}
	p.nik = fmt.Sprintf("%s%02d%02d%02d%02d%04d", regency, district, day, p.month, p.year%100, serial)
	p.kk = fmt.Sprintf("%s%02d%02d%02d%02d%04d", regency, 69+a.IntN(21), 1+a.IntN(28), 1+a.IntN(12), 5+a.IntN(20), 1+a.IntN(60))
	taxpayer := "08" + a.digits(6)
	for c := '0'; c <= '9'; c++ {
		if luhn(taxpayer + string(c)) {
			taxpayer += string(c)
			break
		}
	}
	p.npwp = taxpayer + "991000"
	p.name = a.one(a.names) + " " + a.one(a.surnames)
	p.place = a.one([]string{"MALANG", "BOGOR", "BEKASI", "SUBANG", "MERAUKE"})
	p.born = fmt.Sprintf("%02d-%02d-%04d", p.day, p.month, p.year)
	p.street, p.village, p.rt = a.one(a.streets), a.one([]string{"SUKAMAJU", "KARANGANYAR", "Sumber Rejo"}), fmt.Sprintf("%03d/%03d", a.IntN(20), a.IntN(20))
	p.phone = fmt.Sprintf("08%d0000%04d", 11+a.IntN(80), a.IntN(10_000))
	p.mail = fmt.Sprintf("warga%d@surat.example", a.IntN(1000))
	return p
}

func luhn(d string) bool {
	sum := 0
	for i := range len(d) {
		v := int(d[len(d)-1-i] - '0')
		if i%2 == 1 {
			if v *= 2; v > 9 {
				v -= 9
			}
		}
		sum += v
	}
	return sum%10 == 0
}

// distractors are columns of numbers that are nobody's: their names and a maker.
var distractors = []struct {
	name string
	make func(a *author, i int) string
}{
	{"order_id", func(a *author, _ int) string { return a.digits(16) }},
	{"no_transaksi", func(a *author, i int) string {
		return fmt.Sprintf("350701%02d%02d%02d%04d", 1+a.IntN(28), 1+a.IntN(12), 23+a.IntN(3), i+1)
	}},
	{"created_at", func(a *author, _ int) string {
		return fmt.Sprintf("2024-0%d-%02d 10:%02d:11", 1+a.IntN(9), 1+a.IntN(28), a.IntN(60))
	}},
	{"updated", func(a *author, _ int) string { return fmt.Sprint(1700000000000000 + a.Int64N(60_000_000_000_000)) }},
	{"rekening", func(a *author, _ int) string { return "0012501" + a.digits(9) }},
	{"no_kartu", func(a *author, _ int) string { return "5" + fmt.Sprint(1+a.IntN(5)) + a.digits(14) }},
	{"nip", func(a *author, _ int) string {
		return fmt.Sprintf("19%02d0%d%02d2010011%03d", 60+a.IntN(35), 1+a.IntN(9), 1+a.IntN(28), a.IntN(1000))
	}},
	{"saldo", func(a *author, _ int) string { return fmt.Sprint(a.IntN(90_000_000)) }},
	{"kodepos", func(a *author, _ int) string { return a.digits(5) }},
	{"va", func(a *author, _ int) string { return "3901" + "0812" + a.digits(8) }},
}

// people makes the rows of a dump: distinct people, and up to a fifth of them again.
func (a *author) people(n int) ([]person, []string) {
	in := []string{a.one(regencies)}
	for a.IntN(3) == 0 {
		in = append(in, a.one(regencies))
	}
	var rows []person
	seen := map[string]bool{}
	found := map[string]bool{}
	for len(seen) < n {
		p := a.person(a.one(in))
		if seen[p.nik] {
			continue
		}
		seen[p.nik] = true
		found[p.nik[:4]] = true
		rows = append(rows, p)
	}
	for i := range n / 5 {
		again := rows[i]
		again.again = true
		rows = slices.Insert(rows, i+1+a.IntN(len(rows)-i), again)
	}
	var regions []string
	for r := range found {
		regions = append(regions, r)
	}
	slices.Sort(regions)
	return rows, regions
}

// spelled writes a repeated number in another way, if the format allows.
func (a *author) spelled(p *person) string {
	if !p.again {
		return p.nik
	}
	return a.grouped(p.nik)
}

func (a *author) grouped(n string) string {
	sep := a.one([]string{" ", ".", "-"})
	switch a.IntN(3) {
	case 0:
		return n[:6] + sep + n[6:12] + sep + n[12:]
	case 1:
		return n[:4] + sep + n[4:8] + sep + n[8:12] + sep + n[12:]
	}
	return n[:2] + sep + n[2:4] + sep + n[4:6] + sep + n[6:12] + sep + n[12:]
}

// misread puts letters in the place of up to three digits, as a reader of print does.
func (a *author) misread(n string) string {
	b := []byte(n)
	for range 1 + a.IntN(3) {
		i := a.IntN(len(b))
		switch b[i] {
		case '0':
			b[i] = 'O'
		case '1':
			b[i] = "Il"[a.IntN(2)]
		case '5':
			b[i] = 'S'
		case '8':
			b[i] = 'B'
		}
	}
	return string(b)
}

// table lays people out in columns: the order and the distracting columns are drawn once.
type table struct {
	head []string
	rows [][]string
}

// columns are what the parts of a person are called, by dialect.
var dialects = [][]string{ // nik, kk, name, place, born, sex, street, village, phone
	{"nik", "no_kk", "nama", "tempat_lahir", "tanggal_lahir", "jenis_kelamin", "alamat", "kelurahan", "no_hp"},
	{"NIK", "NO_KK", "NAMA_LGKP", "TMPT_LHR", "TGL_LHR", "JENIS_KLMIN", "ALAMAT", "NAMA_KEL", "TELP"},
	{"national_id", "family_card_no", "full_name", "birth_place", "birth_date", "gender", "address", "village", "phone"},
	{"No KTP", "No Kartu Keluarga", "Nama Lengkap", "Tempat Lahir", "Tgl Lahir", "L/P", "Alamat", "Desa", "HP"},
	{"ktp_number", "kk_number", "customer_name", "pob", "dob", "sex", "street", "subdistrict", "msisdn"},
}

func (a *author) table(people []person, dialect []string, odd bool) table {
	pick := []int{0, 2}
	for _, k := range []int{1, 3, 4, 5, 6, 7, 8} {
		if a.IntN(3) > 0 {
			pick = append(pick, k)
		}
	}
	slices.Sort(pick)
	var extra []int
	for range a.IntN(4) {
		if k := a.IntN(len(distractors)); !slices.Contains(extra, k) {
			extra = append(extra, k)
		}
	}
	type column struct{ of, extra int }
	var columns []column
	for _, k := range pick {
		columns = append(columns, column{k, -1})
	}
	for _, k := range extra {
		columns = append(columns, column{-1, k})
	}
	if odd {
		a.Shuffle(len(columns), func(i, j int) { columns[i], columns[j] = columns[j], columns[i] })
	}
	var t table
	for _, c := range columns {
		if c.extra >= 0 {
			t.head = append(t.head, distractors[c.extra].name)
		} else {
			t.head = append(t.head, dialect[c.of])
		}
	}
	for i, p := range people {
		var row []string
		for _, c := range columns {
			if c.extra >= 0 {
				row = append(row, distractors[c.extra].make(a, i))
				continue
			}
			row = append(row, []string{a.spelled(&p), p.kk, p.name, p.place, p.born, p.sex, p.street, p.village, p.phone}[c.of])
		}
		t.rows = append(t.rows, row)
	}
	return t
}

func joined(rows [][]string, sep, quote string, always bool) string {
	var b strings.Builder
	for _, r := range rows {
		for k, v := range r {
			if k > 0 {
				b.WriteString(sep)
			}
			if always || strings.Contains(v, sep) {
				v = quote + v + quote
			}
			b.WriteString(v)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// format writes people down.
type format struct {
	name, file string
	write      func(a *author, people []person) string
}

func withHead(t table) [][]string { return append([][]string{t.head}, t.rows...) }

var tuned = []format{
	{"csv", "a.csv", func(a *author, ps []person) string {
		return joined(withHead(a.table(ps, dialects[0], false)), ",", `"`, false)
	}},
	{"csv semicolon, no head, odd order", "a.csv", func(a *author, ps []person) string {
		t := a.table(ps, dialects[0], true)
		return joined(t.rows, ";", `"`, false)
	}},
	{"csv quoted, no head", "a.csv", func(a *author, ps []person) string {
		t := a.table(ps, dialects[0], true)
		return joined(t.rows, ",", `"`, true)
	}},
	{"tsv", "a.tsv", func(a *author, ps []person) string {
		return joined(withHead(a.table(ps, dialects[1], true)), "\t", "", false)
	}},
	{"sql insert", "a.sql", func(a *author, ps []person) string {
		t := a.table(ps, dialects[0], true)
		var b strings.Builder
		for i, r := range t.rows {
			fmt.Fprintf(&b, "INSERT INTO `penduduk` (id, %s) VALUES (%d, '%s');\n", strings.Join(t.head, ", "), i+1, strings.Join(r, "', '"))
		}
		return b.String()
	}},
	{"sql insert, many rows", "a.sql", func(a *author, ps []person) string {
		t := a.table(ps, dialects[1], true)
		var b strings.Builder
		fmt.Fprintf(&b, "-- dump\nINSERT INTO warga (`%s`) VALUES\n", strings.Join(t.head, "`, `"))
		for i, r := range t.rows {
			end := ","
			if i == len(t.rows)-1 {
				end = ";"
			}
			fmt.Fprintf(&b, "('%s')%s\n", strings.Join(r, "', '"), end)
		}
		return b.String()
	}},
	{"copy", "a.sql", func(a *author, ps []person) string {
		t := a.table(ps, dialects[2], true)
		return fmt.Sprintf("COPY public.people (%s) FROM stdin;\n%s\\.\n", strings.Join(t.head, ", "), joined(t.rows, "\t", "", false))
	}},
	{"json", "a.json", func(a *author, ps []person) string {
		t := a.table(ps, dialects[4], true)
		var b strings.Builder
		b.WriteString("[\n")
		for i, r := range t.rows {
			if i > 0 {
				b.WriteString(",\n")
			}
			b.WriteString("  {")
			for k, v := range r {
				if k > 0 {
					b.WriteString(", ")
				}
				fmt.Fprintf(&b, "%q: %q", t.head[k], v)
			}
			b.WriteString("}")
		}
		return b.String() + "\n]\n"
	}},
	{"json lines", "a.jsonl", func(a *author, ps []person) string {
		t := a.table(ps, dialects[2], true)
		var b strings.Builder
		for _, r := range t.rows {
			b.WriteString("{")
			for k, v := range r {
				if k > 0 {
					b.WriteString(",")
				}
				fmt.Fprintf(&b, "%q:%q", t.head[k], v)
			}
			b.WriteString("}\n")
		}
		return b.String()
	}},
	{"pipe", "a.txt", func(a *author, ps []person) string {
		return joined(withHead(a.table(ps, dialects[3], true)), "|", "", false)
	}},
	{"markdown", "a.md", func(a *author, ps []person) string {
		t := a.table(ps, dialects[3], true)
		var b strings.Builder
		b.WriteString("# Data warga\n\n| " + strings.Join(t.head, " | ") + " |\n|" + strings.Repeat("---|", len(t.head)) + "\n")
		for _, r := range t.rows {
			b.WriteString("| " + strings.Join(r, " | ") + " |\n")
		}
		return b.String()
	}},
	{"html table", "a.html", func(a *author, ps []person) string {
		t := a.table(ps, dialects[3], true)
		var b strings.Builder
		b.WriteString("<html><head><title>Daftar penerima</title></head><body><h1>Daftar penerima</h1><table><tr>")
		for _, h := range t.head {
			b.WriteString("<th>" + h + "</th>")
		}
		b.WriteString("</tr>\n")
		for _, r := range t.rows {
			b.WriteString("<tr><td>" + strings.Join(r, "</td><td>") + "</td></tr>\n")
		}
		return b.String() + "</table></body></html>"
	}},
	{"fixed width", "a.txt", func(a *author, ps []person) string {
		t := a.table(ps, dialects[1], true)
		return fixedWidth(withHead(t))
	}},
	{"columns that touch", "a.txt", func(_ *author, ps []person) string {
		var b strings.Builder
		for _, p := range ps {
			fmt.Fprintf(&b, "%s%s%-30.30s%s%04d%02d%02d%-24.24s%s\n", p.kk, p.nik, p.name, p.sex, p.year, p.month, p.day, p.street, p.phone)
		}
		return b.String()
	}},
	{"blocks", "a.txt", func(a *author, ps []person) string {
		var b strings.Builder
		for _, p := range ps {
			fmt.Fprintf(&b, "NIK\t: %s\nNama\t: %s\nTempat/Tgl Lahir : %s, %s\nNo. KK : %s\nAlamat : %s\nNo. HP : %s\n\n",
				a.spelled(&p), p.name, p.place, p.born, p.kk, p.street, p.phone)
		}
		return b.String()
	}},
	{"one a line", "a.txt", func(_ *author, ps []person) string {
		var b strings.Builder
		for _, p := range ps {
			b.WriteString(p.nik + "\n")
		}
		return b.String()
	}},
	{"apostrophes", "a.csv", func(a *author, ps []person) string {
		t := a.table(ps, dialects[0], true)
		for _, r := range t.rows {
			for k := range r {
				if len(r[k]) > 9 && strings.Trim(r[k], "0123456789") == "" {
					r[k] = "'" + r[k]
				}
			}
		}
		return joined(withHead(t), ",", `"`, false)
	}},
	{"misread", "a.txt", func(a *author, ps []person) string {
		var b strings.Builder
		b.WriteString("DAFTAR NIK DAN NAMA\n")
		for i, p := range ps {
			fmt.Fprintf(&b, "%d %s %s %s %s\n", i+1, a.misread(p.nik), p.name, p.sex, p.street)
		}
		return b.String()
	}},
	{"numbered", "a.txt", func(a *author, ps []person) string {
		var b strings.Builder
		for i, p := range ps {
			fmt.Fprintf(&b, "%d. %s / %s / %s\n", i+1, p.name, a.spelled(&p), p.street)
		}
		return b.String()
	}},
	{"voters", "a.txt", func(a *author, ps []person) string {
		var b strings.Builder
		b.WriteString("DAFTAR PEMILIH TETAP\nNO  NOMOR KK  NIK  NAMA  TEMPAT LAHIR  TGL LAHIR  UMUR  S/B/P  L/P  RT/RW  TPS\n")
		for i, p := range ps {
			fmt.Fprintf(&b, "%d  %s  %s  %s  %s  %s  %d  S  %s  %s  3507012001%03d\n", i+1, p.kk, a.spelled(&p), p.name, p.place,
				strings.ReplaceAll(p.born, "-", "|"), 2024-p.year, p.sex, p.rt, 1+a.IntN(20))
		}
		return b.String()
	}},
	{"family cards", "kk.csv", func(_ *author, ps []person) string {
		var b strings.Builder
		b.WriteString("no,no_kk,kepala_keluarga,alamat\n")
		for i, p := range ps {
			fmt.Fprintf(&b, "%d,%s,%s,\"%s\"\n", i+1, p.kk, p.name, p.street)
		}
		return b.String()
	}},
	{"taxpayers", "npwp.csv", func(_ *author, ps []person) string {
		var b strings.Builder
		b.WriteString("nama;npwp;alamat\n")
		for _, p := range ps {
			fmt.Fprintf(&b, "%s;%s;%s\n", p.name, p.npwp, p.street)
		}
		return b.String()
	}},
}

func fixedWidth(rows [][]string) string {
	width := make([]int, len(rows[0]))
	for _, r := range rows {
		for k, v := range r {
			width[k] = max(width[k], len(v))
		}
	}
	var b strings.Builder
	for _, r := range rows {
		for k, v := range r {
			fmt.Fprintf(&b, "%-*s  ", width[k], v)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// makeDumps writes dumps in turn in each of the formats.
func makeDumps(a *author, formats []format, n int) []dump {
	sizes := []int{3, 5, 12, 40, 120, 400}
	var out []dump
	for i := range n {
		f := formats[i%len(formats)]
		people, regions := a.people(sizes[a.IntN(len(sizes))])
		d := dump{format: f.name, file: f.file, text: f.write(a, people), counted: "nik", regions: regions}
		distinct := map[string]bool{}
		key := func(p *person) string { return p.nik }
		switch f.name {
		case "family cards":
			d.counted, key = "kk", func(p *person) string { return p.kk }
		case "taxpayers", "tax payers with dots":
			d.counted, d.regions, key = "npwp", nil, func(p *person) string { return p.npwp }
		}
		for k := range people {
			distinct[key(&people[k])] = true
		}
		d.people = len(distinct)
		out = append(out, d)
	}
	return out
}

// read judges a dump as `ronda scan` does.
func (d *dump) read(tb testing.TB, det *detect.Detector) detect.Finding {
	tb.Helper()
	e, err := site.Extract(&crawler.Page{URL: d.file, FinalURL: d.file, Body: []byte(d.text), FetchedAt: seenAt})
	if err != nil {
		tb.Fatalf("%s %.200q %v", d.format, d.text, err)
	}
	var findings []detect.Finding
	for i := range e.Listings {
		e.Listings[i].SeenAt = seenAt
		findings = append(findings, det.Detect(&e.Listings[i]))
	}
	return detect.Worst(findings)
}

// score compares what was found with what is true: people missed or too many, and regencies missed or too many.
func (d *dump) score(f detect.Finding) (wrongPeople, wrongRegions int) {
	var got detect.IdentifierCount
	for _, c := range f.Identifiers {
		if c.Type == d.counted {
			got = c
		}
	}
	for _, r := range d.regions {
		if !slices.Contains(got.Regions, r) {
			wrongRegions++
		}
	}
	for _, r := range got.Regions {
		if !slices.Contains(d.regions, r) {
			wrongRegions++
		}
	}
	return max(got.Count-d.people, d.people-got.Count), wrongRegions
}

func measureDumps(t *testing.T, dumps []dump) {
	det := newDetector(t)
	type sum struct{ dumps, bad, people, wrong, regions, wrongRegions, silent int }
	by := map[string]*sum{}
	all := &sum{}
	for i := range dumps {
		d := &dumps[i]
		f := d.read(t, det)
		wrong, wrongRegions := d.score(f)
		if by[d.format] == nil {
			by[d.format] = &sum{}
		}
		for _, s := range []*sum{by[d.format], all} {
			s.dumps++
			s.people += d.people
			s.wrong += wrong
			s.regions += len(d.regions)
			s.wrongRegions += wrongRegions
			if wrong > 0 || wrongRegions > 0 {
				s.bad++
			}
			if f.Kind != detect.KindExposure {
				s.silent++
			}
		}
		if f.Kind != detect.KindExposure && testing.Verbose() {
			t.Logf("%s: %d people, judged %s %.2f %+v\n%.300s", d.format, d.people, f.Kind, f.Score, f.Signals, d.text)
		}
		if wrong > 0 && testing.Verbose() {
			t.Logf("%s: %d people, %+v, %s\n%.400s", d.format, d.people, f.Identifiers, f.Kind, d.text)
		}
	}
	for name, s := range by {
		t.Logf("%-36s %3d dumps, %3d bad, %5d people, %4d wrong, %3d regencies, %2d wrong, %d no exposure", name, s.dumps, s.bad, s.people, s.wrong, s.regions, s.wrongRegions, s.silent)
	}
	t.Logf("%-36s %3d dumps, %3d bad, %5d people, %4d wrong, %3d regencies, %2d wrong, %d no exposure", "all", all.dumps, all.bad, all.people, all.wrong, all.regions, all.wrongRegions, all.silent)
	if all.wrong*100 > all.people || all.wrongRegions*100 > all.regions {
		t.Errorf("%d of %d people and %d of %d regencies are wrong", all.wrong, all.people, all.wrongRegions, all.regions)
	}
}

func TestDumps(t *testing.T) {
	measureDumps(t, makeDumps(newAuthor(1, false), tuned, 42))
}
