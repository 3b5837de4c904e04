package numbers_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ronda/detect/ident"
	"ronda/detect/mask"
	"ronda/detect/numbers"
	"ronda/rules"
)

// asOf is the day on which the texts of these tests are seen. Their numbers belong to nobody: unassigned districts (69 to
// 89), serials above 2000, tax offices 99x, phones with the block 0000.
var asOf = time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)

func newScanner(t testing.TB) *numbers.Scanner {
	t.Helper()
	r, err := rules.LoadRegions()
	if err != nil {
		t.Fatal(err)
	}
	return numbers.NewScanner(r)
}

func newRing(t testing.TB) *ident.Keyring {
	t.Helper()
	r, err := ident.NewKeyring(ident.Key{ID: "t1", Secret: []byte("0123456789abcdef")})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// brief writes matches as "type region confidence-band", with "~" in front when masked.
func brief(ms []ident.Match) []string {
	var out []string
	for _, m := range ms {
		band := "low"
		switch {
		case m.Confidence >= 0.8:
			band = "high"
		case m.Confidence >= 0.5:
			band = "fair"
		}
		s := fmt.Sprintf("%s %s %s", m.Number.Type(), m.Number.Region(), band)
		if m.Masked {
			s = "~" + s
		}
		out = append(out, s)
	}
	return out
}

func TestScan(t *testing.T) {
	s := newScanner(t)
	for _, tt := range []struct {
		name, text string
		want       []string
	}{
		{"labelled", "NIK: 3507770101903001", []string{"nik 3507 high"}},
		{"bare: nothing tells it from an order number", "3507770101903001", []string{"nik 3507 low"}},
		{"people across one line", "Sunarti 3404715708692001 Jl Melati 3, Paijo 3404720902612002 Jl Melati 5, Endang 3404734411832001 Jl Kenanga 2", []string{"nik 3404 high", "nik 3404 high", "nik 3404 high"}},
		{
			"people in rows of fixed width whose columns touch",
			"000013507770101900012PAIJO     L\n000023507715708692001SUNARTI   P\n000033507734411830011ENDANG    P\n000043507720902610012YULIANTO  L\n000053507881506750003SLAMET    L",
			[]string{"nik 3507 high", "nik 3507 high", "nik 3507 high", "nik 3507 high", "nik 3507 high"},
		},
		{
			"orders made from a date in such rows",
			"TRX3507011403250001PAIJO\nTRX3507011403250002SUNARTI\nTRX3507011503250001ENDANG\nTRX3507011603250001YULIANTO\nTRX3507011603250002SLAMET",
			[]string{"nik 3507 low", "nik 3507 low", "nik 3507 low", "nik 3507 low", "nik 3507 low"},
		},
		{
			"people under a heading with a word for other numbers", "Koreksi TPS 07\nPaijo 3404720902612002\nSunarti 3404715708692001\nEndang 3404734411832001\nYulianto 3404751708882011",
			[]string{"nik 3404 high", "nik 3404 high", "nik 3404 high", "nik 3404 high"},
		},
		{
			"people whose numbers happen to pass the check of cards", "siapa belum vaksin:\nKeanu 3276752304212308\nAisyah 3276756511202602\nMarvel 3276751009212415\nNaura 3276754207202709",
			[]string{"nik 3276 high", "nik 3276 high", "nik 3276 high", "nik 3276 high"},
		},
		{
			"passports of which one is called so", "Gita paspor Z4417720 lahir 03-05-2007, Rafi Maulana Zulkarnain Z4417985 lahir 21-11-2006 di Ambon, Yohana Pareira Z4502216",
			[]string{"passport  high", "passport  high", "passport  high"},
		},
		{
			"codes beside a passport", "Gita paspor Z4417720 sudah terdaftar di rombongan yang berangkat pertama, kode pesan z4417985, faktur 24417720",
			[]string{"passport  high"},
		},
		{
			"bookings", "Bawa paspor asli dan pas foto. Kode pemesanan: Z1234567 (Jepang), Z1234568 (Korea), Z1234569 (Schengen)",
			nil,
		},
		{
			"passports behind dates of birth", "Biola: Quvozu / lahir 14 Mar 1993 / paspor Z7711204\nCello: Quneri Qukavo / 2 Jul 1989 / Z7520311\nQuzuka | 30-09-1978 | Z6901185",
			[]string{"passport  high", "passport  high", "passport  high"},
		},
		{
			"passports in rows without a head",
			"Sebagian dari isi server agen itu. Budi paspor Z4417720 dan seterusnya sampai habis, silakan unduh sendiri semuanya\n" +
				"Quvozu,L,14/03/1993,Z7711204\nQuneri – Z7520311\n\"Quzuka\",\"Z6901185\"\nQuvi (Malang) Z6901186\n1. Z6901187 Qumo\nQuva Quri\nZ6901188\nquri quva Z6901189",
			[]string{"passport  high", "passport  high", "passport  high", "passport  high", "passport  high", "passport  high", "passport  high", "passport  high"},
		},
		{
			"passports behind each other", "Paspor: Z4417720, Z4417721, Z4417722, Z4417723, Z4417724, Z4417725, Z4417726, Z4417727",
			[]string{"passport  high", "passport  high", "passport  high", "passport  high", "passport  high", "passport  high", "passport  high", "passport  high"},
		},
		{"a passport's own fields", "Paspor biasa (tipe P), kode negara IDN, nomor Z4417720", []string{"passport  high"}},
		{"a passport's page, read", "PASPOR\nJenis: P\nKode: IDN\nZ4417720", []string{"passport  high"}},
		{"bookings beside cities", "Paspor asli. Kode pemesanan: Z1234567 (Jepang), Z1234568 (Korea), Z1234569 (Mekah), Z1234561 (Oman), Z1234562", nil},
		{"codes of covers", "Sampul paspor kulit. Kode produk Z1002003, Z1002004, Z1002005", nil},
		{
			"invoices behind a passport", "Gita paspor Z4417720 sudah terdaftar di rombongan yang berangkat pertama. Faktur Z2400117, Faktur Z2400118 (Gita), Z2400119",
			[]string{"passport  high"},
		},
		{
			"receipts under their heading", "Nomor resi\nPaijo 3404712511262001\nSunarti 3404712511262012\nEndang 3404712511262033\nYulianto 3404712511262037",
			[]string{"nik 3404 low", "nik 3404 low", "nik 3404 low", "nik 3404 low"},
		},
		{"running numbers across one line", "resi 3404712511262001, 3404712511262012, 3404712511262033, 3404712511262037", []string{"nik 3404 low", "nik 3404 low", "nik 3404 low", "nik 3404 low"}},
		{"grouped 6-6-4", "NIK 350777 010190 3001", []string{"nik 3507 high"}},
		{"grouped with dots", "NIK 35.07.77.010190.3001", []string{"nik 3507 high"}},
		{"grouped with hyphens", "No KTP 3507-7701-0190-3001", []string{"nik 3507 high"}},
		{"woman born on the first", "NIK 3271714105953002", []string{"nik 3271 high"}},
		{"woman born on the ninth", "NIK 3271714909953002", []string{"nik 3271 high"}},
		{"serial that ends in 0", "NIK 3213704508912010", []string{"nik 3213 high"}},
		{"retired Papua code", "NIK 9101710203952011", []string{"nik 9101 high"}},
		{"new Papua code", "NIK 9601710203242011", []string{"nik 9601 high"}},
		{"leap day", "NIK 3507772902963001", []string{"nik 3507 high"}},
		{"look-alike letters", "NIK 35O777O1O19O3OOl", []string{"nik 3507 high"}},
		{"full width", "NIK ３５０７７７０１０１９０３００１", []string{"nik 3507 high"}},
		{"zero width inside", "NIK 35077701\u200b01903001", []string{"nik 3507 high"}},
		{"glued to its label", "NIK3507770101903001", []string{"nik 3507 high"}},
		{"file name", "KTP_3507770101903001.jpg", []string{"nik 3507 high"}},
		{
			"table", "nik\tnama\n3507770101903001\tBudi\n3507784203913002\tSiti\n3507790507882009\tAdi",
			[]string{"nik 3507 high", "nik 3507 high", "nik 3507 high"},
		},
		{"one row", "3507770101903001,3507780203163002,081200004417", []string{"nik 3507 low", "kk 3507 low"}},
		{
			"three rows without a head",
			"3507770101903001,3507780203163002,081200004417\n3507774211783003,3507780203163002,081200004418\n3507770512013004,3507780709113002,",
			[]string{"nik 3507 high", "kk 3507 fair", "nik 3507 high", "kk 3507 fair", "nik 3507 high", "kk 3507 fair"},
		},
		{"family card", "No. KK: 3216710506173005", []string{"kk 3216 high"}},
		{"day above 40 is never a family card", "No. KK: 3216714506173005", []string{"nik 3216 high"}},
		{"family card older than computers", "No. KK: 3216710506853005", []string{"nik 3216 high"}},
		{"SIM registration", "REG 3507770101903001#3507780203163002#", []string{"nik 3507 high", "kk 3507 high"}},
		{"registration of the form", "NIK#KK: 3507770101903001#3507780203163002#", []string{"nik 3507 high", "kk 3507 high"}},
		{"the label of the next one", "id 1271770101903001 nik=3507770101903001", []string{"nik 1271 low", "nik 3507 high"}},
		{"query value", "https://x.example/cek?nik=3507770101903001", []string{"nik 3507 high"}},
		{"page id", "https://x.example/item/3507770101903001", []string{"nik 3507 low"}},

		{"day 81 to 99", "NIK 3507778101903001", nil},
		{"day 32 to 40", "NIK 3507773501903001", nil},
		{"day 0", "NIK 3507770001903001", nil},
		{"30 February", "NIK 3507773002903001", nil},
		{"29 February of a common year", "NIK 3507772902953001", nil},
		{"month 13", "NIK 3507770113903001", nil},
		{"serial 0000", "NIK 3507770101900000", nil},
		{"province not in use", "9707770101903001", nil},
		{"regency out of range", "3550770101903001", nil},
		{"inside a longer number", "35077701019030011", nil},
		{"inside a word", "abc3507770101903001def", nil},
		{"17 digits in groups", "3507 7701 0190 30011", nil},
		{"order number", "No. pesanan 3507770101903001", []string{"nik 3507 low"}},
		{"virtual account", "Virtual account: 3507770101903001", []string{"nik 3507 low"}},
		{"time stamp", "20211231235959 2021", nil},
		{"phone", "WA 0812-0000-4417", nil},

		{"masked by the press", "NIK 351xxxxxxxxxx002", []string{"~nik  high"}},
		{"masked by us", "3507**********0001", []string{"~nik 3507 fair"}},
		{"masked in groups", "NIK 3507 **** **** 0001", []string{"~nik 3507 high"}},
		{"masked tail", "11xxxxxxxxxxxx", []string{"~nik  low"}},
		{"masked card", "kartu kredit 5123 **** **** 1234", nil},
		{"masked phone", "0812xxxx4417", nil},
		{"counting", "NIK 1234567890123456", []string{"~nik  fair"}},
		{"template", "NIK 3201234567890001", []string{"~nik  fair"}},
		{"placeholder", "NIK 3201010101010001", []string{"~nik 3201 high"}},
		{"all the same", "NIK: 0000000000000000", []string{"~nik  fair"}},

		{"tax number", "NPWP: 08.423.917.7-991.000", []string{"npwp  high"}},
		{"tax number, form only", "08.423.917.7-991.000", []string{"npwp  high"}},
		{"tax number, digits with label", "NPWP 084239177991000", []string{"npwp  high"}},
		{"tax number, digits without label", "084239177991000", nil},
		{"tax number of 16 digits", "NPWP 0084239177991000", []string{"npwp  high"}},
		{"tax number, wrong check digit", "08.423.917.2-991.000", nil},
		{"tax number, wrong check digit but named", "NPWP 08.423.917.2-991.000", []string{"npwp  low"}},
		{"IMEI", "IMEI 084239177991000", nil},
		{"empty tax number", "NPWP 00.000.000.0-000.000", []string{"~npwp  high"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := s.Scan(tt.text, asOf)
			if diff := cmp.Diff(tt.want, brief(got)); diff != "" {
				t.Errorf("Scan(%q) (-want +got):\n%s", tt.text, diff)
			}
			for _, m := range got {
				if m.Start < 0 || m.Start >= m.End || m.End > len(tt.text) {
					t.Errorf("span %d to %d of %d", m.Start, m.End, len(tt.text))
				}
			}
		})
	}
}

func TestScanSpan(t *testing.T) {
	text := "data: 350777 010190 3001, lalu"
	ms := newScanner(t).Scan(text, asOf)
	if len(ms) != 1 || text[ms[0].Start:ms[0].End] != "350777 010190 3001" {
		t.Fatalf("got %+v", ms)
	}
}

// randomNIK makes a number that belongs to nobody.
func randomNIK(r *rand.Rand) string {
	day := 1 + r.IntN(28)
	if r.IntN(2) == 0 {
		day += 40
	}
	return fmt.Sprintf("%s%02d%02d%02d%02d%04d", []string{"3507", "3271", "9101", "1105"}[r.IntN(4)], 69+r.IntN(21), day,
		1+r.IntN(12), r.IntN(100), 2001+r.IntN(7999))
}

// TestScanReadsWhatWasPrinted prints numbers in the ways people do and reads them back.
func TestScanReadsWhatWasPrinted(t *testing.T) {
	s, ring := newScanner(t), newRing(t)
	r := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		d := randomNIK(r)
		want := ident.New(ident.TypeNIK, []byte(d))
		for _, text := range []string{
			d, d[:6] + " " + d[6:12] + " " + d[12:], d[:2] + "." + d[2:4] + "." + d[4:6] + "." + d[6:12] + "." + d[12:],
			d[:4] + "-" + d[4:8] + "-" + d[8:12] + "-" + d[12:], strings.Replace(d, "0", "O", 6),
		} {
			ms := s.Scan("nik "+text, time.Time{})
			if len(ms) != 1 || !ms[0].Number.Equal(want) || ms[0].Number.Fingerprint(ring) != want.Fingerprint(ring) {
				t.Fatalf("%d matches in a printed number of form %q", len(ms), mask.Text(text))
			}
		}
		// What a Number prints is read as a masked number: the way back is closed.
		ms := s.Scan("nik "+want.String(), time.Time{})
		if len(ms) != 1 || !ms[0].Masked || ms[0].Number.Fingerprint(ring) != "" || ms[0].Number.Region() != want.Region() {
			t.Fatalf("printed form %q read as %+v", want, ms)
		}
	}
}

