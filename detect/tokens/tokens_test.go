package tokens_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"ronda/detect/lexis"
	"ronda/detect/tokens"
	"ronda/rules"
)

func compile(tb testing.TB) *lexis.Vocabulary {
	tb.Helper()
	set, err := rules.LoadFS(os.DirFS("../../rules"))
	if err != nil {
		tb.Fatal(err)
	}
	v, err := lexis.Compile(set)
	if err != nil {
		tb.Fatal(err)
	}
	return v
}

// word is a token: the list word that it was read as, "" for any other, and its place in the text.
type word struct {
	word       string
	start, end int
	money      bool
}

// words cuts a text.
func words(v *lexis.Vocabulary, s string) (out []word) {
	lx := tokens.Borrow(v)
	defer lx.Return()
	lx.Add(0, s)
	for _, t := range lx.Tokens {
		w := word{start: int(t.Start), end: int(t.End), money: t.Extra[0] == lexis.Money}
		if t.Word != lexis.Unknown {
			w.word = v.Spelling[t.Word]
		}
		out = append(out, w)
	}
	return out
}

// readings are the words of a text as they were read.
func readings(v *lexis.Vocabulary, s string) (out []string) {
	lx := tokens.Borrow(v)
	defer lx.Return()
	lx.Add(0, s)
	for i := range lx.Tokens {
		out = append(out, string(lx.AppendReading(nil, &lx.Tokens[i], s)))
	}
	return out
}

// TestPlainWordsHideNothing reads the corpus with and without the plain words, for which no disguise is tried: the same words are
// found at the same places.
func TestPlainWordsHideNothing(t *testing.T) {
	set, err := rules.Load()
	if err != nil {
		t.Fatal(err)
	}
	slow, quick := compile(t), compile(t)
	for w := range set.Senses {
		quick.AddPlain(w)
	}
	for w := range set.Learned.Skim.Weights {
		quick.AddPlain(w)
	}
	texts, err := rules.ReadCorpus(os.DirFS("../../rules/corpus"))
	if err != nil || len(texts) < 5000 || len(quick.PlainWords) < 10_000 {
		t.Fatalf("%d texts, %d plain words, %v", len(texts), len(quick.PlainWords), err)
	}
	for i := range texts {
		if want, got := words(slow, texts[i].Text), words(quick, texts[i].Text); !slices.Equal(want, got) {
			t.Errorf("%s is read as\n%v\nand with plain words as\n%v", texts[i].ID, want, got)
		}
		if want, got := readings(slow, texts[i].Text), readings(quick, texts[i].Text); !slices.Equal(want, got) {
			t.Errorf("%s has the readings\n%q\nand with plain words\n%q", texts[i].ID, want, got)
		}
	}
}

// steps counts those that reading a text and finding the phrases in it takes.
func steps(v *lexis.Vocabulary, s string) int {
	lx := tokens.Borrow(v)
	defer lx.Return()
	lx.Add(0, s)
	lx.Find(true)
	return lx.Work + len(lx.Tokens)
}

