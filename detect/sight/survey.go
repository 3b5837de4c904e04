package sight

import (
	"encoding/binary"
	"math"
	"slices"

	"ronda/detect/picture"
)

// Size of a survey's cells, and the channels of one.
const (
	surveyCell     = 4 // pixels of a side
	surveyChannels = 3
)

// What a cell of a survey holds: how strong edges are that run down and that run across, as logarithms, so that what is pale beside what
// is strong still counts, and how light it is.
const (
	surveyDown = iota
	surveyAcross
	surveyLight
)

// A Survey is what the network that proposes places sees of a plane: cell by cell, channel by channel. What is left over of the plane at
// its right and lower border is not in it. It belongs to one goroutine at a time.
type Survey struct {
	Wide, High int
	Cells      []uint8
}

// steep is how many steps of a cell's value a doubling of the strength of edges makes.
const steep = 32

// strengths maps sums of differences over a cell to values.
var strengths = func() (out [surveyCell*surveyCell*255 + 1]uint8) {
	for s := range out {
		out[s] = uint8(min(255, math.Round(steep*math.Log2(1+float64(s)/(surveyCell*surveyCell)))))
	}
	return out
}()

// Sample looks at a plane.
func (v *Survey) Sample(p picture.Plane) {
	v.Wide, v.High = p.W/surveyCell, p.H/surveyCell
	v.Cells = slices.Grow(v.Cells[:0], v.Wide*v.High*surveyChannels)[:v.Wide*v.High*surveyChannels]
	for y := range v.High {
		var rows surveyRows
		for i := range rows {
			rows[i] = p.Pix[min(max(y*surveyCell+i-1, 0), p.H-1)*p.W:][:p.W]
		}
		cells := v.Cells[y*v.Wide*surveyChannels:][:v.Wide*surveyChannels]
		for x := 0; x < v.Wide; {
			if from := x * surveyCell; from > 0 && from+2*surveyCell < p.W {
				down, across, light := rows.pair(from)
				for k := range 2 {
					set(cells[(x+k)*surveyChannels:], down>>(32*k), across>>(32*k), light>>(32*k))
				}
				x += 2
				continue
			}
			down, across, light := rows.one(x * surveyCell)
			set(cells[x*surveyChannels:], down, across, light)
			x++
		}
	}
}

// set writes a cell from sums over it; what of them lies above 32 bits is another's.
func set(cell []uint8, down, across, light uint64) {
	_ = cell[surveyLight]
	cell[surveyDown], cell[surveyAcross], cell[surveyLight] = strengths[uint32(down)], strengths[uint32(across)], uint8(uint32(light)/(surveyCell*surveyCell))
}

// surveyRows are the rows of a row of cells, and those above and below.
type surveyRows [surveyCell + 2][]uint8

// one sums over the cell that begins at a column.
func (rows *surveyRows) one(from int) (down, across, light uint64) {
	for i := range surveyCell {
		above, row, below := rows[i], rows[i+1], rows[i+2]
		for x := from; x < from+surveyCell; x++ {
			left, right := int(row[max(x-1, 0)]), int(row[min(x+1, len(row)-1)])
			down += uint64(max(left-right, right-left))
			across += uint64(max(int(above[x])-int(below[x]), int(below[x])-int(above[x])))
			light += uint64(row[x])
		}
	}
	return down, across, light
}

// lanes masks every second byte: four numbers of 16 bits.
const lanes = 0x00ff00ff00ff00ff

// pair sums over two cells side by side that have a column on either side: over the first in the lower 32 bits of each sum, over the second in the
// upper. Eight pixels are worked on at a time, those of even and of odd columns.
func (rows *surveyRows) pair(from int) (down, across, light uint64) {
	for i := range surveyCell {
		row := rows[i+1][from-1:][:2*surveyCell+2]
		left, at, right := binary.LittleEndian.Uint64(row), binary.LittleEndian.Uint64(row[1:]), binary.LittleEndian.Uint64(row[2:])
		above, below := binary.LittleEndian.Uint64(rows[i][from:]), binary.LittleEndian.Uint64(rows[i+2][from:])
		down += apart(left&lanes, right&lanes) + apart(left>>8&lanes, right>>8&lanes)
		across += apart(above&lanes, below&lanes) + apart(above>>8&lanes, below>>8&lanes)
		light += at&lanes + at>>8&lanes
	}
	const low = 0x0000ffff0000ffff
	return down&low + down>>16&low, across&low + across>>16&low, light&low + light>>16&low
}

// apart returns how far the four numbers of a lie from those of b, all of them below 256.
func apart(a, b uint64) uint64 {
	const one = 0x0001000100010001
	d := a + one<<8 - b     // above 255 where a is not the lesser
	lesser := ^d >> 8 & one // 1 where it is
	return d ^ lesser*0x1ff + lesser - one<<8
}
