package flint

import (
	"math/rand/v2"
	"slices"

	"ronda/detect/layout/trial/pen"
)

// A lookalike is a family of cards that are no document of ours. Where there are several of a thing, a lot decides.
type lookalike struct {
	name    string
	grounds []uint32
	dark    []uint32 // of the head, the foot and the mark
	heads   [][]string
	photo   string // the sides that a photograph may be at: l, r, c
	numbers string // a large number stands above the lines: its shape, 9 for a digit
	lines   string // labels of what is said of its bearer, "-" for a bare value
	foot    string // what may stand below: b bars, s signatures, c a code, a chip above
}

var cards = []lookalike{
	{"sim", []uint32{0xf0d8dc, 0xe8dcd0, 0xd8e4ee, 0xf4e4c8}, []uint32{0x604020, 0x902020}, [][]string{{"KEPOLISIAN NEGARA REPUBLIK INDONESIA"}, {"SURAT IZIN MENGEMUDI  A", "SURAT IZIN MENGEMUDI  C"}}, "l", "", "Nama,Alamat,,Tempat &,Tgl. Lahir,Pekerjaan,No. SIM,Berlaku s/d", "s"},
	{"sim-smart", []uint32{0xf0d0d0, 0xe8e8ea, 0xf4e0d8}, []uint32{0xb81c24, 0xc42830}, [][]string{{"INDONESIA"}, {"SURAT IZIN MENGEMUDI  DRIVING LICENSE"}}, "l", "9999-9999-999999", "-Nama,-TTL,-Kelamin,-Alamat,-Kecamatan,-Pekerjaan,-Cabang", "s"},
	{"student", []uint32{0xbcdcf0, 0xd0e8d0, 0xf8f0c8, 0xffffff}, []uint32{0x1c4c9c, 0x207040, 0x8c1c2c}, [][]string{{"DINAS PENDIDIKAN", "YAYASAN CONTOH"}, {"SMA NEGERI 99 CONTOH", "UNIVERSITAS CONTOH", "MTS CONTOH MAJU"}, {"KARTU PELAJAR", "KARTU MAHASISWA"}}, "lllr", "", "Nama,NIS,TTL,Kelas,Alamat,Berlaku", "bs"},
	{"employee", []uint32{0xffffff, 0xf4f6f8, 0xdce8f4, 0xe8f0e8}, []uint32{0x1c3c78, 0x00786c, 0xb02828, 0xd06818}, [][]string{{"PT CONTOH SEJAHTERA", "BANK CONTOH", "RS CONTOH MEDIKA"}, {"KARTU PEGAWAI", "EMPLOYEE CARD"}}, "llrc", "", "Nama,NIP,Jabatan,Unit,Gol. Darah", "b "},
	{"member", []uint32{0xffffff, 0xfcf0d0, 0xf8e0e0, 0xdcecdc, 0xd0e4f4}, []uint32{0xc01820, 0x146838, 0x1c4498, 0xe0a818}, [][]string{{"KARTU TANDA ANGGOTA"}, {"KOPERASI CONTOH BERSAMA", "SERIKAT PEKERJA CONTOH", "PARTAI CONTOH RAKYAT"}}, "rrl", "9999.999999", "Nama,TTL,Kelamin,Alamat,Ranting,Cabang", "s"},
	{"press", []uint32{0xffffff, 0xf0f0f0, 0xd0e4f4}, []uint32{0xc01820, 0x1c4498, 0x202428}, [][]string{{"PERS  -  HARIAN CONTOH"}, {"KARTU TANDA PENGENAL WARTAWAN"}}, "llc", "", "Nama,NIP,Jabatan,Wilayah,Berlaku", "cs"},
	{"health", []uint32{0xd8f0d8, 0xe4f4ec, 0xffffff, 0xf8f4d0}, []uint32{0x0c8c48, 0x209858}, [][]string{{"KARTU INDONESIA SEHAT", "BPJS KESEHATAN"}}, "", "", "No. Kartu,Nama,Alamat,Tgl. Lahir,NIK,Faskes Tk. I", "b "},
	{"health-work", []uint32{0xd8ecd0, 0xc4e4f0, 0xffffff}, []uint32{0x1c7c3c, 0x2c8c9c}, [][]string{{"BPJS KETENAGAKERJAAN"}, {"KARTU PESERTA"}}, "", "99 999 999 999", "-Nama,-NIK,-Tgl. Lahir,-Unit", "c "},
	{"vaccine", []uint32{0xffffff, 0xd4e8f8, 0xf8e8e8, 0xd8f0ec}, []uint32{0x1c5ca8, 0xb82030, 0x0c7c80}, [][]string{{"KARTU VAKSINASI COVID-19", "SERTIFIKAT VAKSIN"}}, "", "", "Nama,NIK,Tgl. Lahir,Dosis 1,Dosis 2,Faskes", "c"},
	{"bank", []uint32{0x5080c8, 0xe8d8a0, 0x909aa4, 0xd05c64, 0xa8d0ec, 0xf0e4b0}, []uint32{0x103c88, 0xb01c24, 0x202028}, [][]string{{"BANK CONTOH", "BPD CONTOH"}}, "", "6013 9999 9999 9999", "-Berlaku,-Nama", "a"},
	{"membership", []uint32{0xf4dc78, 0xffffff, 0xd4e8f8, 0xf0c8d8, 0xd8d0f0}, []uint32{0xb01c50, 0x1c4498, 0x287838, 0x604020}, [][]string{{"MEMBER CARD", "KARTU PERPUSTAKAAN", "TOKO CONTOH"}}, "", "9999 9999", "-Nama,-Berlaku", "b"},
	{"aid", []uint32{0xf4e0e0, 0xf0f0f0, 0xf8ecd0}, []uint32{0xd01c24, 0xb81820}, [][]string{{"KARTU KELUARGA SEJAHTERA", "KARTU INDONESIA PINTAR"}, {"KEMENTERIAN SOSIAL REPUBLIK INDONESIA"}}, "", "6013 9999 9999 9999", "-Nama", " a"},
	{"patient", []uint32{0xd0ecec, 0xf4f4d8, 0xf8dce4, 0xffffff}, []uint32{0x0c7c80, 0x287838, 0x1c5ca8}, [][]string{{"RUMAH SAKIT CONTOH", "PUSKESMAS CONTOH"}, {"KARTU BEROBAT", "KARTU PASIEN"}}, "", "99-99-99", "Nama,Tgl. Lahir,Alamat,Telepon", "b "},
}

