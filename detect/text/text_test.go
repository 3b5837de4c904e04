package text_test

import (
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"ronda/detect/speech"
	"ronda/detect/text"
	"ronda/rules"
)

func newJudge(tb testing.TB) *text.Judge {
	tb.Helper()
	set, err := rules.LoadFS(os.DirFS("../../rules"))
	if err != nil {
		tb.Fatal(err)
	}
	j, err := text.New(set)
	if err != nil {
		tb.Fatal(err)
	}
	return j
}

// TestStance gives the same words to different speakers.
func TestStance(t *testing.T) {
	const advert = "Ready KTP + selfie HD, 10rb per set, garansi, minat japri"
	j := newJudge(t)
	for _, tt := range []struct {
		name string
		in   []speech.Passage
		sale bool
	}{
		{"the advert alone", []speech.Passage{{Text: advert}}, true},
		{"a page that is one block quotation", []speech.Passage{{Text: advert, Quote: true}}, true},
		{"a report that quotes it", []speech.Passage{
			{Text: "Polisi menangkap pelaku yang menjual data warga, kata kapolres."},
			{Text: `Dalam unggahannya pelaku menulis, "` + advert + `".`},
		}, false},
		{"a report with a block quotation", []speech.Passage{
			{Text: "Pengamat keamanan mengingatkan warga agar waspada, ujar juru bicara kementerian."}, {Text: advert, Quote: true},
		}, false},
		{"a report that announces it", []speech.Passage{
			{Text: "Polisi menangkap pelaku yang menjual data warga, kata kapolres."}, {Text: "Menurut penyidik, unggahannya berbunyi begini:"}, {Text: advert},
		}, false},
		{"a report that announces something else", []speech.Passage{
			{Text: "Polisi menangkap pelaku yang menjual data warga, kata kapolres."}, {Text: "Baca juga:"}, {Text: advert},
		}, true},
		{"a colon of the seller's own", []speech.Passage{{Text: "Stok hari ini, menurut gudang:"}, {Text: advert}}, true},
		{"a warning with an example", []speech.Passage{
			{Text: `Waspada, jangan tergiur. Modus penipu misalnya menulis "` + advert + `". Laporkan ke polisi.`},
		}, false},
		{"a rule that forbids it", []speech.Passage{{Text: "Dilarang jual KTP atau selfie di grup ini, akan dihapus admin."}}, false},
		{"a denial", []speech.Passage{{Text: "Kami tidak menjual KTP, NIK, atau data pribadi Anda kepada siapa pun."}}, false},
		{"a comment under an honest article", []speech.Passage{
			{Text: "Dinas mengimbau warga waspada terhadap pencurian data, kata kepala dinas."},
			{Text: "Komentar"},
			{Text: "Rara: semoga cepat tertangkap"},
			{Text: "toko_biru: " + advert},
		}, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			v := j.Judge(tt.in)
			if got := v.Odds.Sale > 0; got != tt.sale {
				t.Errorf("sale: %v (log-odds %.1f), want %v", got, v.Odds.Sale, tt.sale)
			}
		})
	}
}

// TestLinear counts steps, not time: twice the text must not take more than about twice the steps.
func TestLinear(t *testing.T) {
	j := newJudge(t)
	for name, unit := range map[string]string{
		"adverts":  "Ready KTP + selfie HD, 10rb per set, garansi, minat japri. 40 set, nama random. ",
		"letters":  "k t p s e l f i e ",
		"quotes":   `kata "ktp" ujar «selfie» `,
		"comments": "rara: jual ktp 10rb\n",
		"prose":    "Warga desa menanam padi di sawah ketika musim hujan tiba dan panen raya menjelang. ",
		"negation": "tidak jual ktp ",
	} {
		passages := func(n int) []speech.Passage {
			var out []speech.Passage
			for line := range strings.SplitSeq(strings.Repeat(unit, n), "\n") {
				out = append(out, speech.Passage{Text: line})
			}
			return out
		}
		small, large := j.Work(passages(200)), j.Work(passages(2000))
		if large > 11*small+1000 {
			t.Errorf("%s: %d steps for ten times the text of %d steps", name, large, small)
		}
	}
}

