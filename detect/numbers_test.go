package detect_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"ronda/detect"
)

func TestIdentifierCounts(t *testing.T) {
	d := newDetector(t)
	for _, tt := range []struct {
		name, text string
		want       []detect.IdentifierCount
	}{
		{"licence", "No. SIM: 9417-2068-351907\nSIM C 94172068351908", []detect.IdentifierCount{{Type: "sim", Count: 2}}},
		{"SIM card", "nomor sim card 94172068351908", nil},
		{"health insurance", "No. BPJS 9992047183561, noka: 9992047183562", []detect.IdentifierCount{{Type: "bpjs", Count: 2}}},
		{"passport", "Paspor: Z1234567 dan Z 7654321", []detect.IdentifierCount{{Type: "passport", Count: 2}}},
		{
			"lines for machines", "P<IDNSANTOSO<<BUDI<<<<<<<<<<<<<<<<<<<<<<<<<<<<\nZ1234567<1IDN9001011M3001019<<<<<<<<<<<<<<04",
			[]detect.IdentifierCount{{Type: "passport", Count: 1}},
		},
		{
			"a column of passports", "nama,paspor,hp\nBUDI,Z1234567,081200004417\nSITI,Z1234568,081200004418\nADI,Z1234569,081200004419",
			[]detect.IdentifierCount{{Type: "passport", Count: 3}, {Type: "phone", Count: 3}},
		},
		{"phones", "WA 0812-0000-4417 / +62 812 0000 4417 / wa.me/6281200004418", []detect.IdentifierCount{{Type: "phone", Count: 2}}},
		{"blanks", "blangko ktp, no seri 1234567890123, seri 1234567890123", []detect.IdentifierCount{{Type: "blank_serial", Count: 1}}},
		{"letters in a number", "NIK 35O777O1O19O3OOl, NIK 3507770101903001", []detect.IdentifierCount{{Type: "nik", Count: 1, Regions: []string{"3507"}}}},
	} {
		if diff := cmp.Diff(tt.want, d.Detect(textListing(tt.text)).Identifiers); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}
