package canary

import (
	"fmt"
	"net/url"
	"strings"
)

// A canary is a value that belongs to nobody, planted to see whether it comes out anywhere. Its kinds are those of values
// that lead to a person.
type canary struct {
	kind   string
	text   string   // as people write it
	digits string   // of a number: what every spelling of it has in common; "" for the others
	forms  []string // every spelling that was planted, and what else would tell whose it is
	place  string   // where it was planted first
}

// spelled notes one more spelling and returns it.
func (c *canary) spelled(form string) string {
	c.forms = append(c.forms, form)
	return form
}

// Kinds of canaries.
const (
	nik      = "nik"
	kk       = "kk"
	npwp     = "npwp"
	phone    = "phone"
	mail     = "mail"
	handle   = "handle"
	passport = "passport"
	bpjs     = "bpjs"
	card     = "card"
)

var canaryKinds = []string{nik, kk, npwp, phone, mail, handle, passport, bpjs, card}

// numbers are the kinds of which a host name can hold the value without further ado.
var numbers = []string{nik, kk, npwp, phone, passport, bpjs, card}

// testCards are numbers that payment services publish for tests.
var testCards = []string{
	"4242424242424242", "4000056655665556", "5555555555554444", "2223003122003222", "5200828282828210", "5105105105105100",
	"6011111111111117", "6011000990139424", "30569309025904", "3566002020360505", "6200000000000005", "4012888888881881",
	"4111111111111111", "378282246310005",
}

// newCanary makes the i-th value of a kind by the rules of CONTRIBUTING.md.
func newCanary(kind string, i int) *canary {
	c := &canary{kind: kind}
	switch kind {
	case nik: // district 77, which there is not; serial above 2000
		c.digits = fmt.Sprintf("357877%02d%02d%02d%04d", 1+i%28, 1+i%12, 70+i%30, 2001+i)
		c.text = c.digits
	case kk:
		c.digits = fmt.Sprintf("317379%02d%02d%02d%04d", 1+i%28, 1+i%12, 10+i%10, 2601+i)
		c.text = c.digits
	case npwp: // tax office 99x
		d := fmt.Sprintf("74%06d", 120+137*i)
		sum := 0
		for k := range d {
			v := int(d[k] - '0')
			if k%2 == 1 {
				if v *= 2; v > 9 {
					v -= 9
				}
			}
			sum += v
		}
		c.digits = fmt.Sprintf("%s%d99%d000", d, (10-sum%10)%10, i%10)
		c.text = "0" + c.digits // the form of sixteen digits
		if i%2 == 0 {
			n := c.digits
			c.text = n[:2] + "." + n[2:5] + "." + n[5:8] + "." + n[8:9] + "-" + n[9:12] + "." + n[12:]
		}
	case phone:
		c.digits = fmt.Sprintf("8%02d0000%04d", 11+i%80, 1000+13*i)
		d := c.digits
		c.text = []string{"0" + d, "0" + d[:3] + "-" + d[3:7] + "-" + d[7:], "+62 " + d[:3] + " " + d[3:7] + " " + d[7:], "62" + d, "(0" + d[:3] + ") " + d[3:7] + "." + d[7:]}[i%5]
	case mail:
		name := fmt.Sprintf("kenari.pos%03d", i)
		c.text = name + "@surat.example"
		c.forms = append(c.forms, name)
	case handle:
		c.text = "kenari_q" + string(rune('a'+i/26%26)) + string(rune('a'+i%26))
	case passport:
		c.text = fmt.Sprintf("Z%07d", 4100000+(7919*i)%800000)
	case bpjs:
		c.digits = fmt.Sprintf("999%010d", 1200345678+7907*i)
		c.text = c.digits
	case card:
		c.digits = testCards[i%len(testCards)]
		c.text = c.digits
	}
	c.forms = append(c.forms, c.text)
	return c
}

// plain is the value as one word, for places that take no spaces.
func (c *canary) plain() string {
	switch {
	case c.kind == phone:
		return c.spelled("0" + c.digits)
	case c.digits != "":
		return c.spelled(c.digits)
	}
	return c.text
}

// named is the value with the word that people put before it.
func (c *canary) named() string {
	switch c.kind {
	case phone:
		return "WA " + c.text
	case mail:
		return "surel " + c.text
	case handle:
		return "@" + c.text
	case passport:
		return "paspor " + c.text
	case card:
		return "kartu " + c.text
	}
	return strings.ToUpper(c.kind) + " " + c.text
}

// segment is the value as it stands in a URL's path. A handle stands where sites put people.
func (c *canary) segment() string {
	switch c.kind {
	case handle:
		return "u/" + c.text
	case mail:
		return c.text
	}
	return c.plain()
}

// parameter is the value as it stands in a query.
func (c *canary) parameter() string {
	key := map[string]string{phone: "hp", mail: "surel", handle: "user", card: "kartu"}[c.kind]
	if key == "" {
		key = c.kind
	}
	return key + "=" + url.QueryEscape(c.text)
}

// grouped writes a value with a separator between its groups.
func (c *canary) grouped(separator string, size int) string {
	s := c.text
	if c.digits != "" {
		s = c.plain()
	}
	if c.kind == mail || c.kind == handle {
		return c.named()
	}
	if c.kind == passport { // grouped only behind its label
		return "paspor " + c.spelled(s[:1]+separator+s[1:])
	}
	var b strings.Builder
	for i := 0; i < len(s); i += size {
		if i > 0 {
			b.WriteString(separator)
		}
		b.WriteString(s[i:min(i+size, len(s))])
	}
	return c.spelled(b.String())
}

// digitsAs writes every digit with f.
func (c *canary) digitsAs(f func(d int) string) string {
	if c.kind == mail || c.kind == handle {
		return c.named()
	}
	var b strings.Builder
	for _, r := range c.plain() {
		if r >= '0' && r <= '9' {
			b.WriteString(f(int(r - '0')))
		} else {
			b.WriteRune(r)
		}
	}
	return c.spelled(b.String())
}
