package rules_test

import (
	"fmt"
	"strings"
	"testing"

	"ronda/rules"
)

func loadRegions(t testing.TB) *rules.Regions {
	t.Helper()
	s, err := rules.LoadRegions()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestRegionsLookup(t *testing.T) {
	s := loadRegions(t)
	for _, tt := range []struct {
		code, name string
		retired    bool
		ok         bool
	}{
		{code: "35", name: "Jawa Timur", ok: true},
		{code: "3507", name: "Kabupaten Malang", ok: true},
		{code: "3573", name: "Kota Malang", ok: true},
		{code: "350733", ok: true},
		{code: "350769"},                                                   // a district that was never given out
		{code: "9101", retired: true, ok: true, name: "Kabupaten Merauke"}, // became 9301
		{code: "9301", ok: true, name: "Kabupaten Merauke"},
		{code: "9601", ok: true, name: "Kabupaten Sorong"},
		{code: "9201", retired: true, ok: true, name: "Kabupaten Sorong"},
		{code: "00"},
		{code: "3599"},
		{code: "350"},
		{code: ""},
	} {
		r, ok := s.Lookup(tt.code)
		if ok != tt.ok || r.Name != tt.name || (ok && (r.Retired() != tt.retired || r.Code != tt.code)) {
			t.Errorf("Lookup(%q) = %+v, %v; want name %q, retired %v, %v", tt.code, r, ok, tt.name, tt.retired, tt.ok)
		}
	}
}

// TestRegionsThatSoundAlike holds the regencies whose names are confused in reports: the code decides.
func TestRegionsThatSoundAlike(t *testing.T) {
	s := loadRegions(t)
	for code, name := range map[string]string{
		"3507": "Kabupaten Malang", "3573": "Kota Malang", "3308": "Kabupaten Magelang", "3371": "Kota Magelang",
		"3271": "Kota Bogor", "3201": "Kabupaten Bogor", "3216": "Kabupaten Bekasi", "3275": "Kota Bekasi",
		"3213": "Kabupaten Subang", "1805": "Kabupaten Tulang Bawang", "1812": "Kabupaten Tulang Bawang Barat",
	} {
		if r, ok := s.Lookup(code); !ok || r.Name != name {
			t.Errorf("Lookup(%s) = %+v, %v; want %s", code, r, ok, name)
		}
	}
}

// TestRegionNamesAreOneOf holds that among the codes in force every full name stands for one regency, and that a name
// without "Kabupaten" or "Kota", of which 26 and more stand for two, is never a name in the table.
func TestRegionNamesAreOneOf(t *testing.T) {
	s := loadRegions(t)
	names, short := map[string]string{}, map[string]int{}
	for n := range 10_000 {
		r, ok := s.Lookup(fmt.Sprintf("%04d", n))
		if !ok {
			continue
		}
		kind, bare, _ := strings.Cut(strings.TrimPrefix(r.Name, "Kota Administrasi "), " ")
		if kind != "Kabupaten" && kind != "Kota" && !strings.HasPrefix(r.Name, "Kota Administrasi ") {
			t.Errorf("%s: the name %q does not say whether it is a kabupaten or a kota", r.Code, r.Name)
		}
		if r.Retired() {
			continue
		}
		if before, ok := names[r.Name]; ok {
			t.Errorf("%s and %s are both named %q", before, r.Code, r.Name)
		}
		names[r.Name] = r.Code
		short[bare]++
	}
	twice := 0
	for _, n := range short {
		if n > 1 {
			twice++
		}
	}
	if twice < 26 {
		t.Errorf("%d names stand for a kabupaten and a kota, want 26 at least", twice)
	}
}

func TestRegionsProvince(t *testing.T) {
	s := loadRegions(t)
	if r, ok := s.Province("350733"); !ok || r.Name != "Jawa Timur" {
		t.Errorf("Province(350733) = %+v, %v", r, ok)
	}
	for _, code := range []string{"", "3", "99", "0812"} {
		if r, ok := s.Province(code); ok {
			t.Errorf("Province(%q) = %+v, want none", code, r)
		}
	}
}

func TestReadRegionsRefuses(t *testing.T) {
	const header = "code,name,first_book,last_book,districts\n"
	for _, tt := range []struct{ name, rows, want string }{
		{"orphan", "3507,Kabupaten Malang,2018,2025,01\n", "parent"},
		{"twice", "35,A,2018,2025,\n35,B,2018,2025,\n", "twice"},
		{"overlapping districts", "35,A,2018,2025,\n3507,B,2018,2025,01-05 05\n", "twice"},
		{"letters", "3O,A,2018,2025,\n", "not a number"},
		{"no name", "35,,2018,2025,\n", "name"},
		{"code of three digits", "350,A,2018,2025,\n", "2 or 4 digits"},
		{"books reversed", "35,A,2025,2018,\n", "in order"},
		{"book of the future", "35,A,2018,2031,\n", "in order"},
		{"district range reversed", "35,A,2018,2025,\n3507,B,2018,2025,05-01\n", "range"},
		{"district not a number", "35,A,2018,2025,\n3507,B,2018,2025,x1\n", "range"},
		{"district of a province", "35,A,2018,2025,01\n", "province"},
		{"missing column", "35,A,2018,2025\n", "fields"},
	} {
		_, err := rules.ReadRegions(strings.NewReader(header + tt.rows))
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: error %v, want one with %q", tt.name, err, tt.want)
		}
	}
	if _, err := rules.ReadRegions(strings.NewReader("")); err == nil {
		t.Error("empty table: no error")
	}
}

func BenchmarkLoadRegions(b *testing.B) {
	for b.Loop() {
		loadRegions(b)
	}
}
