package marble

import "strings"

var cards = []family{
	{"driving licence", 4, 1.5, 1.66, layout("pale title:INDONESIA,SURAT_IZIN_MENGEMUDI,DRIVING_LICENSE / big:Nomor? big:Gol? / photo fields:Nama,Tempat_Lahir,Gol._Darah,Alamat,Pekerjaan,Provinsi,Berlaku photo?")},
	{"student card", 4, 1.5, 1.66, of("KARTU TANDA MAHASISWA,KARTU MAHASISWA,STUDENT CARD", "UNIVERSITAS NUSA,INSTITUT KARYA,POLITEKNIK MITRA", "Nama,NIM,Fakultas,Program Studi,Tempat/Tgl Lahir,Alamat,Angkatan,Berlaku s/d", 0.97)},
	{"pupil card", 3, 1.5, 1.66, of("KARTU PELAJAR,KARTU TANDA SISWA,KARTU OSIS", "SMA NEGERI 99,SMK KARYA BANGSA,MTs NURUL ILMU", "Nama,NIS/NISN,Tempat/Tgl Lahir,Jenis Kelamin,Alamat,Kelas,Agama,Berlaku", 0.95)},
	{"employee card", 3, 1.5, 1.66, of("KARTU PEGAWAI,ID CARD,KARTU KARYAWAN", "PT MITRA JASA,CV SARANA,DINAS UMUM", "Nama,NIP,Jabatan,Unit Kerja,Gol. Darah,Alamat", 0.97)},
	{"press card", 2, 1.5, 1.66, of("KARTU PERS,PRESS CARD,ID PERS", "WARTA HARIAN,KABAR MEDIA,SUARA WARGA", "Nama,Jabatan,No. ID,Tempat/Tgl Lahir,Alamat,Berlaku s/d", 0.97)},
	{"lecturer card", 2, 1.5, 1.66, of("KARTU DOSEN,KARTU TENAGA PENDIDIK", "UNIVERSITAS NUSA,SEKOLAH TINGGI MUTU", "Nama,NIP/NIDN,Pangkat,Fakultas,Gol. Darah,Alamat,Tgl Lahir", 0.95)},
	{"union card", 3, 1.5, 1.66, of("KARTU TANDA ANGGOTA,KARTU ANGGOTA,KARTU ANGGOTA KOPERASI", "SERIKAT PEKERJA,KOPERASI USAHA,PERSATUAN GURU", "Nama,No. Anggota,Tempat/Tgl Lahir,Jenis Kelamin,Alamat,Kel/Desa,Kecamatan,Agama,Pekerjaan,Berlaku", 0.95)},
	{"party card", 2, 1.5, 1.66, of("KARTU TANDA ANGGOTA,KTA", "PARTAI WARGA,DEWAN PIMPINAN PUSAT,PARTAI KARYA", "Nama,No. KTA,Tempat/Tgl Lahir,Alamat,RT/RW,Kel/Desa,Kecamatan,Kabupaten", 0.9)},
	{"foreign identity card", 4, 1.5, 1.66, layout("pale title:REPUBLIC_OF_ZUBARIA,IDENTITY_CARD,ESTADO_DE_SOLANDA / photo fields:Surname,Name,Sex,Birth_date,Address,Expiry_date,ID_no. chip? / mrz")},
	{"passport page", 3, 1.35, 1.5, layout("pale title:PASPOR,ZUBARIA_PASSPORT,VISA / photo fields:Name,Nationality,Birth_date,Place fields:Sex,Date_of_issue,Expiry_date / mrz")},
	{"visa", 1, 1.4, 1.6, layout("pale title:PASPOR,ZUBARIA_PASSPORT,VISA / photo fields:Name,Nationality,Birth_date,Place fields:Sex,Date_of_issue,Expiry_date / mrz")},
	{"name tag", 1, 1.5, 1.66, layout("deep title:PANITIA,PESERTA,SEMINAR_NASIONAL / logo? big:Nama photo? / lines?")},
	{"health insurance card", 6, 1.5, 1.66, plain("KARTU INDONESIA SEHAT,KARTU PESERTA,KARTU JAMINAN KESEHATAN", "Nomor Kartu,Nama,Alamat,Tanggal Lahir,NIK,Faskes Tingkat I,Kelas Rawat")},
	{"village health card", 3, 1.5, 1.66, plain("KARTU SEHAT DESA,KARTU KELUARGA SEHAT,POSYANDU MAWAR", "Nama,Alamat,Tgl Lahir,Nomor,RT/RW,Gol. Darah")},
	{"social aid card", 3, 1.5, 1.66, plain("KARTU KELUARGA SEJAHTERA,PROGRAM KELUARGA HARAPAN,KARTU INDONESIA PINTAR", "Nama,Nomor Kartu,Alamat,Kecamatan,Berlaku,Nama Sekolah")},
	{"worker insurance card", 3, 1.5, 1.66, plain("KARTU PESERTA,JAMINAN KETENAGAKERJAAN,ASURANSI KERJA", "Nomor KPJ,Nama,Alamat,Tanggal Lahir,Nama Perusahaan")},
	{"patient card", 3, 1.5, 1.66, plain("KARTU BEROBAT,KARTU PASIEN,RS MITRA UMUM", "No. RM,Nama,Tgl Lahir,Alamat,Telp")},
	{"blood donor card", 2, 1.5, 1.66, plain("KARTU DONOR DARAH,UNIT TRANSFUSI DARAH", "Nomor Donor,Nama,Gol. Darah,Alamat,Tgl Lahir,Telp")},
	{"library card", 2, 1.5, 1.66, of("KARTU PERPUSTAKAAN,LIBRARY CARD", "PERPUSTAKAAN UMUM,TAMAN BACA", "Nama,No. Anggota,Alamat,Telp,Berlaku s/d", 0.5)},
	{"gym card", 1, 1.5, 1.66, of("MEMBER CARD,GYM MEMBERSHIP", "FIT STUDIO,KLUB SEHAT", "Nama,ID,Tgl Lahir,Berlaku", 0.4)},
	{"vaccination card", 3, 1.4, 1.66, layout("pale title:SERTIFIKAT_VAKSIN,KARTU_VAKSINASI,KEMENTERIAN / qr fields:Nama,NIK,Tanggal_Lahir,Vaksin,Tempat / table:Dosis,Tgl,Nama_Vaksin,Kode@3?")},
	{"loyalty card", 2, 1.5, 1.66, layout("deep title:MEMBER_CARD,POIN_HEMAT,KARTU_PARKIR / logo? big:Nomor / rings? / bar? big:Nama")},
	{"bank card", 4, 1.55, 1.62, layout("deep logo? title:BANK_KARYA,DEBIT,e-MITRA / chip logo? / big:debit_test / big:Nama big:Gate? logo?")},
	{"e-money card", 2, 1.55, 1.62, layout("deep logo? title:BANK_KARYA,DEBIT,e-MITRA / chip logo? / big:debit_test / big:Nama big:Gate? logo?")},
	{"business card", 3, 1.5, 1.75, layout("white logo? title:PT_MITRA,CV_SARANA / big:Nama / fields:Jabatan,Alamat,Telp,Mail,Web logo? picture?")},
	{"SIM holder", 1, 1.5, 1.66, layout("deep title:KARTU_PERDANA_4G,KUOTA / chip lines logo? / bar lines?")},
	{"vehicle paper", 3, 1.5, 1.66, layout("pale title:KEPOLISIAN_NEGARA,TANDA_NOMOR_KENDARAAN,No._12345 / fields:Nomor_Registrasi,Nama_Pemilik,Alamat,Merk,Type,Jenis,Model fields:Warna,Bahan_Bakar,No._Rangka,No._Mesin,Berlaku / bar? seal? sign?")},
	{"vehicle book", 2, 1.3, 1.6, layout("pale title:KEPOLISIAN_NEGARA,TANDA_NOMOR_KENDARAAN,No._12345 / fields:Nomor_Registrasi,Nama_Pemilik,Alamat,Merk,Type,Jenis,Model fields:Warna,Bahan_Bakar,No._Rangka,No._Mesin,Berlaku / bar? seal? sign?")},
	{"boarding pass", 2, 1.5, 1.75, layout("pale title:BOARDING_PASS,TIKET_MASUK,KARCIS / fields:Nama,Tanggal,Gate fields:Kursi,Jam,Kelas? qr? / bar lines?")},
	{"ticket", 2, 1.5, 1.75, layout("pale title:BOARDING_PASS,TIKET_MASUK,KARCIS / fields:Nama,Tanggal,Gate fields:Kursi,Jam,Kelas? qr? / bar lines?")},
	{"parking card", 1, 1.5, 1.66, layout("deep title:MEMBER_CARD,POIN_HEMAT,KARTU_PARKIR / logo? big:Nomor / rings? / bar? big:Nama")},
	{"gift voucher", 2, 1.5, 1.75, layout("deep title:VOUCHER_BELANJA,GIFT_CARD,PROMO / big:Harga logo? / lines bar?")},
	{"price tag", 2, 1.4, 1.7, layout("deep title:VOUCHER_BELANJA,GIFT_CARD,PROMO / big:Harga logo? / lines bar?")},
	{"playing card", 1, 1.4, 1.55, layout("white title:7,K,Q? / marks")},
	{"trading card", 2, 1.35, 1.5, layout("deep title:KARTU_HERO,MONSTER / picture columns / big:Skor?")},
	{"card back", 2, 1.5, 1.66, layout("pale stripe / lines / lines logo? qr?")},
	{"blank card", 2, 1.5, 1.66, func(p *plate) { p.ground(p.pale); p.motif(p.pale) }},
	{"pocket calendar", 1, 1.4, 1.66, layout("pale title:KALENDER,JANUARI / grid:day grid:day? picture?")},
	{"warranty card", 2, 1.5, 1.66, plain("KARTU GARANSI,WARRANTY CARD", "Nama Produk,No. Seri,Tgl Pembelian,Nama Toko,Alamat,Nama Pembeli,Telp")},
}

