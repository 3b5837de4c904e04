package flint

import "math/rand/v2"

// A family card is a landscape A4 page, 297 mm by 210 mm.
const pageWide, pageHigh = 297.0, 210.0

// A memberRow is what the two tables of a family card say of one person.
type memberRow struct{ first, second []string }

func household(r *rand.Rand, n int, home region) (rows []memberRow, head person) {
	for i := range n {
		q := somebody(r)
		q.home = home
		kin, married := "ANAK", "BELUM KAWIN"
		switch i {
		case 0:
			kin, married, head = "KEPALA KELUARGA", "KAWIN", q
		case 1:
			kin, married = "ISTRI", "KAWIN"
		}
		day := q.day
		if q.woman {
			day += 40
		}
		rows = append(rows, memberRow{
			[]string{q.name, number(r, home, day, q.month, q.year), q.sex(), q.place, q.birth, faith(r), pick(r, "SLTA/SEDERAJAT", "TAMAT SD", "DIPLOMA IV/STRATA I", "SLTP/SEDERAJAT"), job(r)},
			[]string{married, kin, "WNI", "-", "-", somebody(r).name, somebody(r).name},
		})
	}
	return rows, head
}

// family is the family card: bluish security paper with signatures, or since 2020 a plain page with a code.
func (p *plate) family(plain bool) (digitsAt [4]float64) {
	r := p.r
	if plain {
		p.ground(rgb(0xfdfdfc), rgb(pick[uint32](r, 0xffffff, 0xf4f4f2, 0xfaf8f0)), 1)
	} else {
		base := rgb(pick[uint32](r, 0xc4e0ea, 0xb8dce4, 0xcce4ec, 0xbcd8e8, 0xc0e4e0, 0xd0e0f0))
		p.ground(mix(base, rgb(0xffffff), 0.35), base, between(r, 0, 1))
		p.waves(thin(0x6aa8c0, between(r, 0.15, 0.4)), between(r, 3, 5), between(r, 2, 6), between(r, 60, 160))
		if chance(r, 0.6) {
			p.eagle(pageWide/2, 105, between(r, 34, 46), thin(0x5890b0, between(r, 0.08, 0.2)), thin(0x5890b0, 0.1))
		}
		if chance(r, 0.7) {
			p.frame(4, 4, pageWide-4, pageHigh-4, between(r, 0.8, 2.5), thin(0x5890b0, 0.6))
		}
	}
	c, home := p.print(), pick(r, regions...)
	rows, head := household(r, pick(r, 2, 3, 3, 4, 4, 4, 5, 5, 6, 7, 8), home)
	dy := between(r, -3, 2)
	left, right := between(r, 8, 13), pageWide-between(r, 8, 13)
	p.eagle(between(r, 20, 30), 16+dy, between(r, 8, 10), rgb(pick[uint32](r, 0xb08a28, 0x303030, 0x9a7a30)), rgb(0xc03030))
	title := style{face: bold, size: between(r, 9, 12), ink: c, anchor: 0.5}
	mid := pageWide/2 + between(r, -4, 4)
	p.say(mid, 16+dy, "KARTU KELUARGA", title)
	no := title.of(pick(r, bold, bold, medium), between(r, 5.5, 7.5))
	wide := p.say(mid, 24.5+dy, "No. "+number(r, home, 1+r.IntN(28), 1+r.IntN(12), 2006+r.IntN(18)), no)
	digitsAt = [4]float64{mid - wide/2 + no.size, 18.5 + dy, mid + wide/2 + 1, 26.5 + dy}
	if !plain {
		p.say(right, 13+dy, "No. "+digits(r, 8, 0, 9), no.of(regular, 4).right())
	}
	label := style{face: pick(r, regular, medium), size: between(r, 3.3, 3.9), ink: c}
	b := block{x: left + 2, y: 31.5 + dy, pitch: between(r, 3.8, 4.3), colon: left + between(r, 34, 42), right: 150, label: label, value: label.of(pick(r, label.face, bold), label.size)}
	p.block(b, []line{{"Nama Kepala Keluarga", head.name}, {"Alamat", street(r)}, {"RT/RW", "00" + digits(r, 1, 1, 9) + "/00" + digits(r, 1, 1, 9)}, {"Kode Pos", "99" + digits(r, 3, 0, 9)}})
	b.x = between(r, 180, 196)
	b.colon, b.right = b.x+between(r, 28, 34), right
	low := p.block(b, []line{{"Desa/Kelurahan", village(r)}, {"Kecamatan", village(r)}, {"Kabupaten/Kota", home.regency}, {"Provinsi", home.province}})

	low = p.tables(left, right, max(low-1.5, between(r, 44, 47)), c, rows)
	p.familyFoot(left, right, low, c, plain, head)
	return digitsAt
}

