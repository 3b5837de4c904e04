package rules_test

import (
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"ronda/rules"
)

const line = `{"id":"a-1","label":"sale","platform":"forum","title":"T","text":"jual","author":"a","why":"w","note":"ignored"}`

func TestReadTexts(t *testing.T) {
	second := strings.Replace(strings.Replace(line, "a-1", "a-2", 1), `"author":"a",`, "", 1)
	texts, err := rules.ReadTexts("x.jsonl", strings.NewReader("\ufeff"+line+"\r\n\r\n"+second))
	if err != nil {
		t.Fatal(err)
	}
	want := []rules.Text{
		{ID: "a-1", Label: "sale", Platform: "forum", Title: "T", Text: "jual", Author: "a", Why: "w", Place: "x.jsonl:1"},
		{ID: "a-2", Label: "sale", Platform: "forum", Title: "T", Text: "jual", Why: "w", Place: "x.jsonl:3"},
	}
	if !slices.Equal(texts, want) {
		t.Errorf("texts %+v", texts)
	}
	if texts, err := rules.ReadTexts("x.jsonl", strings.NewReader("")); len(texts) != 0 || err != nil {
		t.Errorf("an empty file has %d texts, error %v", len(texts), err)
	}
}

// TestBrokenTexts holds that each fault names file and line, and repeats nothing of the text.
func TestBrokenTexts(t *testing.T) {
	for _, tt := range []struct{ name, old, new, want string }{
		{"no id", `"id":"a-1",`, "", "x.jsonl:2: id and label are needed"},
		{"no label", `"label":"sale",`, "", "x.jsonl:2: id and label are needed"},
		{"unknown label", `"label":"sale"`, `"label":"offer"`, `x.jsonl:2: label "offer" is none of sale, forgery, exposure, solicitation, none`},
		{"long label", `"label":"sale"`, `"label":"` + strings.Repeat("x", 100) + `"`, strings.Repeat("x", 40) + "…"},
		{"platform that is no word", `"platform":"forum"`, `"platform":"Kaskus Forum"`, `x.jsonl:2: platform "Kaskus Forum": want a word`},
		{"nothing to judge", `"title":"T","text":"jual"`, `"title":" ","text":"\n"`, "x.jsonl:2: neither title nor text has a word"},
		{"number for a text", `"text":"jual"`, `"text":3507`, "x.jsonl:2: text has to be a text in quotation marks; here it is another value (number)"},
		{"list", line, "[" + line + "]", "x.jsonl:2: want an object {...} (here: array)"},
		{"cut", line, line[:30], "x.jsonl:2: not JSON at byte 30: unexpected end of JSON input"},
		{"two objects", line, line + line, "x.jsonl:2: not JSON at byte"},
		{"too long", `"text":"jual"`, `"text":"` + strings.Repeat("jual ", 1<<20) + `"`, "x.jsonl:2: the line is longer than 4 MB"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			broken := strings.Replace(line, tt.old, tt.new, 1)
			texts, err := rules.ReadTexts("x.jsonl", strings.NewReader(strings.Replace(line, "a-1", "a-0", 1)+"\n"+broken+"\n"))
			if err == nil || !strings.Contains(err.Error(), tt.want) || texts != nil {
				t.Errorf("%d texts, error %v; want one with %q", len(texts), err, tt.want)
			}
		})
	}
}

func TestManyFaults(t *testing.T) {
	_, err := rules.ReadTexts("x.jsonl", strings.NewReader(strings.Repeat("{}\n", 25)))
	if err == nil || strings.Count(err.Error(), "\n") != 10 || !strings.Contains(err.Error(), "x.jsonl:10:") || !strings.HasSuffix(err.Error(), "and 15 more faults") {
		t.Errorf("error %v", err)
	}
}

func TestReadCorpusRefuses(t *testing.T) {
	for name, tt := range map[string]struct{ second, want string }{
		"an id again":  {line, `b.jsonl:1: the id "a-1" is already given (a.jsonl:1)`},
		"no author":    {strings.Replace(strings.Replace(line, "a-1", "b-1", 1), `"author":"a",`, "", 1), "b.jsonl:1: author is needed"},
		"broken lines": {"{", "b.jsonl:1: not JSON"},
	} {
		_, err := rules.ReadCorpus(fstest.MapFS{"a.jsonl": {Data: []byte(line)}, "b.jsonl": {Data: []byte(tt.second)}})
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: error %v, want one with %q", name, err, tt.want)
		}
	}
}

// repository reads the texts of the repository, those that are held out included.
func repository(tb testing.TB) []rules.Text {
	tb.Helper()
	var all []rules.Text
	for _, folder := range []string{"corpus", "corpus/heldout", "corpus/unseen", "corpus/pages", "corpus/everyday", "corpus/forgery", "corpus/honest"} {
		texts, err := rules.ReadCorpus(os.DirFS(folder))
		if err != nil {
			tb.Fatal(err)
		}
		all = append(all, texts...)
	}
	return all
}

func TestCorpusPlatforms(t *testing.T) {
	for _, text := range repository(t) {
		if !slices.Contains(rules.Platforms(), text.Platform) {
			t.Errorf("%s: platform %q is none of %v", text.Place, text.Platform, rules.Platforms())
		}
	}
	if err := rules.CheckIDs(repository(t)); err != nil {
		t.Error(err)
	}
}

// FuzzReadTexts holds that any bytes give texts or an error that is short, and never a panic.
func FuzzReadTexts(f *testing.F) {
	f.Add([]byte(line))
	f.Add([]byte("\ufeff{}\r\n[1]"))
	f.Fuzz(func(t *testing.T, data []byte) {
		texts, err := rules.ReadTexts("x.jsonl", strings.NewReader(string(data)))
		if err != nil && (texts != nil || len(err.Error()) > 4000) {
			t.Errorf("%d texts, error of %d bytes", len(texts), len(err.Error()))
		}
		for _, text := range texts {
			if text.ID == "" || !slices.Contains(rules.Kinds(), text.Label) {
				t.Errorf("text %+v", text)
			}
		}
	})
}
