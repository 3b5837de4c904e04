package rules_test

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"ronda/rules"
)

// whole is a set with everything that a set needs.
const whole = `bias: {sale: -3}
lists:
  - name: doc.ktp
    words: [ktp]
  - name: offer.sell
    words: [jual]
rules:
  - name: sale.offered
    about: A document is offered.
    weights: {sale: 2}
    needs: [doc.ktp, offer.sell]
    within: 5
    examples:
      fires: [jual ktp]
      silent: [ktp hilang]
`

func TestLoadEmbedded(t *testing.T) {
	set, err := rules.Load()
	if err != nil {
		t.Fatal(err)
	}
	if len(set.Rules) == 0 || len(set.Lists) == 0 || set.Regions == nil || set.Layouts == nil {
		t.Errorf("the embedded set has %d rules, %d lists, regions %v, layouts %v",
			len(set.Rules), len(set.Lists), set.Regions != nil, set.Layouts != nil)
	}
}

// TestFaults holds that each fault is refused and that the message says where it is and what it is.
func TestFaults(t *testing.T) {
	for _, tt := range []struct{ name, old, new, want string }{
		{"unknown key", "    within: 5", "    wihtin: 5", "set.yaml:12: unknown key wihtin: here stand name, about, weights, needs, within, "},
		{"wrong type", "within: 5", "within: near", "set.yaml:12: near is no whole number"},
		{"unknown kind", "{sale: ", "{sales: ", "set.yaml:1: unknown key sales: here stand sale, forgery, exposure, solicitation, offers"},
		{"no number", "{sale: ", "{sale: tinggi, offers: ", "set.yaml:1: tinggi is no number"},
		{"no example that must fire", "      fires: [jual ktp]\n", "", `set.yaml:8: rule "sale.offered" has no example that must fire`},
		{"no example that must stay silent", "      silent: [ktp hilang]\n", "", `set.yaml:8: rule "sale.offered" has no example that must stay silent`},
		{"unknown concept", "doc.ktp, offer.sell]", "doc.ktp, offer.sel]", `"sale.offered" names the concept "offer.sel"`},
		{"name taken", "name: offer.sell", "name: doc.ktp", `set.yaml:5: "doc.ktp" is already defined (set.yaml:3)`},
		{"built-in name taken", "name: offer.sell", "name: number.money", `"number.money" is already defined (built in)`},
		{"no weights", "{sale: 2}", "{}", `rule "sale.offered" has no weights`},
		{"no about", "    about: A document is offered.\n", "", `rule "sale.offered" has no about`},
		{"no words", "words: [jual]", "words: []", `list "offer.sell" has no words`},
		{"unknown voice", "    within: 5", "    within: 5\n    voice: loud", `voice "loud" is none of`},
		{"no bias", "bias: {sale: -3}\n", "", "exactly one file must give the bias"},
		{"not YAML", "rules:", "rules: [", "set.yaml:"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			text := strings.Replace(whole, tt.old, tt.new, 1)
			if text == whole {
				t.Fatalf("%q does not stand in the set", tt.old)
			}
			_, err := rules.LoadFS(fstest.MapFS{"set.yaml": {Data: []byte(text)}})
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want one with %q", err, tt.want)
			}
		})
	}
}

func TestSeveralFiles(t *testing.T) {
	again := strings.Replace(whole, "bias: {sale: -3}\n", "", 1)
	_, err := rules.LoadFS(fstest.MapFS{"a.yaml": {Data: []byte(whole)}, "b.yaml": {Data: []byte(again)}})
	if err == nil || !strings.Contains(err.Error(), `b.yaml:7: rule "sale.offered" is already defined (a.yaml:8)`) {
		t.Errorf("error %v, want one that names both places of the rule", err)
	}
	if _, err := rules.LoadFS(fstest.MapFS{}); err == nil {
		t.Error("a tree without rule files loads")
	}
	if set, err := rules.LoadFS(fstest.MapFS{"a.yml": {Data: []byte(whole)}}); err != nil || len(set.Rules) != 1 {
		t.Errorf("a file named .yml: %v", err)
	}
	if _, err := rules.LoadFS(fstest.MapFS{"a.txt": {Data: []byte(whole)}}); !errors.Is(err, rules.ErrNoFile) {
		t.Errorf("a folder without rules: %v", err)
	}
	if _, err := rules.LoadFS(fstest.MapFS{"a.yaml": {Data: nil}}); err == nil {
		t.Error("an empty rule file loads")
	}
}

// FuzzLoad holds that any bytes give a set or an error, and never a panic.
func FuzzLoad(f *testing.F) {
	f.Add([]byte(whole))
	f.Add([]byte("rules: [{name: x}]"))
	f.Add([]byte("- 1"))
	f.Fuzz(func(t *testing.T, data []byte) {
		set, err := rules.LoadFS(fstest.MapFS{"set.yaml": {Data: data}})
		if (set == nil) == (err == nil) {
			t.Errorf("set %v with error %v", set, err)
		}
	})
}

func TestLoadOwn(t *testing.T) {
	built, err := rules.Load()
	if err != nil {
		t.Fatal(err)
	}
	own, err := rules.LoadOwn(fstest.MapFS{"a.yaml": {Data: []byte(whole)}})
	if err != nil {
		t.Fatal(err)
	}
	if len(own.Rules) != 1 || own.Regions == nil || own.Layouts == nil || own.Learned == nil || own.Learned.Scale != built.Learned.Scale {
		t.Errorf("%d rules, regions %v, layouts %v, learned weights %v", len(own.Rules), own.Regions != nil, own.Layouts != nil, own.Learned != nil)
	}
	if less := own.Without("sale.offered", "no.such"); len(less.Rules) != 0 || len(own.Rules) != 1 || len(less.Lists) != 2 {
		t.Errorf("without its rule the set has %d rules and %d lists, and itself %d rules", len(less.Rules), len(less.Lists), len(own.Rules))
	}
	for name, file := range map[string]string{"learned.gz": "not gzip", "b.yaml": "rules: ["} {
		if _, err := rules.LoadOwn(fstest.MapFS{"a.yaml": {Data: []byte(whole)}, name: {Data: []byte(file)}}); err == nil {
			t.Errorf("a broken %s loads", name)
		}
	}
}