// TestNormalise holds what sellers do to words and what it is read as.
func TestNormalise(t *testing.T) {
	v := compile(t)
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
			for _, w := range words(v, tt.in) {
				if w.word != "" {
					got = append(got, w.word)
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
	v := compile(t)
	for in, want := range map[string]string{
		"jual k7p s.e.l.f.i.e":       "jual ktp selfie",
		"ktpselfie paspornya":        "ktp selfie paspor",
		"Bàtik 𝗦𝗼𝗴𝗮n":                "batik sogan",
		"Rp15.000 di wa.me/62 @abc?": "rp 15000 di wame @ ?",
	} {
		if got := strings.Join(readings(v, in), " "); got != want {
			t.Errorf("%q reads as %q, want %q", in, got, want)
		}
	}
}

func TestMoney(t *testing.T) {
	v := compile(t)
	for in, want := range map[string]bool{
		"15rb": true, "15 ribu": true, "Rp15.000": true, "rp 7.500": true, "1,2jt": true, "5K": true, "$5": true, "400 usd": true,
		"delapan ribu": true, "goceng": true, "150 perak": true,
		"15": false, "2026": false, "10.000": false, "5 km": false, "3x24": false,
	} {
		got := slices.ContainsFunc(words(v, in), func(w word) bool { return w.money })
		if got != want {
			t.Errorf("%q is money: %v, want %v", in, got, want)
		}
	}
}

// TestFind: words and phrases are found for the lists that hold them, and a negation denies what stands behind it.
func TestFind(t *testing.T) {
	v := compile(t)
	for _, tt := range []struct {
		in, concept string
		strengths   []float64
	}{
		{"jual ktp, ktp lagi", "doc.ktp", []float64{1, 1}},
		{"jual k t p", "doc.ktp", []float64{1}},
		{"tidak jual", "offer.sell", []float64{0}},
		{"tidak ada. jual", "offer.sell", []float64{1}}, // another sentence
		{"15rb", "number.money", []float64{1}},
		{"batik sogan", "doc.ktp", nil},
	} {
		lx := tokens.Borrow(v)
		lx.Add(0, tt.in)
		var got []float64
		c, ok := v.Concepts[tt.concept]
		if !ok {
			t.Fatalf("no list %s", tt.concept)
		}
		for _, o := range lx.Find(true)[c] {
			got = append(got, o.Strength)
		}
		lx.Return()
		if !slices.Equal(got, tt.strengths) {
			t.Errorf("%s in %q with strengths %v, want %v", tt.concept, tt.in, got, tt.strengths)
		}
	}
}

// TestFindPassesOverWhatDoesNotMatter: without a word of identity nothing is found, unless it is asked for.
func TestFindPassesOverWhatDoesNotMatter(t *testing.T) {
	v := compile(t)
	lx := tokens.Borrow(v)
	defer lx.Return()
	lx.Add(0, "jual batik 15rb")
	count := func(occs [][]tokens.Occurrence) (n int) {
		for _, o := range occs {
			n += len(o)
		}
		return n
	}
	if n := count(lx.Find(false)); n != 0 {
		t.Errorf("%d found in a text that is not worth judging", n)
	}
	if n := count(lx.Find(true)); n == 0 {
		t.Error("nothing found when asked for all")
	}
	lx.Add(1, "dan ktp")
	if n := count(lx.Find(false)); n == 0 {
		t.Error("nothing found beside a word of identity")
	}
}

// TestTake holds that what a lexer takes over of another one's passages is what it would have read of them alone.
func TestTake(t *testing.T) {
	v := compile(t)
	texts, err := rules.ReadCorpus(os.DirFS("../../rules/corpus"))
	if err != nil {
		t.Fatal(err)
	}
	texts = append(texts[:len(texts)/10], rules.Text{Text: "spesial k\n. t. p\nk\nk t p\n\n\"ktp\nselfie\" jual\ntidak\njual ktp"})
	for _, text := range texts {
		lines := strings.Split(text.Text, "\n")
		whole := readLines(v, lines)
		for from := 0; from < len(lines); from += 2 {
			to := min(len(lines), from+1+from%3)
			alone, taken := readLines(v, lines[from:to]), tokens.Borrow(v)
			if !taken.Take(whole, from, to) {
				t.Fatalf("%s: nothing taken", text.ID)
			}
			if a, b := told(alone), told(taken); !slices.Equal(a, b) {
				t.Errorf("lines %d to %d of %s: read alone\n%v\nand taken\n%v", from, to, text.ID, a, b)
			}
			alone.Return()
			taken.Return()
		}
		whole.Return()
	}
	backwards := readLines(v, []string{"br01 eifles ptk lauj", "jual ktp"})
	defer backwards.Return()
	taken := tokens.Borrow(v)
	defer taken.Return()
	if taken.Take(backwards, 1, 2) || len(taken.Tokens) > 0 {
		t.Error("taken from a text that stands backwards")
	}
}

func readLines(v *lexis.Vocabulary, lines []string) *tokens.Lexer {
	lx := tokens.Borrow(v)
	for i, line := range lines {
		lx.Add(i, line)
	}
	return lx
}

// told is what a lexer says of its tokens and of what was found among them.
func told(lx *tokens.Lexer) (out []string) {
	first := tokens.Token{}
	for i, t := range lx.Tokens {
		if i == 0 {
			first = t
		}
		out = append(out, fmt.Sprint(t.Word, t.Plain, t.Pos-first.Pos, t.Passage, t.Sentence-first.Sentence, t.Start, t.End, t.Extra, t.Quoted))
	}
	for _, matters := range []bool{true, false} {
		for c, occs := range lx.Find(matters) {
			if len(occs) > 0 {
				out = append(out, fmt.Sprint(c, occs))
			}
		}
	}
	return out
}

// TestSpans: what a word of the lists was read from reads as the same word when it stands alone.
func TestSpans(t *testing.T) {
	v := compile(t)
	for _, s := range []string{
		"Jual k7p dan s.e.l.f.i.e, 𝗞𝗧𝗣 k t p freshhh sel*fie s*lfie ktp5rb paspornya", "br01 eifles ptk lauj", "ǝᴉɟlǝs dʇʞ",
		"jual \u202eptk\u202c k\u200bt\u200bp КТР ᴋᴛᴘ", "kartu keluarga, ktpselfie readyktp",
	} {
		for _, w := range words(v, s) {
			if w.word == "" {
				continue
			}
			alone := words(v, s[w.start:w.end])
			back := words(v, "jual "+s[w.start:w.end]+" eifles lauj") // turned words need company
			if !slices.ContainsFunc(append(alone, back...), func(a word) bool { return a.word == w.word }) {
				t.Errorf("%q in %q reads as %q, alone as %v", s[w.start:w.end], s, w.word, alone)
			}
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
	v := compile(t)
	for _, unit := range hostileUnits {
		for _, size := range []int{10_000, 300_000} {
			if n := steps(v, strings.Repeat(unit, size/len(unit)+1)); n > dearest*size {
				t.Errorf("%q: %d steps for %d bytes", unit, n, size)
			}
		}
	}
}

// FuzzLinear mixes units of a fuzzer's choice: the steps that reading takes stay within a multiple of the text's length.
func FuzzLinear(f *testing.F) {
	for i, unit := range hostileUnits {
		f.Add(unit, hostileUnits[(i*7+3)%len(hostileUnits)])
	}
	v := compile(f)
	f.Fuzz(func(t *testing.T, a, b string) {
		if len(a) > 64 || len(b) > 64 || a == "" {
			return
		}
		const most = 60 // steps per byte
		for _, size := range []int{1_000, 10_000} {
			s := strings.Repeat(strings.Repeat(a, 3)+b, size/(3*len(a)+len(b))+1)
			if n := steps(v, s); n > most*len(s) {
				t.Errorf("%q and %q: %d steps for %d bytes", a, b, n, len(s))
			}
		}
	})
}

// FuzzWords holds that every token lies inside the text, at borders of characters, whatever the bytes are.
func FuzzWords(f *testing.F) {
	for _, s := range []string{"", "k t p", "Rp15.000", "𝗞𝗧𝗣", "\xff\xfe", "a\u200b", "0812-0000-4417", "s3lf!e", "1.2.3,4", "”“\"", "k.t.p. 5", "ptk eifles lauj", "ǝᴉɟlǝs dʇʞ", "k*p s-e-l", "jual \u202eptk\u202c", "ktpselfie nik35"} {
		f.Add(s)
	}
	v := compile(f)
	f.Fuzz(func(t *testing.T, s string) {
		inside := func(start, end int) bool {
			return start >= 0 && start <= end && end <= len(s) && border(s, start) && border(s, end)
		}
		for _, w := range words(v, s) {
			if !inside(w.start, w.end) {
				t.Fatalf("token at %d..%d of %q", w.start, w.end, s)
			}
		}
	})
}

// border reports whether no character of s is cut at i.
func border(s string, i int) bool { return i == len(s) || !utf8.ValidString(s) || utf8.RuneStart(s[i]) }
