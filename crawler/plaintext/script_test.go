package plaintext_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ronda/crawler/plaintext"
)

func TestState(t *testing.T) {
	for script, want := range map[string][]string{
		`{"nama":"Tas","harga":5}`:                                        {"nama: Tas", "harga: 5"},
		`window.__NUXT__={nama:"Tas",harga:5};run()`:                      {"nama: Tas", "harga: 5"},
		`window['__S'] = {'nama': 'Tas "A"', isi: [{n:'it\'s'}], a:!0,};`: {`nama: Tas "A"`, "n: it's", "a: true"},
		`window.s={a:"\x41b",b:hitung,c:-1.5}`:                            {"a: Ab", "c: -1.5"},
		`window.s={a:"kata`:                                               {"a: kata"},
		`{"a":"1","b":"2","c":"3","d":"4",,"nama":"Budi"`:                 {"a: 1", "b: 2", "c: 3", "d: 4"},
		`window.s=window.s||[];`:                                          nil,
		`{"a":"x={y","b":"z"}`:                                            {"a: x={y", "b: z"},
		`window.s=function(){return {a:"kata"}}`:                          nil,
		`window.s={a:`:                                                    nil,
	} {
		var got []string
		for _, b := range plaintext.State([]byte(script)) {
			got = append(got, b.Text)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", script, diff)
		}
	}
}

// FuzzState holds that JSON is read the same whether it stands by itself or is assigned, and that no script makes it panic.
func FuzzState(f *testing.F) {
	for _, seed := range []string{`{"a":["b\"",1e+5,true,null],"c":{}}`, `[[1,2],["x","y"]]`, `{"a":'b\`, `{a:"`, `[-.$,!0,]`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		got := plaintext.State(append([]byte("window.s="), data...))
		data = bytes.TrimSpace(data)
		if !json.Valid(data) || data[0] != '{' && data[0] != '[' {
			return
		}
		if diff := cmp.Diff(plaintext.State(data), got); diff != "" {
			t.Errorf("%s (-alone +assigned)\n%s", data, diff)
		}
	})
}
