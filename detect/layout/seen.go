package layout

import "ronda/detect/picture"

// seen returns the hashes under which a whole picture is found again.
func seen(*picture.Picture) [][4]uint64 { return nil }