// hostileUnits are what a text is made of, over and over, that is meant to be slow to judge.
var hostileUnits = []string{
	"warga desa menanam padi ", "k t p ", "ktpselfie", "sel fie ", "ptk kin eifles ", "\u202eptk", "“ktp”", "«‘„", "ktp", "ktp ", "ktp\n", "?", ". ", "@abc ", "wa.me/a ", "15rb ",
	"data kartu nomor induk foto pegang ", "tidak jual ktp ", "kata polisi ", "jual ", "3507710190300001 ", "rara: jual ktp 10rb\n", "Komentar\n", "Komentar\nrara dan lagi dan lagi ktp\n",
}

// FuzzLinear mixes units of a fuzzer's choice: the steps that judging takes stay within a multiple of the text's length.
func FuzzLinear(f *testing.F) {
	for i, unit := range hostileUnits {
		f.Add(unit, hostileUnits[(i*7+3)%len(hostileUnits)])
	}
	j := newJudge(f)
	f.Fuzz(func(t *testing.T, a, b string) {
		if len(a) > 64 || len(b) > 64 || a == "" {
			return
		}
		const most = 400 // steps per byte: words of many lists meet in many rules
		mixed := func(n int) string { return strings.Repeat(strings.Repeat(a, 3)+b, n/(3*len(a)+len(b))+1) }
		passages := func(s string) (out []speech.Passage) {
			for line := range strings.SplitSeq(s, "\n") {
				out = append(out, speech.Passage{Text: line})
			}
			return out
		}
		for _, size := range []int{1_000, 10_000} {
			s := mixed(size)
			if steps := j.Work(passages(s)); steps > most*len(s) {
				t.Errorf("%q and %q: %d steps for %d bytes", a, b, steps, len(s))
			}
		}
	})
}

// FuzzSignals holds that every signal lies inside the text, at borders of characters, whatever the bytes are.
func FuzzSignals(f *testing.F) {
	for _, s := range []string{"", "jual k t p Rp15.000", "jual 𝗞𝗧𝗣", "\xff\xfektp", "jual ktp selfie a\u200b", "ktp 0812-0000-4417", "”jual ktp“\"", "ptk eifles lauj", "ǝᴉɟlǝs dʇʞ", "jual \u202eptk\u202c", "Komentar\nrara: jual ktp 10rb"} {
		f.Add(s)
	}
	j := newJudge(f)
	f.Fuzz(func(t *testing.T, s string) {
		border := func(i int) bool { return i == len(s) || !utf8.ValidString(s) || utf8.RuneStart(s[i]) } // no character is cut at i
		for _, sig := range j.Judge([]speech.Passage{{Text: s}}).Signals {
			inside := sig.Start >= 0 && sig.Start <= sig.End && sig.End <= len(s) && border(sig.Start) && border(sig.End)
			if sig.Passage > 0 || sig.Passage == 0 && !inside {
				t.Fatalf("signal %s at %d..%d of %d bytes", sig.Rule.Name, sig.Start, sig.End, len(s))
			}
		}
	})
}

// BenchmarkJudge judges 9 KB of text, with and without words of identity. The bytes per second are those of the text.
func BenchmarkJudge(b *testing.B) {
	j := newJudge(b)
	prose := strings.Repeat("Warga desa menanam padi di sawah ketika musim hujan tiba dan panen raya menjelang di bulan depan. ", 92)
	for name, s := range map[string]string{
		"prose":  prose,
		"advert": prose[:8800] + " Ready KTP + selfie HD, 10rb per set, garansi, minat japri. 40 set, nama random.",
		"styled": strings.Repeat("𝗥𝗲𝗮𝗱𝘆 𝗞𝗧𝗣 𝘀𝗲𝗹𝗳𝗶𝗲 𝗛𝗗 ", 128),
	} {
		b.Run(name, func(b *testing.B) {
			passages := []speech.Passage{{Text: s}}
			b.SetBytes(int64(len(s)))
			b.ReportAllocs()
			for b.Loop() {
				j.Judge(passages)
			}
		})
	}
}
