package layout

import "ronda/detect/picture"

// selfie reports whether a face is shown beside or behind a document.
func selfie(*picture.Picture, []Match) bool { return false }