// of draws members' cards with these titles, bodies that issue them and labels; photo is the share with a photo.
func of(titles, bodies, lines string, photo float64) func(p *plate) {
	return func(p *plate) {
		all := []string{one(p.r, labels(bodies)...), one(p.r, labels(titles)...)}
		if p.luck(0.3) {
			all[0], all[1] = all[1], all[0]
		}
		if p.luck(0.4) {
			all = append(all, p.street()+" "+p.place())
		}
		p.member(all[p.r.IntN(2):], labels(lines), p.luck(photo))
	}
}

// member draws titles, lines, mostly a photo, and codes, a signature or a foot, all by lots.
func (p *plate) member(titles, lines []string, photo bool) {
	p.ground(p.pale)
	y, like := p.titled(titles, 3.4, 6.2)
	x0, x1, bottom := p.span(3, 8), p.w-p.span(3, 8), p.h-p.span(2.5, 6)
	if p.luck(0.35) {
		n := p.span(3, 7)
		p.box(0, p.h-n, p.w, p.h, solid(one(p.r, p.accent, p.other)))
		bottom -= n
	}
	if p.luck(0.12) { // a band on one side
		n := p.span(4, 10)
		p.box(0, 0, n, p.h, solid(p.accent))
		x0 += n
	}
	n, code := 3+p.r.IntN(6), p.luck(0.55)
	wide := p.span(17, 30)
	high := min(wide*p.span(1.15, 1.5), bottom-y)
	wide = min(wide, high)
	place := p.r.IntN(5) // left more often than right, where a state's card has it
	if place == 1 && like {
		n, code = min(n, 5), true // a state's card has neither so few lines nor a code
	}
	if !photo {
		place = 3 + p.r.IntN(2)*9
	}
	some := p.some(lines, n, n)
	down := y + p.span(0, max(bottom-y-high, 0))
	switch {
	case place == 2 && p.h > 60: // in the middle, lines beneath
		p.portrait(50-wide/2, y, 50+wide/2, y+high*0.8)
		y += high*0.8 + 1
	case place == 2:
		p.portrait(50-wide/2, down, 50+wide/2, down+high)
		p.fields(some[:len(some)/2], x0, y, 48-wide/2, bottom)
		some, x0 = some[len(some)/2:], 52+wide/2
	case place == 1:
		p.portrait(x1-wide, down, x1, down+high)
		x1 -= wide + p.span(1.5, 5)
	case photo:
		p.portrait(x0, down, x0+wide, down+high)
		x0 += wide + p.span(1.5, 6)
	}
	if p.luck(0.25) { // a large name or number over the lines
		t := p.inked(p.data, p.span(4.5, 7), one(p.r, p.ink, p.accent))
		t.most = x1 - x0
		p.write(t, x0, y, p.said(one(p.r, p.name(), p.number())))
		y += t.size * 1.3
	}
	if code && p.luck(0.5) {
		n := min(p.span(10, 17), bottom-y)
		p.square(x1-n, bottom-n, n, 0x101010)
		if p.luck(0.5) {
			x1 -= n + 2
		} else {
			bottom -= n + 1
		}
	} else if code {
		n := p.span(4, 9)
		wide := min(p.span(25, 70), x1-x0)
		p.barcode(x0, bottom-n, x0+wide, bottom, 0x101010)
		bottom -= n + 1
	}
	end := p.fields(some, x0, y, x1, bottom)
	if room := bottom - end; room > 12 && p.luck(0.5) {
		p.signed(x1-p.span(22, 30), end+0.5, 22, room/6.5)
	}
}