// Card draws a card that is none of the documents, width pixels wide but never above 640. Corners are clear.
func Card(r *rand.Rand, width float64) pen.Flat {
	l := pick(r, cards...)
	p := newPlate(r, cardWide, about(r, cardHigh, 0.03), width)
	p.card(&l)
	p.worn(false)
	p.cut(between(r, 2, 3.6))
	return pen.Flat{Image: p.RGBA, Name: l.name}
}

func (p *plate) card(l *lookalike) {
	r := p.r
	base, dark := rgb(pick(r, l.grounds...)), rgb(pick(r, l.dark...))
	p.ground(mix(base, rgb(0xffffff), between(r, 0.2, 0.7)), base, between(r, 0, 1))
	if chance(r, 0.6) {
		p.waves(thin(pick[uint32](r, 0xffffff, 0x6090c0, 0xb09060, 0x70a080), between(r, 0.1, 0.35)), between(r, 1.2, 2.5), between(r, 0.8, 3), between(r, 15, 60))
	}
	if chance(r, 0.35) {
		p.swoosh(thin(l.dark[0], 0.8), between(r, 46, 50), between(r, 44, 50), between(r, -3, 3))
	}
	s := style{face: pick(r, regular, medium, bold), size: between(r, 2.7, 3.2), ink: p.print()}
	top := p.cardHead(l, dark, s)
	b := block{x: between(r, 5, 8), y: top + 5.5, right: p.w - 4, label: s, value: s}
	b.pitch = between(r, 3.3, 4.2)
	if l.photo != "" {
		w := between(r, 16, 21)
		x, y := between(r, 4, 6), top+between(r, 1.5, 3)
		h := min(w*between(r, 1.2, 1.35), p.h-y-2.5)
		switch l.photo[r.IntN(len(l.photo))] {
		case 'l':
			b.x = x + w + between(r, 3, 5)
		case 'r':
			x = p.w - w - x
			b.right = x - 2
		default: // its bearer's name below and no lines
			x, h = p.w/2-w/2, min(h, 24)
			p.say(p.w/2, y+h+4.5, somebody(r).name, s.of(bold, 3.8).centred())
			b.pitch = 0
		}
		p.portrait(x, y, x+w, y+h, rgb(pick[uint32](r, 0xc03838, 0x3a70b8, 0xd8dce0, l.dark[0])))
	}
	if l.foot[0] == 'c' {
		side := between(r, 15, 19)
		x := pick(r, p.w-side-5, b.x)
		p.code(x, between(r, 24, 30), side)
		if x == b.x {
			b.x += side + 4
		} else if l.photo == "" {
			b.right = x - 3
		}
	}
	if l.numbers != "" && b.pitch > 0 {
		size := min(between(r, 4.5, 6), (b.right-b.x)/float64(len(l.numbers))*1.7)
		if l.photo == "" { // a chip or nothing is above it
			b.y = max(b.y, between(r, 24, 29))
		}
		p.say(b.x, b.y+1, shaped(r, l.numbers), s.of(pick(r, bold, monoBold), size))
		b.y += 6
	}
	if b.pitch > 0 {
		lines := bearer(r, l.lines)
		b.colon = b.x + between(r, 15, 18)
		if l.lines[0] == '-' {
			b.colon = b.x - 0.55*s.size
		}
		b.pitch = min(b.pitch, (p.h-8-b.y)/float64(len(lines)))
		p.cardFoot(pick(r, []byte(l.foot)...), b, p.block(b, lines))
	}
}

