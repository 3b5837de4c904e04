package numbers_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"ronda/detect/ident"
)

// lookalikes are numbers of other kinds that look like population numbers.
var lookalikes = []struct {
	name string
	make func(r *rand.Rand, i int) string
}{
	{"random", func(r *rand.Rand, _ int) string { return digits(r, 16) }},
	{"random, begins like a regency", func(r *rand.Rand, _ int) string { return regency(r) + digits(r, 12) }},
	{"one regency, then random", func(r *rand.Rand, _ int) string { return "3507" + digits(r, 12) }},
	{"visa", func(r *rand.Rand, _ int) string { return withLuhn(r, "4") }},
	{"mastercard", func(r *rand.Rand, _ int) string { return withLuhn(r, fmt.Sprint(51+r.IntN(5))) }},
	{"mastercard in fours", func(r *rand.Rand, _ int) string { return fours(withLuhn(r, fmt.Sprint(51+r.IntN(5)))) }},
	{"jcb", func(r *rand.Rand, _ int) string { return withLuhn(r, fmt.Sprint(3528+r.IntN(62))) }},
	{"unionpay", func(r *rand.Rand, _ int) string { return withLuhn(r, "62") }},
	{"unionpay in fours", func(r *rand.Rand, _ int) string { return fours(withLuhn(r, "62")) }},
	{"gpn", func(r *rand.Rand, _ int) string { return "6013" + digits(r, 12) }},
	{"epoch microseconds", func(r *rand.Rand, _ int) string { return fmt.Sprint(1400000000000000 + r.Int64N(400_000_000_000_000)) }},
	{"epoch microseconds, running", func(_ *rand.Rand, i int) string { return fmt.Sprint(1620051200000000 + int64(i)*1_731_003) }},
	{"epoch milliseconds and three digits", func(r *rand.Rand, _ int) string {
		return fmt.Sprint(1500000000000+r.Int64N(280_000_000_000)) + digits(r, 3)
	}},
	{"time stamp and two digits", func(r *rand.Rand, _ int) string { return moment(r).Format("20060102150405") + digits(r, 2) }},
	{"time stamp, day first", func(r *rand.Rand, _ int) string { return moment(r).Format("02012006150405") + digits(r, 2) }},
	{"time stamp of two-digit year", func(r *rand.Rand, _ int) string { return moment(r).Format("060102150405") + digits(r, 4) }},
	{"order with a province and a date", func(r *rand.Rand, i int) string {
		return fmt.Sprintf("3507%02d%s%04d", 1+r.IntN(30), moment(r).Format("020106"), i%9999+1)
	}},
	{"order with a province and a date, random serial", func(r *rand.Rand, _ int) string {
		return regency(r) + "01" + moment(r).Format("020106") + fmt.Sprintf("%04d", 1+r.IntN(9998))
	}},
	{"order with a province and a date, year first", func(r *rand.Rand, i int) string {
		return fmt.Sprintf("3171%02d%s%04d", 1+r.IntN(8), moment(r).Format("060102"), i%9999+1)
	}},
	{"order with a province and a date, month first", func(r *rand.Rand, i int) string {
		return fmt.Sprintf("327101%s%04d", moment(r).Format("010206"), i%9999+1)
	}},
	{"running number", func(_ *rand.Rand, i int) string { return fmt.Sprint(3507014512010001 + int64(i)) }},
	{"running number in big steps", func(_ *rand.Rand, i int) string { return fmt.Sprint(3201010101900001 + int64(i)*977) }},
	{"running number over all", func(_ *rand.Rand, i int) string { return fmt.Sprint(1101010101000001 + int64(i)*800_011_900) }},
	{"virtual account 8", func(r *rand.Rand, _ int) string { return "8" + digits(r, 15) }},
	{"virtual account of a phone", func(r *rand.Rand, _ int) string { return "3901" + "08" + digits(r, 10) }},
	{"virtual account, prefix of a regency", func(r *rand.Rand, _ int) string { return "12750812" + digits(r, 8) }},
	{"order id", func(r *rand.Rand, _ int) string { return "2401" + digits(r, 12) }},
	{"imei and version", func(r *rand.Rand, _ int) string { return fmt.Sprintf("35%s%02d", digits(r, 12), r.IntN(99)) }},
	{"imei", func(r *rand.Rand, _ int) string { return withLuhn15(r, "35") }},
	{"btn account", func(r *rand.Rand, _ int) string { return fmt.Sprintf("00%03d015%08d", r.IntN(300), r.IntN(99_999_999)) }},
	{"teacher's number", func(r *rand.Rand, _ int) string {
		return digits(r, 4) + fmt.Sprintf("7%02d", 30+r.IntN(60)) + digits(r, 9)
	}},
	{"civil servant's number", func(r *rand.Rand, _ int) string {
		return fmt.Sprintf("19%02d%02d%02d20%02d%02d%d%03d", 60+r.IntN(40), 1+r.IntN(12), 1+r.IntN(28), r.IntN(24), 1+r.IntN(12), 1+r.IntN(2), r.IntN(999))
	}},
	{"pupil's number", func(r *rand.Rand, _ int) string { return fmt.Sprintf("00%d%s", r.IntN(20), digits(r, 7)) }},
	{"land tax", func(r *rand.Rand, _ int) string {
		return regency(r) + fmt.Sprintf("%03d%03d%03d%04d0", 1+r.IntN(30)*10, 1+r.IntN(20), r.IntN(99), r.IntN(999))
	}},
	{"land tax with dots", func(r *rand.Rand, _ int) string {
		return fmt.Sprintf("35.07.%03d.%03d.%03d-%04d.0", 1+r.IntN(30)*10, 1+r.IntN(20), r.IntN(99), r.IntN(999))
	}},
	{"course card", func(r *rand.Rand, _ int) string { return "1" + digits(r, 15) }},
	{"parcel", func(r *rand.Rand, _ int) string { return fmt.Sprintf("0%d00%s", 1+r.IntN(8), digits(r, 12)) }},
	{"polling station", func(r *rand.Rand, _ int) string {
		return fmt.Sprintf("%s%02d%d%03d%03d000", regency(r), 1+r.IntN(30), 1+r.IntN(2), 1+r.IntN(20), 1+r.IntN(40))
	}},
	{"village and household", func(r *rand.Rand, _ int) string {
		return fmt.Sprintf("%s%02d20%02d%06d", regency(r), 1+r.IntN(30), 1+r.IntN(25), 1+r.IntN(4000))
	}},
	{"coordinates", func(r *rand.Rand, _ int) string {
		return fmt.Sprintf("-%d.%06d,1%02d.%06d", 6+r.IntN(3), r.IntN(1_000_000), r.IntN(42), r.IntN(1_000_000))
	}},
	{"hash", func(r *rand.Rand, _ int) string { return fmt.Sprintf("%016x%016x", r.Uint64(), r.Uint64()) }},
	{"goods", func(r *rand.Rand, _ int) string { return "899" + digits(r, 10) + " " + digits(r, 3) }},
	{"book", func(r *rand.Rand, _ int) string {
		return fmt.Sprintf("978-602-%s-%s-%s", digits(r, 4), digits(r, 2), digits(r, 1))
	}},
	{"meter readings", func(r *rand.Rand, i int) string {
		return fmt.Sprintf("%05d %05d %05d %d", 12345+i, 12390+i, 12400+i, r.IntN(9))
	}},
	{"token", func(r *rand.Rand, _ int) string { return fours(digits(r, 20)) }},
	{"sixteen hex digits", func(r *rand.Rand, _ int) string { return fmt.Sprintf("%016x", r.Uint64()) }},
}

