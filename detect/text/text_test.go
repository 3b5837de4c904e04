package text_test

import (
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

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

// TestNormalise holds what sellers do to words and what it is read as.
func TestNormalise(t *testing.T) {
	j := newJudge(t)
	for _, tt := range []struct {
		name, in string
		want     []string // words that must be found, in order
	}{
		{"plain", "jual KTP", []string{"jual", "ktp"}},
		{"mathematical letters", "𝗞𝗧𝗣 𝘀𝗲𝗹𝗳𝗶𝗲", []string{"ktp", "selfie"}},
		{"full width", "ＫＴＰ", []string{"ktp"}},
		{"circled and squared letters", "ⓚⓣⓟ 🅺🆃🅿", []string{"ktp", "ktp"}},
		{"small capitals", "ᴋᴛᴘ", []string{"ktp"}},
		{"Cyrillic and Greek look-alikes", "КТР sеlfіе Νрwр", []string{"ktp", "selfie", "npwp"}},
		{"accents", "k̶t̶p̶ sélfie", []string{"ktp", "selfie"}},
		{"zero width", "k\u200bt\u200dp sel\u00adfie", []string{"ktp", "selfie"}},
		{"leetspeak", "k7p n1k s3lfie 5elfie s3lf!e", []string{"ktp", "nik", "selfie", "selfie", "selfie"}},
		{"repetition", "freshhh readyyy", []string{"fresh", "ready"}},
		{"spaced letters", "k t p", []string{"ktp"}},
		{"dotted letters", "K.T.P dan n.p.w.p", []string{"ktp", "dan", "npwp"}},
		{"spaced words", "k . t . p  d e p a n", []string{"ktp", "depan"}},
		{"joined", "ktp+selfie ktpselfie", []string{"ktp", "selfie", "ktp", "selfie"}},
		{"broken by a sign", "sel*fie se.lfi", []string{"selfie", "selfi"}},
		{"stray digit", "ka3tepe", []string{"katepe"}},
		{"file name", "ktp_selfie.jpg", []string{"ktp", "selfie", "jpg"}},
		{"clitic", "paspornya", []string{"paspor"}},
		{"emoji", "🪪🤳", []string{"🪪", "🤳"}},
		{"glued to any word", "readyktp jualktpselfie teknik", []string{"ready", "ktp", "jual", "ktp", "selfie"}},
		{"glued to a price", "ktp5rb nik3507", []string{"ktp", "nik"}},
		{"upside down", "ǝᴉɟlǝs dʇʞ", []string{"ktp", "selfie"}},
		{"letters turned in place", "jual ʞʇd", []string{"jual", "ktp"}},
		{"a word backwards", "jual eifles", []string{"jual", "selfie"}},
		{"a short one has other meanings", "jual ptk", []string{"jual"}},
		{"a line backwards", "br01 ptk lauj", []string{"jual", "ktp"}},
		{"an override mark", "jual \u202eptk\u202c", []string{"jual", "ktp"}},
		{"a letter starred", "k*p s*lfie", []string{"ktp", "selfie"}},
		{"a space inside", "sel fie", []string{"selfie"}},
		{"brackets", "(k)(t)(p)", []string{"ktp"}},
		{"emoji between", "k🔥t🔥p", []string{"ktp"}},
		{"digits among letters", "k 7 p", []string{"ktp"}},
		{"syllabics, Cherokee, Lisu, CJK", "KTᑭ ᏦᎢᏢ ꓗꓔꓑ Ҝㄒ卩", []string{"ktp", "ktp", "ktp", "ktp"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, w := range j.Words(tt.in) {
				if w.Word != "" {
					got = append(got, w.Word)
				}
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("words of %q: %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

// TestReadings: a word that the lists know reads as they spell it, any other as its letters.
func TestReadings(t *testing.T) {
	j := newJudge(t)
	for in, want := range map[string]string{
		"jual k7p s.e.l.f.i.e":       "jual ktp selfie",
		"ktpselfie paspornya":        "ktp selfie paspor",
		"Bàtik 𝗦𝗼𝗴𝗮n":                "batik sogan",
		"Rp15.000 di wa.me/62 @abc?": "rp 15000 di wame @ ?",
	} {
		if got := strings.Join(j.Readings(in), " "); got != want {
			t.Errorf("%q reads as %q, want %q", in, got, want)
		}
	}
}

func TestMoney(t *testing.T) {
	j := newJudge(t)
	for in, want := range map[string]bool{
		"15rb": true, "15 ribu": true, "Rp15.000": true, "rp 7.500": true, "1,2jt": true, "5K": true, "$5": true, "400 usd": true,
		"delapan ribu": true, "goceng": true, "150 perak": true,
		"15": false, "2026": false, "10.000": false, "5 km": false, "3x24": false,
	} {
		got := slices.ContainsFunc(j.Words(in), func(w text.Piece) bool { return w.Money })
		if got != want {
			t.Errorf("%q is money: %v, want %v", in, got, want)
		}
	}
}

// TestStance gives the same words to different speakers.
func TestStance(t *testing.T) {
	const advert = "Ready KTP + selfie HD, 10rb per set, garansi, minat japri"
	j := newJudge(t)
	for _, tt := range []struct {
		name string
		in   []text.Passage
		sale bool
	}{
		{"the advert alone", []text.Passage{{Text: advert}}, true},
		{"a page that is one block quotation", []text.Passage{{Text: advert, Quote: true}}, true},
		{"a report that quotes it", []text.Passage{
			{Text: "Polisi menangkap pelaku yang menjual data warga, kata kapolres."},
			{Text: `Dalam unggahannya pelaku menulis, "` + advert + `".`},
		}, false},
		{"a report with a block quotation", []text.Passage{
			{Text: "Pengamat keamanan mengingatkan warga agar waspada, ujar juru bicara kementerian."}, {Text: advert, Quote: true},
		}, false},
		{"a warning with an example", []text.Passage{
			{Text: `Waspada, jangan tergiur. Modus penipu misalnya menulis "` + advert + `". Laporkan ke polisi.`},
		}, false},
		{"a rule that forbids it", []text.Passage{{Text: "Dilarang jual KTP atau selfie di grup ini, akan dihapus admin."}}, false},
		{"a denial", []text.Passage{{Text: "Kami tidak menjual KTP, NIK, atau data pribadi Anda kepada siapa pun."}}, false},
		{"a comment under an honest article", []text.Passage{
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
		passages := func(n int) []text.Passage {
			var out []text.Passage
			for line := range strings.SplitSeq(strings.Repeat(unit, n), "\n") {
				out = append(out, text.Passage{Text: line})
			}
			return out
		}
		small, large := j.Work(passages(200)), j.Work(passages(2000))
		if large > 11*small+1000 {
			t.Errorf("%s: %d steps for ten times the text of %d steps", name, large, small)
		}
	}
}

// hostileUnits are what a text is made of, over and over, that is meant to be slow.
var hostileUnits = []string{
	"warga desa menanam padi ", "a", "1", "0812", "3507 7101 9030 0001 ", ".", "-", " ", "?", "@", "$ ", "$1 ", "a@", "@a", "k!", "k$1!", "x.y.z.", "k t p ",
	"k t p s e l f i e", "ktpselfie", "kt-", "sel*", "k*", "s fi ", "sel fie ", "ptk kin eifles ", "ptk", "\u202eptk", "ʞʇd ", "dʇʞ", "𝗞", "Ｋ", "k\u0300\u0301\u0302", "k\u200b", "\u200b",
	"1\u200b", "🪪", "🇰🇹", "k🔥", "\"", "“", "“ktp”", "«‘„", "ktp", "ktp ", "ktp\n", "data kartu nomor induk foto pegang ", "tidak jual ktp ", "rp", "rp ", "15rb", "15 r", "wa.me/", "wa.", "t.me/a ",
	"kkk", "kkkttppp ", "readyyyyy ", "s3lf13 ", "5e", "1.2.3,4", "1.234.567", "\xff", "\xe2\x82", "(k)", "[k][t]", "k_t_", "rara: jual ktp 10rb\n", "Komentar\n", "nya ",
}

// TestReadingIsLinear counts steps, not time: no text costs more than some steps a byte, however long it is.
func TestReadingIsLinear(t *testing.T) {
	const dearest = 24
	j := newJudge(t)
	for _, unit := range hostileUnits {
		for _, size := range []int{10_000, 300_000} {
			if steps := j.Reading(strings.Repeat(unit, size/len(unit)+1)); steps > dearest*size {
				t.Errorf("%q: %d steps for %d bytes", unit, steps, size)
			}
		}
	}
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
		passages := func(s string) (out []text.Passage) {
			for line := range strings.SplitSeq(s, "\n") {
				out = append(out, text.Passage{Text: line})
			}
			return out
		}
		for _, size := range []int{1_000, 10_000} {
			s := mixed(size)
			if steps := j.Reading(s) + j.Work(passages(s)); steps > most*len(s) {
				t.Errorf("%q and %q: %d steps for %d bytes", a, b, steps, len(s))
			}
		}
	})
}

// FuzzWords holds that every token and signal lies inside the text, at borders of characters, whatever the bytes are, and that
// what a word of the lists was read from still reads as that word when it stands alone.
func FuzzWords(f *testing.F) {
	for _, s := range []string{"", "k t p", "Rp15.000", "𝗞𝗧𝗣", "\xff\xfe", "a\u200b", "0812-0000-4417", "s3lf!e", "1.2.3,4", "”“\"", "k.t.p. 5", "ptk eifles lauj", "ǝᴉɟlǝs dʇʞ", "k*p s-e-l", "jual \u202eptk\u202c", "ktpselfie nik35"} {
		f.Add(s)
	}
	j := newJudge(f)
	f.Fuzz(func(t *testing.T, s string) {
		inside := func(start, end int) bool {
			return start >= 0 && start <= end && end <= len(s) && border(s, start) && border(s, end)
		}
		for _, w := range j.Words(s) {
			if !inside(w.Start, w.End) {
				t.Fatalf("token at %d..%d of %q", w.Start, w.End, s)
			}
		}
		v := j.Judge([]text.Passage{{Text: s}})
		for _, sig := range v.Signals {
			if sig.Passage > 0 || sig.Passage == 0 && !inside(sig.Start, sig.End) {
				t.Fatalf("signal %s at %d..%d of %d bytes", sig.Rule.Name, sig.Start, sig.End, len(s))
			}
		}
	})
}

// border reports whether no character of s is cut at i.
func border(s string, i int) bool { return i == len(s) || !utf8.ValidString(s) || utf8.RuneStart(s[i]) }

// TestSpans: what a word of the lists was read from reads as the same word when it stands alone.
func TestSpans(t *testing.T) {
	j := newJudge(t)
	for _, s := range []string{
		"Jual k7p dan s.e.l.f.i.e, 𝗞𝗧𝗣 k t p freshhh sel*fie s*lfie ktp5rb paspornya", "br01 eifles ptk lauj", "ǝᴉɟlǝs dʇʞ",
		"jual \u202eptk\u202c k\u200bt\u200bp КТР ᴋᴛᴘ", "kartu keluarga, ktpselfie readyktp",
	} {
		for _, w := range j.Words(s) {
			if w.Word == "" {
				continue
			}
			alone := j.Words(s[w.Start:w.End])
			back := j.Words("jual " + s[w.Start:w.End] + " eifles lauj") // turned words need company
			if !slices.ContainsFunc(append(alone, back...), func(a text.Piece) bool { return a.Word == w.Word }) {
				t.Errorf("%q in %q reads as %q, alone as %v", s[w.Start:w.End], s, w.Word, alone)
			}
		}
	}
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
			passages := []text.Passage{{Text: s}}
			b.SetBytes(int64(len(s)))
			b.ReportAllocs()
			for b.Loop() {
				j.Judge(passages)
			}
		})
	}
}
