package brush

import (
	"bytes"
	"image"
	"image/jpeg"
	"image/png"
	"math"
	"math/rand/v2"
	"sync"
)

// A develop tells how the light of a frame becomes a picture.
type develop struct {
	blur, motion    float64 // pixels
	gain            [3]float64
	vignette, noise float64
	slopeX, slopeY  float64 // light that falls off across the frame
	contrast        float64
	did             []string
}

// newDevelop chooses a camera's ways, or, flat, those of a scanner: no lens, little noise.
func newDevelop(r *rand.Rand, flat bool) develop {
	d := develop{gain: [3]float64{1, 1, 1}, contrast: within(r, 0.92, 1.1), noise: within(r, 0.001, 0.006)}
	for k := range d.gain {
		d.gain[k] = within(r, 0.96, 1.04)
	}
	if !flat {
		e := within(r, 0.75, 1.15)
		warm := within(r, -0.12, 0.12)
		d.gain[0], d.gain[1], d.gain[2] = d.gain[0]*e*(1+warm), d.gain[1]*e, d.gain[2]*e*(1-warm)
		d.vignette, d.noise, d.blur = within(r, 0, 0.35), within(r, 0.003, 0.02), within(r, 0.2, 0.8)
		d.slopeX, d.slopeY = within(r, -0.45, 0.45), within(r, -0.4, 0.4)
		d.faults(r)
	}
	return d
}

// faults are what spoils a photograph: one in three has one.
func (d *develop) faults(r *rand.Rand) {
	scale := func(k float64) {
		for c := range d.gain {
			d.gain[c] *= k
		}
	}
	switch r.IntN(15) {
	case 0:
		d.blur = within(r, 1, 2.4)
		d.did = append(d.did, "blur")
	case 1:
		d.motion = within(r, 1.2, 3)
		d.did = append(d.did, "motion")
	case 2:
		for c := range d.gain {
			d.gain[c] *= within(r, 0.65, 1.15)
		}
		d.did = append(d.did, "cast")
	case 3:
		scale(within(r, 0.2, 0.45))
		d.did = append(d.did, "dark")
	case 4:
		d.noise = within(r, 0.03, 0.07)
		d.did = append(d.did, "noise")
	}
}

// grain is normal noise, made once.
var grain = sync.OnceValue(func() []float32 {
	r := rand.New(rand.NewPCG(3, 5))
	out := make([]float32, 1<<16)
	for i := range out {
		out[i] = float32(r.NormFloat64())
	}
	return out
})

// picture develops the frame. The light's slope, the vignette and shot noise apply to light, the tone curve after them.
func (f *frame) picture(r *rand.Rand, d develop) *image.RGBA {
	k := max(0.5, float64(max(f.w, f.h))/1000) // the same lens on more pixels
	if d.blur*k > 0.25 {
		f.soften(d.blur*k, d.blur*k)
	}
	if d.motion > 0 {
		f.soften(d.motion*k, 0)
	}
	img := image.NewRGBA(image.Rect(0, 0, f.w, f.h))
	t, g := tone(), grain()
	from, contrast := r.IntN(len(g)), float32(d.contrast)
	gain := rgb{float32(d.gain[0]), float32(d.gain[1]), float32(d.gain[2])}
	for y := range f.h {
		v := (float64(y)+0.5)/float64(f.h) - 0.5
		from = (from*1103515245 + 12345 + y*7919) & 0xffff
		for x := range f.w {
			u := (float64(x)+0.5)/float64(f.w) - 0.5
			k := (1 + d.slopeX*u + d.slopeY*v) * (1 - d.vignette*(u*u+v*v)*2)
			i := y*f.w + x
			p := &f.px[i]
			rough := float32(d.noise * math.Sqrt(0.03+float64(max(0, p[1]))*k))
			for c := range 3 {
				l := p[c]*float32(k)*gain[c] + rough*g[(from+3*x+c)&0xffff]
				l = 0.18 + (l-0.18)*contrast
				if l < 0 { // not min and max: with floats they are slow
					l = 0
				} else if l > 1 {
					l = 1
				}
				img.Pix[4*i+c] = t.encoded[int(4095*l)]
			}
			img.Pix[4*i+3] = 255
		}
	}
	return img
}

// soften blurs along and across by weights of a bell, as an open lens or a shaking hand does.
func (f *frame) soften(sx, sy float64) {
	line := make([]rgb, max(f.w, f.h))
	run := func(start, step, n int, bell []float32) {
		m := len(bell) / 2
		for i := range n {
			line[i] = f.px[start+i*step]
		}
		for i := range n {
			var s rgb
			for k, wt := range bell {
				p := &line[min(n-1, max(0, i+k-m))]
				s[0] += p[0] * wt
				s[1] += p[1] * wt
				s[2] += p[2] * wt
			}
			f.px[start+i*step] = s
		}
	}
	if sx > 0 {
		for y := range f.h {
			run(y*f.w, 1, f.w, bell(sx))
		}
	}
	if sy > 0 {
		b := bell(sy)
		for x := range f.w {
			run(x, f.w, f.h, b)
		}
	}
}

func bell(s float64) []float32 {
	m := int(math.Ceil(2.2 * s))
	out := make([]float32, 2*m+1)
	sum := float32(0)
	for i := range out {
		x := float64(i-m) / s
		out[i] = float32(math.Exp(-x * x / 2))
		sum += out[i]
	}
	for i := range out {
		out[i] /= sum
	}
	return out
}

// encode writes a JPEG, or a PNG where quality is 0.
func encode(img image.Image, quality int) []byte {
	var b bytes.Buffer
	if quality == 0 {
		e := png.Encoder{CompressionLevel: png.BestSpeed}
		if err := e.Encode(&b, img); err != nil {
			panic(err) // a picture in memory into a buffer
		}
		return b.Bytes()
	}
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: quality}); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// oriented puts an EXIF orientation into a JPEG.
func oriented(data []byte, orientation byte) []byte {
	app := []byte("\xff\xe1\x00\x22Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00")
	app[29] = orientation
	return append(append(append([]byte{}, data[:2]...), app...), data[2:]...)
}