func luhnOK(d string) bool {
	sum := 0
	for i := range len(d) {
		v := int(d[len(d)-1-i] - '0')
		if i%2 == 1 {
			v *= 2
			if v > 9 {
				v -= 9
			}
		}
		sum += v
	}
	return sum%10 == 0
}

func FuzzScan(f *testing.F) {
	for _, s := range []string{"NIK 3507770101903001", "3507 **** **** 0001", "No. KK 3507770203163002 NPWP 08.423.917.7-991.000", "٣"} {
		f.Add(s)
	}
	s := newScanner(f)
	ring := newRing(f)
	f.Fuzz(func(t *testing.T, text string) {
		last := 0
		for _, m := range s.Scan(text, asOf) {
			if m.Start < last || m.End <= m.Start || m.End > len(text) || m.Confidence < 0 || m.Confidence > 1 {
				t.Fatalf("match %+v in text of %d bytes after %d", m, len(text), last)
			}
			last = m.End
			if !m.Masked && m.Number.Fingerprint(ring) == "" {
				t.Fatalf("match %+v has no value", m)
			}
		}
	})
}

func BenchmarkScan(b *testing.B) {
	s, p := newScanner(b), numbersPage()
	b.SetBytes(int64(len(p)))
	b.ReportAllocs()
	for b.Loop() {
		s.Scan(p, asOf)
	}
}
