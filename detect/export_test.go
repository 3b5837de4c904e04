package detect

// Cut sets the sizes of a stream's parts.
func (s *Stream) Cut(first, later int) { s.first, s.later = first, later }

// Judged returns how many bytes of words behind the beginning were judged.
func (s *Stream) Judged() int { return s.judged }