func digits(r *rand.Rand, n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte('0' + r.IntN(10))
	}
	return string(b)
}

func regency(r *rand.Rand) string {
	return []string{"3507", "3271", "3201", "1275", "7371", "5171", "6403", "1671", "3578", "3173"}[r.IntN(10)]
}

func moment(r *rand.Rand) time.Time {
	return asOf.Add(-time.Duration(r.Int64N(int64(6 * 365 * 24 * time.Hour))))
}

func withLuhn(r *rand.Rand, prefix string) string { return checked(prefix + digits(r, 15-len(prefix))) }

func withLuhn15(r *rand.Rand, prefix string) string {
	return checked(prefix + digits(r, 14-len(prefix)))
}

func checked(d string) string {
	for c := range 10 {
		if n := d + fmt.Sprint(c); luhnOK(n) {
			return n
		}
	}
	return d
}

func fours(d string) string {
	var parts []string
	for ; len(d) > 4; d = d[4:] {
		parts = append(parts, d[:4])
	}
	return strings.Join(append(parts, d), " ")
}

// around is what stands around a number on its page.
var around = []string{
	"%s", "Nomor: %s", "Kode %s\nTerima kasih sudah menunggu.", "Berikut nomornya ya kak %s, mohon dicek", "ID %s",
	"No. pesanan %s sudah dikirim, total Rp 150.000", "Invoice %s tanggal 02-03-2025 a.n. Budi Santoso", "Resi: %s (JNE)",
	"Transfer ke %s a/n Siti, lalu kirim bukti", "<td>%s</td>", "{\"id\": \"%s\", \"status\": \"ok\"}", "ref=%s&lang=id",
	"Budi Santoso, %s, Jl. Melati 5, Malang", "https://toko.example/barang/%s.html", "Saldo akhir, %s, per 31-12-2024",
	"No. Kartu %s\nNama BUDI SANTOSO\nBerlaku s/d 12/28", "HP 0812-0000-4417, kode booking %s",
}