// plain draws cards with a number and lines and no photo.
func plain(titles, lines string) func(p *plate) {
	return func(p *plate) {
		p.ground(one(p.r, p.pale, p.pale, between(p.accent, 0xffffff, 0.5), p.accent))
		if !light(p.pixel(4, p.h/2)) {
			p.ink = 0xffffff
		}
		title := p.some(labels(titles), 1, 2)
		if p.luck(0.2) {
			title = append(title, strings.ToUpper(p.word()+" "+p.word()))
		}
		y, _ := p.titled(title, 3.6, 7)
		x0, x1, bottom := p.span(3, 10), p.w-p.span(3, 12), p.h-p.span(2.5, 8)
		if p.luck(0.4) { // a foot with a call centre
			n := p.span(4, 9)
			p.box(0, p.h-n, p.w, p.h, solid(p.other))
			p.write(p.inked(p.label, n*0.5, onto(p.other)), x0, p.h-n*0.75, p.value("Telp")+"  "+p.value("web"))
			bottom -= n
		}
		switch p.r.IntN(7) {
		case 0, 1:
			p.logo(x1-7, bottom-7, p.span(4, 7), 1)
			x1 -= 15
		case 2, 3, 4:
			n := p.span(10, 18)
			p.square(x1-n, bottom-n, n, 0x101010)
			x1 -= n + 2
		default:
			n := p.span(4, 8)
			p.barcode(x1-p.span(30, 50), bottom-n, x1, bottom, 0x101010)
			bottom -= n + 1
		}
		number := p.inked(p.anyFace(mono, monoBold, bold, medium), p.span(4.5, 9), one(p.r, p.ink, p.ink, p.accent))
		number.most = x1 - x0
		switch p.r.IntN(5) {
		case 0: // over the lines
			p.write(number, x0, y, p.number())
			y += number.size * 1.3
		case 1: // under them
			bottom -= number.size * 1.2
			p.write(number, x0, bottom, p.number())
		}
		p.fields(p.some(labels(lines), 3, 7), x0, y, x1, bottom)
	}
}

// pixel is the colour at a point.
func (p *plate) pixel(x, y float64) uint32 {
	q := p.Pix[p.PixOffset(min(int(x*p.k), p.Rect.Dx()-1), min(int(y*p.k), p.Rect.Dy()-1)):]
	return uint32(q[0])<<16 | uint32(q[1])<<8 | uint32(q[2])
}
