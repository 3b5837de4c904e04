package picture

import "image"

// PanicDecoding makes every decoder panic with v until the returned function is called.
func PanicDecoding(d *Decoder, v any) (restore func()) {
	d.sniff = func(data []byte) format {
		f := sniff(data)
		f.ways = func(header, []byte, int) []way {
			return []way{{maxMemory, 1, func([]byte) (image.Image, error) { panic(v) }}}
		}
		return f
	}
	return func() { d.sniff = sniff }
}

// Held tells whether memory is still taken.
func Held(d *Decoder) bool {
	if !d.memory.TryAcquire(maxMemory) {
		return true
	}
	d.memory.Release(maxMemory)
	return false
}

// Slack is the share, one in so many, that a picture may be smaller than asked for.
const Slack = slack

// Boxed names the decoder of a file of boxes, "" for none.
func Boxed(data []byte) string {
	if s := boxed(data); s != nil {
		return s.name
	}
	return ""
}

// Known tells whether a file begins like those of a format.
func Known(data []byte) bool { return sniff(data).header != nil }
