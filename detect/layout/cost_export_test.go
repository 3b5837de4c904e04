package layout

import "ronda/detect/picture"

// SelfieOf is the last step of Recognise.
func (r *Recogniser) SelfieOf(p *picture.Picture, matches []Match) bool { return r.selfie(p, matches) }