// tables are ten lines of who they are, and below ten lines of how they belong together.
func (p *plate) tables(left, right, top float64, c ink, rows []memberRow) (low float64) {
	r := p.r
	g := grid{
		cols:  []float64{7, about(r, 58, 0.1), about(r, 36, 0.1), about(r, 24, 0.1), about(r, 32, 0.1), about(r, 24, 0.1), about(r, 21, 0.1), about(r, 38, 0.1), about(r, 38, 0.1)},
		heads: []string{"No", "Nama Lengkap", "NIK", "Jenis Kelamin", "Tempat Lahir", "Tanggal Lahir", "Agama", "Pendidikan", "Jenis Pekerjaan"},
		high:  between(r, 4.5, 5.1), headHigh: between(r, 7, 9), ruled: 10, line: mix(c, rgb(0xffffff), between(r, 0, 0.35)), head: thin(pick[uint32](r, 0xffffff, 0xa0b8c8, 0xd0d0d0), between(r, 0, 0.5)),
		thick: between(r, 0.3, 0.65), centred: 99, numbered: chance(r, 0.7),
	}
	g.text = style{face: pick(r, regular, medium), size: between(r, 2.9, 3.4), ink: c}
	g.title = g.text.of(pick(r, bold, medium), g.text.size)
	blood := chance(r, 0.5)
	if blood {
		g.cols, g.heads = append(g.cols, 16), append(g.heads, "Gol. Darah")
	}
	first, second := [][]string{}, [][]string{}
	spare := pick(r, "", "", "-")
	for i := range 10 {
		n := []string{string([]byte("1234567891")[i : i+1])}
		if i == 9 {
			n[0] = "10"
		}
		if i < len(rows) {
			a := append(append([]string{}, n...), rows[i].first...)
			first, second = append(first, append(a, pick(r, "A", "O", "TIDAK TAHU"))), append(second, append(append([]string{}, n...), rows[i].second...))
			continue
		}
		for range 9 {
			n = append(n, spare)
		}
		first, second = append(first, n), append(second, n)
	}
	low = p.grid(left, top, right-left, g, first)

	g.cols = []float64{7, about(r, 32, 0.1), about(r, 36, 0.1), about(r, 28, 0.1), about(r, 34, 0.1), about(r, 34, 0.1), about(r, 48, 0.1), about(r, 48, 0.1)}
	g.heads = []string{"No", "Status Perkawinan", "Status Hubungan", "Kewarganegaraan", "", "", "", ""}
	top = low + between(r, 2, 4.5)
	low = p.grid(left, top, right-left, g, second)
	sum, at := 0.0, [9]float64{}
	for i, v := range g.cols {
		sum += v
		at[i+1] = sum
	}
	// The papers of foreigners and the parents have a head of their own over two columns.
	small := g.title.of(g.title.face, g.title.size*0.9).centred()
	for i, group := range [][3]string{{"Dokumen Imigrasi", "No. Paspor", "No. KITAP"}, {"Nama Orang Tua", "Ayah", "Ibu"}} {
		share := (right - left) / sum
		x0, x1, x2 := left+at[4+2*i]*share, left+at[5+2*i]*share, left+at[6+2*i]*share
		p.rect(x0, top+g.headHigh*0.45, x2, top+g.headHigh*0.45+g.thick, g.line)
		p.say(x1, top+g.headHigh*0.38, group[0], small)
		p.say((x0+x1)/2, top+g.headHigh*0.9, group[1], small)
		p.say((x1+x2)/2, top+g.headHigh*0.9, group[2], small)
	}
	return low
}

func (p *plate) familyFoot(left, right, low float64, c ink, plain bool, head person) {
	r := p.r
	s := style{face: regular, size: between(r, 3.2, 3.7), ink: c}
	y := low + between(r, 5, 7)
	b := block{x: left + 2, y: y, pitch: 4, colon: left + 32, right: left + 70, label: s, value: s}
	p.block(b, []line{{"Dikeluarkan Tanggal", someDate(r, 2006, 2024)}, {"LEMBAR", "I. Kepala Keluarga"}, {"", "II. RT"}, {"", "III. Desa/Kelurahan"}, {"", "IV. Kecamatan"}})
	bottom := min(pageHigh-8, y+between(r, 25, 30))
	mid, end := pageWide*between(r, 0.42, 0.5), right-between(r, 38, 50)
	p.say(mid, y, "KEPALA KELUARGA", s.centred())
	p.say(mid, bottom, head.name, s.of(bold, s.size).centred())
	p.rect(mid-24, bottom+1, mid+24, bottom+1.4, c)
	if chance(r, 0.6) {
		p.signed(mid-14, y+4, 28, bottom-y-8, thin(0x203070, 0.9))
	}
	p.say(end, y, "KEPALA DINAS KEPENDUDUKAN", s.centred().within(80))
	p.say(end, y+4, "DAN PENCATATAN SIPIL", s.centred().within(80))
	if plain {
		side := between(r, 15, 20)
		x := end - side/2
		if chance(r, 0.4) {
			x = right - side - 2
		}
		p.code(x, y+6, min(side, bottom-y-8))
		p.say(end, bottom+1, pick(r, "Drs. CONTOH WIBOWO", "Hj. RATNA CONTOH, M.Si"), s.of(bold, s.size).centred())
		p.say(pageWide/2, pageHigh-3, "Dokumen ini telah ditandatangani secara elektronik menggunakan sertifikat elektronik", s.of(italic, 2.9).centred())
		return
	}
	p.signed(end-16, y+5, 32, bottom-y-9, thin(0x203070, 0.9))
	p.stamped(end-between(r, 12, 22), y+14, between(r, 10, 13), thin(pick[uint32](r, 0x6048a8, 0x5040a0, 0x3858b0), between(r, 0.35, 0.65)))
	p.say(end, bottom, "Drs. CONTOH WIBOWO", s.of(bold, s.size).centred())
	p.say(end, bottom+4, "NIP. "+digits(r, 18, 0, 9), s.centred())
}