// cardHead sets a mark and the lines beside it over a dark or a ruled head, and returns where it ends.
func (p *plate) cardHead(l *lookalike, dark ink, s style) (low float64) {
	r := p.r
	low, s.face, s.ink = between(r, 11, 15), bold, mix(dark, black, 0.4)
	if chance(r, 0.5) {
		p.rect(0, 0, p.w, low, dark)
		s.ink = rgb(0xffffff)
	} else if chance(r, 0.6) {
		p.rect(3, low-0.8, p.w-3, low-0.3, dark)
	}
	left := chance(r, 0.75)
	x, at := 8.0, pick(r, 15, 15, p.w/2)
	if !left {
		x, at = p.w-8, pick(r, 5, p.w/2)
	}
	p.seal(x, low/2, 4.4, rgb(pick[uint32](r, 0xc09020, 0x2050a0, 0x208040)))
	if at > 20 {
		s.anchor = 0.5
	}
	for i, h := range l.heads {
		size := 4.8 - 0.55*float64(len(l.heads)) - 0.2*float64(i)
		p.say(at, (low+size)/2+(float64(i)-float64(len(l.heads)-1)/2)*size*1.15-0.5, pick(r, h...), s.of(bold, size).within(58))
	}
	return low
}

func (p *plate) cardFoot(kind byte, b block, end float64) {
	switch end = min(end, p.h-8); kind {
	case 'b':
		p.bars(b.x+2, end, min(b.right-2, b.x+between(p.r, 26, 38)), end+6)
	case 's':
		for i, who := range []string{"Ketua,", "Bendahara,"} {
			x := b.x + 3 + 24*float64(i)
			p.say(x, end+1.5, who, b.label.of(regular, 2.4))
			p.signed(x, end+1.5, 13, 5, thin(0x203070, 0.9))
		}
	case 'a':
		p.rect(8, 15.5, 17, 21.5, rgb(0xd8b860))
		p.frame(8, 15.5, 17, 21.5, 0.4, rgb(0x806020))
		p.disc(70, 45, 5, 5, thin(0xe02020, 0.9))
		p.disc(76, 45, 5, 5, thin(0xf0a020, 0.85))
	}
}

// shaped puts digits in the place of nines but for those at the head of a card's number, which make it nobody's.
func shaped(r *rand.Rand, shape string) string {
	b := []byte(shape)
	for i, c := range b {
		if c == '9' && (i > 6 || b[0] != '6') {
			b[i] = byte('0' + r.IntN(10))
		}
	}
	return string(b)
}

// bearer says what the labels ask of somebody; at times the last is left out.
func bearer(r *rand.Rand, labels string) (lines []line) {
	who := somebody(r)
	known := []line{
		{"Nama", who.name},
		{"Alamat", street(r)},
		{"TTL", who.place + ", " + who.birth},
		{"Tempat &", who.place},
		{"Tgl. Lahir", who.birth},
		{"Kelamin", who.sex()},
		{"Pekerjaan", job(r)},
		{"Jabatan", pick(r, "STAF", "OPERATOR", "REDAKTUR")},
		{"Unit", pick(r, "PRODUKSI", "PT CONTOH", "GUDANG")},
		{"Gol. Darah", blood(r)},
		{"Kelas", pick(r, "X IPA 1", "XII TKJ")},
		{"Agama", faith(r)},
		{"Cabang", who.home.regency},
		{"Wilayah", who.home.province},
		{"NIK", who.nik},
		{"No. Kartu", "999" + digits(r, 10, 0, 9)},
		{"Faskes Tk. I", "PUSKESMAS CONTOH"},
		{"Faskes", "RS CONTOH"},
		{"Telepon", "0899-0000-" + digits(r, 4, 0, 9)},
		{"NIP", "99" + digits(r, 7, 0, 9)},
		{"NIS", digits(r, 6, 0, 9)},
		{"No. SIM", digits(r, 12, 0, 9)},
		{"Berlaku", someDate(r, 2024, 2029)},
		{"Berlaku s/d", someDate(r, 2014, 2024)},
		{"Dosis 1", someDate(r, 2021, 2021)},
		{"Dosis 2", someDate(r, 2021, 2022)},
	}
	for _, label := range fields(labels) {
		l := line{label, village(r)}
		bare := label != "" && label[0] == '-'
		if bare {
			l.label = label[1:]
		}
		if i := slices.IndexFunc(known, func(k line) bool { return k.label == l.label }); i >= 0 {
			l.value = known[i].value
		}
		if bare {
			l.label = ""
		}
		lines = append(lines, l)
	}
	return lines[:max(min(len(lines), 4), len(lines)-r.IntN(2))]
}
