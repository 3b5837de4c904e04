package teach

import (
	"fmt"
	"regexp"
	"strings"

	"ronda/detect/ident"
	"ronda/rules"
)

// longNumbers finds numbers with as many digits as NIK and KK have, however they are grouped.
var longNumbers = regexp.MustCompile(`[0-9](?:[ .-]?[0-9]){15,}`)

// Numbers that CONTRIBUTING's data rule permits in a rule's examples: no district has these codes, no office has issued such serials.
const (
	firstFree, lastFree = "69", "89"
	lastSerial          = "2000"
)

// somebodys returns, for each example of a rule that holds a NIK or KK which may be a person's, what is to be done about it. It
// does not quote the number.
func somebodys(set *rules.Set) (faults []string) {
	for i := range set.Rules {
		r := &set.Rules[i]
		faults = append(faults, ofSomebody(fmt.Sprintf("%s:%d", r.File, r.Line), r.Name, r.Examples)...)
	}
	for i := range set.Sources {
		s := &set.Sources[i]
		faults = append(faults, ofSomebody(fmt.Sprintf("%s:%d", s.File, s.Line), s.Name, s.Examples)...)
	}
	return faults
}

func ofSomebody(place, name string, of rules.Examples) (faults []string) {
	for _, examples := range [][]string{of.Fires, of.Silent} {
		for i, text := range examples {
			for _, found := range longNumbers.FindAllString(text, -1) {
				number := strings.NewReplacer(" ", "", ".", "", "-", "").Replace(found)
				if len(number) != 16 || !ident.Issuable([]byte(number)) {
					continue
				}
				if district, serial := number[4:6], number[12:]; (district < firstFree || district > lastFree) && serial <= lastSerial {
					faults = append(faults, fmt.Sprintf("%s: example %d of %s holds a NIK or KK that may be somebody's (%s**************): "+
						"put a district from %s to %s at digits 5 and 6, or a serial above %s at the end", place, i+1, name, number[:2], firstFree, lastFree, lastSerial))
				}
			}
		}
	}
	return faults
}