func people(ms []ident.Match) (n int) {
	for _, m := range ms {
		if !m.Masked && m.Confidence >= 0.5 {
			n++
		}
	}
	return n
}

// tryPages puts each of n numbers on a page of its own, and tells of the pages that are taken for people's.
func tryPages(t *testing.T, n int) {
	s := newScanner(t)
	taken := map[string]int{}
	for i := range n {
		r := rand.New(rand.NewPCG(uint64(i), 99))
		kind := lookalikes[i%len(lookalikes)]
		number := kind.make(r, i)
		page := fmt.Sprintf(around[r.IntN(len(around))], number)
		if people(s.Scan(page, asOf)) > 0 {
			taken[kind.name]++
			if taken[kind.name] < 4 {
				t.Logf("%s: %q", kind.name, page)
			}
		}
	}
	total := 0
	for name, k := range taken {
		t.Logf("%-50s %d", name, k)
		total += k
	}
	t.Logf("%d of %d pages with one number are taken for people's", total, n)
	if total*100_000 > n {
		t.Errorf("%d of %d pages with one number are taken for people's, at most 1 in 100,000 may be", total, n)
	}
}

// tryColumns makes columns of rows numbers without a head, alone and beside others, each kind times over.
func tryColumns(t *testing.T, rows, times int) {
	s := newScanner(t)
	columns, taken := 0, 0
	for k, kind := range lookalikes {
		for time := range times {
			for shape := range 7 {
				r := rand.New(rand.NewPCG(uint64(time), uint64(k*10+shape)))
				var b strings.Builder
				for i := range rows {
					number := kind.make(r, i)
					switch shape {
					case 0:
						b.WriteString(number)
					case 1:
						fmt.Fprintf(&b, "%d,%s,%d,BUDI SANTOSO", i+1, number, r.IntN(1_000_000))
					case 2:
						fmt.Fprintf(&b, "%s\t08%02d0000%04d\t%s", lookalikes[(k+7)%len(lookalikes)].make(r, i), 11+r.IntN(80), r.IntN(10_000), number)
					case 3:
						fmt.Fprintf(&b, "(%d,'%s','2024-01-02 03:04:05'),", i, number)
					case 4: // columns that touch
						fmt.Fprintf(&b, "%06d%sBUDI SANTOSO        %s", i+1, number, moment(r).Format("20060102"))
					case 5:
						fmt.Fprintf(&b, "D%s%s%010d", lookalikes[(k+7)%len(lookalikes)].make(r, i), number, r.IntN(1_000_000))
					case 6:
						fmt.Fprintf(&b, "%s%sBUDI%d", moment(r).Format("20060102150405"), number, r.IntN(9))
					}
					b.WriteByte('\n')
				}
				columns++
				if n := people(s.Scan(b.String(), asOf)); n > 0 {
					taken++
					t.Errorf("%s, shape %d: %d of %d rows are taken for people's", kind.name, shape, n, rows)
				}
			}
		}
	}
	t.Logf("%d of %d columns of %d rows are taken for people's", taken, columns, rows)
}

func TestLookalikePages(t *testing.T) { tryPages(t, 40_000) }

func TestLookalikeColumns(t *testing.T) { tryColumns(t, 300, 1) }

// TestFewRows tries how many rows of people without a head are enough, and that columns of look-alikes of the same length
// are not.
func TestFewRows(t *testing.T) {
	s := newScanner(t)
	r := rand.New(rand.NewPCG(5, 5))
	found, all := 0, 0
	for range 500 {
		var b strings.Builder
		n := 5 + r.IntN(4)
		for range n {
			fmt.Fprintf(&b, "%s,%s,Malang\n", randomNIK(r), []string{"BUDI SANTOSO", "SITI AMINAH", "AGUS SALIM"}[r.IntN(3)])
		}
		found += people(s.Scan(b.String(), asOf))
		all += n
	}
	t.Logf("%d of %d people in files of 5 to 8 rows without a head", found, all)
	if found*100 < all*99 {
		t.Errorf("%d of %d people found", found, all)
	}
	taken := map[string]int{}
	for _, row := range []string{"%s,BUDI SANTOSO,Malang\n", "%sBUDI SANTOSO   Malang\n", "0417%sBUDI SANTOSO   Malang\n"} {
		for _, kind := range lookalikes {
			for range 60 {
				var b strings.Builder
				for i := range 5 + r.IntN(4) {
					fmt.Fprintf(&b, row, kind.make(r, i))
				}
				if people(s.Scan(b.String(), asOf)) > 0 {
					taken[kind.name]++
				}
			}
		}
	}
	names := make([]string, 0, len(taken))
	for name := range taken {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		t.Logf("%-50s %d of 180 short columns", name, taken[name])
	}
}
