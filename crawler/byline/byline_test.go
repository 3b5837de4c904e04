package byline

import "testing"

func TestIsName(t *testing.T) {
	for line, want := range map[string]bool{
		"Mbok Rah, bumbu dapur": true, "Kakak kelas XI-4": true, "A***i": true, "studio.mentahan": true, "N. L. Puspa": true,
		"Azka (murid baru!)": true, "Apakah bisa diwakilkan?": false, "1. Beri tanda air": false, "Rp85.000": false,
		"Biaya yang perlu dibayar": false, "Terima kasih banyak, semuanya lancar.": false,
	} {
		if got := IsName(line); got != want {
			t.Errorf("%q: %v", line, got)
		}
	}
}
