package rules

import (
	"bytes"
	_ "embed"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

//go:embed data/regions.csv
var regionsCSV []byte

// lastBook is the code book in force; a code whose last book is older is retired.
const lastBook = 2025

// Region is a province (code of 2 digits), a regency or city (4) or a district (6) of the Indonesian civil registry.
type Region struct {
	Code      string
	Name      string // "" for a district: only the codes of districts are kept
	FirstBook int    // year of the first code book that holds the code; 2018 stands for 2018 and before
	LastBook  int    // year of the last one
}

// Retired reports whether the code is no longer given out. Numbers that were issued under it stay valid for life.
func (r Region) Retired() bool { return r.LastBook < lastBook }

// Regions is the union of all code books since 2018: splits and renumberings never re-issue a population number, so
// retired codes stay alive in people's papers. It does not change after loading and is safe for concurrent use.
type Regions struct {
	byCode map[string]Region
}

// LoadRegions reads the embedded table and checks that it is whole.
func LoadRegions() (*Regions, error) {
	s, err := ReadRegions(bytes.NewReader(regionsCSV))
	if err != nil {
		return nil, err
	}
	for digits, want := range map[int]int{2: 38, 4: 540, 6: 7879} {
		got := 0
		for code := range s.byCode {
			if len(code) == digits {
				got++
			}
		}
		if got != want {
			return nil, fmt.Errorf("%d region codes of %d digits, want %d", got, digits, want)
		}
	}
	return s, nil
}

// ReadRegions reads a table in the form of data/regions.csv: every code well formed and given once, every parent
// present, every span of books in order.
func ReadRegions(r io.Reader) (*Regions, error) {
	cr := csv.NewReader(r)
	cr.Comment = '#'
	cr.FieldsPerRecord = 5
	if _, err := cr.Read(); err != nil {
		return nil, fmt.Errorf("read header: %w", err)
	}
	s := &Regions{byCode: make(map[string]Region, 8500)}
	for {
		rec, err := cr.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("read row: %w", err)
		}
		reg := Region{Code: rec[0], Name: rec[1]}
		if reg.Name == "" || (len(reg.Code) != 2 && len(reg.Code) != 4) {
			return nil, fmt.Errorf("region %q: want a code of 2 or 4 digits and a name", reg.Code)
		}
		if reg.FirstBook, reg.LastBook, err = parseBooks(rec[2], rec[3]); err != nil {
			return nil, fmt.Errorf("region %s: %w", reg.Code, err)
		}
		if err := s.add(reg); err != nil {
			return nil, err
		}
		if len(reg.Code) == 2 && rec[4] != "" {
			return nil, fmt.Errorf("region %s: a province has no districts of its own", reg.Code)
		}
		for span := range strings.FieldsSeq(rec[4]) {
			if err := s.addDistricts(reg, span); err != nil {
				return nil, fmt.Errorf("region %s: districts %q: %w", reg.Code, span, err)
			}
		}
	}
	return s, nil
}

// addDistricts adds "01", "01-33" or "01-33@2018:2022".
func (s *Regions) addDistricts(parent Region, span string) error {
	span, books, own := strings.Cut(span, "@")
	d := Region{FirstBook: parent.FirstBook, LastBook: parent.LastBook}
	if own {
		first, last, _ := strings.Cut(books, ":")
		var err error
		if d.FirstBook, d.LastBook, err = parseBooks(first, last); err != nil {
			return err
		}
	}
	from, to, isRange := strings.Cut(span, "-")
	if !isRange {
		to = from
	}
	a, errA := strconv.Atoi(from)
	b, errB := strconv.Atoi(to)
	if errA != nil || errB != nil || len(from) != 2 || len(to) != 2 || a > b {
		return errors.New("want two digits or a range of them")
	}
	for n := a; n <= b; n++ {
		d.Code = fmt.Sprintf("%s%02d", parent.Code, n)
		if err := s.add(d); err != nil {
			return err
		}
	}
	return nil
}

func (s *Regions) add(r Region) error {
	for _, c := range []byte(r.Code) {
		if c < '0' || c > '9' {
			return fmt.Errorf("region %q: not a number", r.Code)
		}
	}
	if _, dup := s.byCode[r.Code]; dup {
		return fmt.Errorf("region %s: given twice", r.Code)
	}
	if len(r.Code) > 2 {
		if _, ok := s.byCode[r.Code[:len(r.Code)-2]]; !ok {
			return fmt.Errorf("region %s: its parent is missing or stands below it", r.Code)
		}
	}
	s.byCode[r.Code] = r
	return nil
}

func parseBooks(first, last string) (int, int, error) {
	f, errF := strconv.Atoi(first)
	l, errL := strconv.Atoi(last)
	if errF != nil || errL != nil || f < 2018 || l > lastBook || f > l {
		return 0, 0, fmt.Errorf("books %q to %q: want years from 2018 to %d in order", first, last, lastBook)
	}
	return f, l, nil
}

// Lookup finds a province, regency or district by its code of 2, 4 or 6 digits.
func (s *Regions) Lookup(code string) (Region, bool) {
	r, ok := s.byCode[code]
	return r, ok
}

// Province returns the province of any code or number that begins with it.
func (s *Regions) Province(code string) (Region, bool) {
	if len(code) < 2 {
		return Region{}, false
	}
	return s.Lookup(code[:2])
}
