package plaintext_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ronda/crawler/plaintext"
)

// stateOf is what is read of one JSON body or one program.
func stateOf(script string, program bool) (lines []string) {
	scripts := [][]byte{[]byte(script)}
	blocks := plaintext.State(scripts, nil)
	if program {
		blocks = plaintext.State(nil, scripts)
	}
	for _, b := range blocks {
		lines = append(lines, b.Text)
	}
	return lines
}

func TestStateOfJSON(t *testing.T) {
	for body, want := range map[string][]string{
		`{"nama":"Tas","harga":5}`:                        {"nama: Tas", "harga: 5"},
		`{"a":"1","b":"2","c":"3","d":"4",,"nama":"Budi"`: {"a: 1", "b: 2", "c: 3", "d: 4"},
		`{"a":"x={y","b":"z"}`:                            {"a: x={y", "b: z"},
		"\uFEFF" + `{"judul":"Jual KTP"}`:                 {"judul: Jual KTP"},
		`<!--{"judul":"Jual KTP","u":"a={b:1}"}-->`:       {"judul: Jual KTP", "u: a={b:1}"},
		`"teks Jual KTP"`:                                 {"teks Jual KTP"},
		`{"a":"kata","nik":32717`:                         {"a: kata"}, // cut
		`{"a":"kata","nik":"32717`:                        {"a: kata"},
		`window.s={a:1}`:                                  nil,
	} {
		if diff := cmp.Diff(want, stateOf(body, false)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", body, diff)
		}
	}
}

