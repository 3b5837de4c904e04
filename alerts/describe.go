package alerts

import (
	"net/netip"
	"slices"
	"strings"

	"ronda/detect"
)

// Limits keep a body well below the 20 kB that the Standard Webhooks specification recommends.
const (
	maxSignals   = 16
	maxImages    = 16
	maxTextRunes = 300
)

// Describe says what a finding says. The finding is masked already; texts that come from a page are masked here once more,
// so that a detector's mistake does not get out. URLs are not: a text's mask would tear them apart, so the schema alone stands
// behind their own.
func Describe(f *detect.Finding, mask func(string) string) Data {
	data := Data{
		State: StateOpen, Kind: f.Kind, Score: min(max(f.Score, 0), 1), Severity: f.Severity, Platform: MaskHost(f.Platform, mask),
		URL: f.URL, Part: mask(f.Part), Title: cut(mask(f.Title)), Selfie: f.Selfie,
		Summary:     map[string]string{"id": cut(mask(f.Summary["id"])), "en": cut(mask(f.Summary["en"]))},
		Documents:   append([]string{}, f.Documents...),
		Signals:     append([]detect.Signal{}, f.Signals[:min(len(f.Signals), maxSignals)]...),
		Identifiers: append([]detect.IdentifierCount{}, f.Identifiers...),
		Images:      append([]detect.ImageMatch{}, f.Images[:min(len(f.Images), maxImages)]...),
		FirstSeen:   instant(f.SeenAt), LastSeen: instant(f.SeenAt),
	}
	for i := range data.Signals {
		data.Signals[i].Evidence = mask(data.Signals[i].Evidence)
	}
	slices.Sort(data.Documents)
	data.Documents = slices.Compact(data.Documents)
	for i := range data.Images {
		data.Images[i].Quad = append([][2]int{}, data.Images[i].Quad...) // never null
	}
	return data
}

// MaskHost masks the name of a host, which may be a phone number. An address names a machine, whatever its digits look
// like.
func MaskHost(host string, mask func(string) string) string {
	if _, err := netip.ParseAddrPort(host); err == nil {
		return host
	}
	if _, err := netip.ParseAddr(strings.Trim(host, "[]")); err == nil {
		return host
	}
	const scheme = "https://" // a text's mask would take "toko.zip" for a file
	return strings.TrimPrefix(mask(scheme+host), scheme)
}

func cut(s string) string {
	n := 0
	for i := range s {
		if n++; n > maxTextRunes {
			return s[:i] + "…"
		}
	}
	return s
}
