package rules

// Source describes the system that a dump seems to come from, by the names of its columns. It tells whom to ask, not who is
// to blame: names are copied from one system to the next.
type Source struct {
	Name    string             `yaml:"name"`    // "source.siak_like"
	About   string             `yaml:"about"`   // one English sentence for analysts
	Weights Weights            `yaml:"weights"` // what the signal adds to the log-odds; a bare list of columns exposes nobody
	Least   float64            `yaml:"least"`   // the least sum of the columns' weights
	Columns map[string]float64 `yaml:"columns"` // by name, as ColumnName writes it
	// Examples show heads of tables that come from such a system, and some that do not. A source without both does not load.
	Examples Examples `yaml:"examples"`

	File string `yaml:"-"` // where the source stands
	Line int    `yaml:"-"`
}

// ColumnName writes the name of a column in one way: small letters and digits, "_" for all that stands between them.
func ColumnName(s string) string { return string(AppendColumnName(nil, s)) }

// AppendColumnName appends ColumnName(s) to out.
func AppendColumnName(out []byte, s string) []byte {
	gap, from := false, len(out)
	for i := range len(s) {
		c := s[i]
		if 'A' <= c && c <= 'Z' {
			c |= 0x20
		}
		if ('a' > c || c > 'z') && ('0' > c || c > '9') {
			gap = true
			continue
		}
		if gap && len(out) > from {
			out = append(out, '_')
		}
		gap = false
		out = append(out, c)
	}
	return out
}

func (c *checker) source(s *Source, place string) {
	c.concept(s.Name, place)
	if s.About == "" {
		c.fault(place, "source %q has no about: say in one sentence which system it is", s.Name)
	}
	if s.Least <= 0 {
		c.fault(place, "source %q: least must be more than 0", s.Name)
	}
	sum := 0.0
	for name, weight := range s.Columns {
		if ColumnName(name) != name {
			c.fault(place, "source %q: write the column %q as %q", s.Name, name, ColumnName(name))
		}
		if weight <= 0 {
			c.fault(place, "source %q: the column %q needs a weight above 0", s.Name, name)
		}
		sum += weight
	}
	if sum < s.Least {
		c.fault(place, "source %q: all its columns together weigh %.1f, least is %.1f", s.Name, sum, s.Least)
	}
	if len(s.Examples.Fires) == 0 || len(s.Examples.Silent) == 0 {
		c.fault(place, "source %q needs an example that must fire (examples.fires) and one that must not (examples.silent)", s.Name)
	}
}