func TestStateOfPrograms(t *testing.T) {
	for script, want := range map[string][]string{
		`window.__NUXT__={nama:"Tas",harga:5};run()`:                      {"nama: Tas", "harga: 5"},
		`window['__S'] = {'nama': 'Tas "A"', isi: [{n:'it\'s'}], a:!0,};`: {`nama: Tas "A"`, "n: it's", "a: true"},
		`window.s=window.s||[];`:                                          nil,
		`window.s=function(){return hitung({a:"kata"})}`:                  nil,
		`{"nama":"Tas"}`: nil,

		// Where the data stands.
		`"use strict";/* toko */window.s={a:1}`:                                  {"a: 1"},
		"<!--\n// toko\nwindow.s={a:1}\n//-->":                                   {"a: 1"},
		`window["a=b"]={a:1}`:                                                    {"a: 1"},
		`window.a=window["b"].c={a:1}`:                                           {"a: 1"},
		`window.a={a:1};window.b=[{b:2}],self.c={c:3}`:                           {"a: 1", "b: 2", "c: 3"},
		`window.` + strings.Repeat("nama", 50) + `={a:1}`:                        {"a: 1"},
		`globalThis.s/* data */= // data` + "\n" + `{a:1}`:                       {"a: 1"},
		`var page="toko",n;var m='x';let k=-5` + "\n" + `const c=!0;var s={a:1}`: nil, // n has no value
		`var page="toko";var m='x';let k=-5` + "\n" + `const c=!0;var s={a:1}`:   {"a: 1"},
		`window.user=null;var n=undefined;window.s={a:1}`:                        {"a: 1"},
		`window.a="x"+f({b:2});window.s={a:1}`:                                   nil,
		`windows.s={a:1}`:                                                        nil,
		`window.s==={a:1}`:                                                       nil,
		`window.s={};for(;;);window.t={a:1}`:                                     nil,
		`window.s=(function(a){return {a:1}})`:                                   {"a: 1"},
		`window.s=(function(a,b){return {x:a,y:[{z:b}],w:a}}("kata",.5))`:        {"x: kata", "z: 0.5", "w: kata"},
		`window.s=function(a){return[{x:a},{y:b}]}({n:1}),window.t={u:2}`:        {"n: 1", "u: 2"},
		`window.s=(function(a,b){return {x:1,y:a,z:b}}(1,"Bu`:                    {"x: 1", "y: 1"},
		`window.s=(function(a,b){return {x:a,y:b}}("kata",a))`:                   {"x: kata"}, // a is another one there
		`window.s=(function(a,b){a.x=b;return a}({},"kata"))`:                    nil,

		// Values.
		`window.s={a:.5,b:-.5,c:5.,d:-1.5,e:1e+5,f:0x1F,g:010,h:1_000,i:1/0,j:+5,k:5n,l:2}`:    {"a: 0.5", "b: -0.5", "c: 5", "d: -1.5", "e: 1e+5", "l: 2"},
		`window.s={a:void 0,b:undefined,c:new Date(5),d:"x"+f("y",{z:1}),e:[1].map(x=>x),f:2}`: {"f: 2"},
		`window.s={a(){return "kata"},get b(){return 1},c,...d,[e]:1,async f(){},5:6,"g h":7}`: {"5: 6", "g h: 7"},
		`window.s={/* satu */a:1,// dua` + "\n" + `b:2/* tiga */}`:                             {"a: 1", "b: 2"},
		`window.s={a:[[1,,2],["x",,]]}`:                                                        {"1\t\t2", "x\t"},
		`window.s={a:f(/"/),b:1}`:                                                              nil, // marks in it are none of strings
		"window.s={a:`kata`,b:`${x}/y`,c:1}":                                                   {"a: kata", "c: 1"},
		"window.s={a:1,b:`${x?`'`:``}`,c:',d:2,e:'}":                                           {"a: 1"},

		// Strings.
		`window.s={a:"\x41\u0042\u{43}\u{1F600}",b:'\-\$5\é'}`: {"a: ABC😀", "b: -$5é"},
		`window.s={a:"x\0y\vz` + "\tw" + `"}`:                  {"a: x y z w"},
		"window.s={a:'kata\\\r\nkata\\\nkata'}":                {"a: katakatakata"},
		`window.s={a:"\ud83d\ude00\/\"\\",b:"\x4\u{zz}\u12"}`:  {`a: 😀/"\`, "b: x4u{zz}u12"},

		// What is cut.
		`window.s={a:"kata`:                nil,
		`window.s={a:`:                     nil,
		`window.s={a:1,nik:32717`:          {"a: 1"},
		`window.s={a:1,nik:"32717`:         {"a: 1"},
		`window.s={a:1,nik:"32717\`:        {"a: 1"},
		"window.s={a:1,b:'kata\nc:2,d:'x'": {"a: 1"},
		`window.s={a:1}]}`:                 {"a: 1"},
		`window.s={a:1]`:                   {"a: 1"},
	} {
		if diff := cmp.Diff(want, stateOf(script, true)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", script, diff)
		}
	}
}

// TestStateIsBounded holds that no script uses up the room of the others, that code uses up none, and that all have an end.
func TestStateIsBounded(t *testing.T) {
	large := `window.i18n={` + strings.Repeat(`k:"kata",`, 50_000) + `}`
	last := `window.s={judul:"Tas"}`
	for _, scripts := range [][]string{
		{large, last},
		{`window.cfg={a:1};` + strings.Repeat("f(1);", 500_000), last},
		{`window.app={a:function(){` + strings.Repeat("f(1);", 500_000) + `}}`, last},
		{`window.s=(function(a){return [` + strings.Repeat("a,", 50_000) + `]}("` + strings.Repeat("kata ", 10_000) + `"))`, last},
	} {
		var programs [][]byte
		for _, s := range scripts {
			programs = append(programs, []byte(s))
		}
		blocks := plaintext.State(nil, programs)
		if n := len(blocks); n == 0 || blocks[n-1].Text != "judul: Tas" {
			t.Errorf("%.40s: the last of %d lines is not what stands behind it", scripts[0], n)
		}
		programs = slices.Repeat(programs, 100)
		size := 0
		for _, b := range plaintext.State(programs, programs) {
			size += len(b.Text)
		}
		if size > 2<<20 {
			t.Errorf("%.40s: %d bytes of text", scripts[0], size)
		}
	}
}

// FuzzState holds that JSON is read the same whether it stands by itself or is assigned, that what is cut gives nothing that the whole does
// not, and that no script makes it panic.
func FuzzState(f *testing.F) {
	for _, seed := range []string{
		`{"a":["b\"",1e+5,true,null],"c":{}}`, `[[1,2],["x","y"]]`, `{"\u0041\ud83d\ude00":"\\\/\b\f\n\r\t","b":-0.5E-7}`, ` { "a" : [ ] , "b" : [ { } ] } `,
		`[{"nama":"Tas","harga":5},{"nama":"Topi","harga":6}]`, `["satu","dua","tiga",["empat",false]]`, `{"a/b":"//","c":"/*","d":"${e}","f":"'"}`,
		`{"nik":3271068501900001,"aktif":true}`, `{"a":'b\`, `{a:"`, `[-.$,!0,]`, "(function(a){return [a]}(`b`))", "{a(){/\"/},b:`${`c`}`}", `{a:"\u{`,
	} {
		f.Add([]byte(seed), uint(len(seed)*2/3))
	}
	f.Fuzz(func(t *testing.T, data []byte, cut uint) {
		data = bytes.TrimSpace(data)
		part := data[:cut%uint(len(data)+1)]
		got, cutGot := stateOf("window.s="+string(data), true), stateOf("window.s="+string(part), true)
		if !json.Valid(data) || data[0] != '{' && data[0] != '[' {
			return
		}
		want, cutWant := stateOf(string(data), false), stateOf(string(part), false)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-alone +assigned)\n%s", data, diff)
		}
		for _, lines := range [][]string{cutWant, cutGot} {
			if len(lines) > len(want) || !slices.Equal(lines, want[:len(lines)]) {
				t.Errorf("%s: %q, and cut to %s %q", data, want, part, lines)
			}
		}
	})
}
