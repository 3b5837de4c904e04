package lexis_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"ronda/detect/lexis"
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

// TestFold: a character reads as Latin small letters or digits, or says what else it is.
func TestFold(t *testing.T) {
	v := compile(t)
	for kind, characters := range map[lexis.Kind]map[string]string{
		lexis.Letter:  {"K": "k", "é": "e", "𝗞": "k", "Ｋ": "k", "К": "k", "Η": "h", "η": "n", "ﬁ": "fi", "🅺": "k", "ʞ": "k"},
		lexis.Digit:   {"7": "7", "٧": "7", "𝟕": "7", "７": "7"},
		lexis.Symbol:  {"🪪": "🪪"},
		lexis.Ignored: {"\u200b": "", "\u0301": ""},
		lexis.Newline: {"\u2028": ""},
		lexis.Space:   {"\u2800": "", "\u3000": ""},
		lexis.Punct:   {"…": "", "\xff": ""},
	} {
		for in, want := range characters {
			got, gotKind, size := v.Folds.Fold(nil, in+"x")
			if string(got) != want || gotKind != kind || size != len(in) {
				t.Errorf("%q folds to %q, kind %d, %d bytes; want %q, %d, %d", in, got, gotKind, size, want, kind, len(in))
			}
		}
	}
	if r, _ := utf8.DecodeRuneInString("ʞ"); !v.Folds.At(r).Turned {
		t.Error("a turned letter does not say so")
	}
}

// TestBuiltInsComeFirst: the concepts that are read have the numbers that their constants say.
func TestBuiltInsComeFirst(t *testing.T) {
	v := compile(t)
	for c, name := range map[lexis.Concept]string{
		lexis.Money: "number.money", lexis.SmallAmount: "number.small", lexis.PlainNumber: "number.plain", lexis.LargeNumber: "number.large",
		lexis.LongNumber: "number.long", lexis.HiddenNumber: "number.hidden", lexis.Phone: "contact.phone", lexis.Link: "contact.link",
		lexis.Name: "contact.name", lexis.Question: "mark.question",
	} {
		if v.Names[c] != name || v.Concepts[name] != c {
			t.Errorf("concept %d is %s, %s is %d", c, v.Names[c], name, v.Concepts[name])
		}
	}
}

// TestLookup: which word of the lists one in disguise is, each way by itself.
func TestLookup(t *testing.T) {
	v := compile(t)
	for _, tt := range []struct {
		name, in, want string
		find           func([]byte) int32
	}{
		{"as it is", "ktp", "ktp", v.Lookup},
		{"digits for letters", "s3lf1e", "selfie", v.Lookup},
		{"a clitic", "paspornya", "paspor", v.Lookup},
		{"twice", "foto2", "foto", v.Lookup},
		{"stretched", "freshhh", "fresh", v.Lookup},
		{"a digit too many", "ka3tepe", "katepe", v.Leet},
		{"a star", "s*lfie", "selfie", v.Censored},
		{"a prefix", "ktpx", "ktp", v.LongestPrefix},
		{"none", "sogan", "", v.Lookup},
		{"no disguise", "ktp", "", v.Leet},
		{"another letter", "s*lfia", "", v.Censored},
	} {
		got := ""
		if id := tt.find([]byte(tt.in)); id != lexis.Unknown {
			got = v.Spelling[id]
		}
		if got != tt.want {
			t.Errorf("%s: %q is %q, want %q", tt.name, tt.in, got, tt.want)
		}
	}
}

// TestUnglue cuts words where one ends and the next begins.
func TestUnglue(t *testing.T) {
	v := compile(t)
	for in, want := range map[string]string{
		"ktpselfie": "ktp selfie", "readyktp": "ready ktp", "jualktpselfie": "jual ktp selfie", "teknik": "", "sogan": "",
	} {
		parts, n := v.Unglue([]byte(in))
		var got []string
		rest := in
		for _, size := range parts[:n] {
			got, rest = append(got, rest[:size]), rest[size:]
		}
		if strings.Join(got, " ") != want || n > 0 && rest != "" {
			t.Errorf("%q is %q and %q, want %q", in, got, rest, want)
		}
	}
	for in, want := range map[string]int{"ktp5rb": 3, "nik3507": 3, "ktp5x": 0, "sogan5": 0, "ktp": 0} {
		if got := v.Numbered([]byte(in)); got != want {
			t.Errorf("%q begins with %d letters of a word, want %d", in, got, want)
		}
	}
}

// TestAddPlain: plain words have numbers of their own, in the order in which they were added; what may be a word of the lists in
// disguise is none.
func TestAddPlain(t *testing.T) {
	v := compile(t)
	for _, w := range []string{"", "ktp", "paspornya", "freshhh", "ktpselfie", "eifles", "Batik", "b4tik", strings.Repeat("ab", lexis.MaxWord)} {
		if id := v.AddPlain(w); id != lexis.Unknown {
			t.Errorf("%q became plain word %d", w, id)
		}
	}
	rnd := rand.New(rand.NewPCG(1, 2))
	added := map[string]int32{}
	for i := range 20_000 {
		w := fmt.Sprintf("w%cx%cv%c%c", 'a'+rune(rnd.IntN(26)), 'a'+rune(rnd.IntN(26)), 'a'+rune(rnd.IntN(26)), 'a'+rune(i%26))
		id := v.AddPlain(w)
		if before, again := added[w]; again && before != id {
			t.Fatalf("%q has the numbers %d and %d", w, before, id)
		}
		added[w] = id
	}
	known := 0
	for w, id := range added {
		if got := v.Plain.Find([]byte(w)); got != id {
			t.Fatalf("%q is found as %d, want %d", w, got, id)
		}
		if id != lexis.Unknown {
			known++
			if v.PlainWords[id] != w {
				t.Fatalf("word %d is %q, want %q", id, v.PlainWords[id], w)
			}
		}
		if got := v.Plain.Find([]byte(w + "q")); got != lexis.Unknown {
			t.Fatalf("%qq was never added and is %d", w, got)
		}
	}
	if known != len(v.PlainWords) || known < len(added)/2 {
		t.Errorf("%d of %d words became plain ones, %d are listed", known, len(added), len(v.PlainWords))
	}
}

// TestFollow goes along a phrase and asks which lists hold it.
func TestFollow(t *testing.T) {
	v := compile(t)
	at := int32(0)
	for _, w := range []string{"kartu", "keluarga"} {
		id := v.Words.Find([]byte(w))
		if id == lexis.Unknown {
			t.Fatalf("no list knows %q", w)
		}
		if at = v.Follow(at, id); at == 0 {
			t.Fatalf("no phrase goes on with %q", w)
		}
	}
	var lists []string
	for _, c := range v.Ends(at) {
		lists = append(lists, v.Names[c])
	}
	if !strings.Contains(strings.Join(lists, " "), "doc.kk") {
		t.Errorf("the phrase ends lists %q", lists)
	}
}

// TestCompileRefuses holds what a set cannot do without, and what it must not hold.
func TestCompileRefuses(t *testing.T) {
	negation := rules.List{Name: "stance.negation", Words: []string{"tidak"}}
	for _, tt := range []struct {
		lists []rules.List
		want  string
	}{
		{nil, `the list "stance.negation" is missing`},
		{[]rules.List{negation, {Name: "empty", Words: []string{"…"}}}, `list empty: phrase "…" has no letters`},
	} {
		_, err := lexis.Compile(&rules.Set{Lists: tt.lists})
		if err == nil || err.Error() != tt.want {
			t.Errorf("compiles with %v, want %s", err, tt.want)
		}
	}
}
