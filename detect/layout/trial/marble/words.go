package marble

import (
	"fmt"
	"strings"
)

// What pick replaces.
const (
	anyDigit  = '#'
	anyLetter = '@'
)

// pick writes a pattern with digits for # and capitals for @.
func (p *plate) pick(pattern string) string {
	out := []byte(pattern)
	for i, c := range out {
		switch c {
		case anyDigit:
			out[i] = byte('0' + p.r.IntN(10))
		case anyLetter:
			out[i] = byte('A' + p.r.IntN(26))
		}
	}
	return string(out)
}

func (p *plate) list(words string) string { return one(p.r, strings.Fields(words)...) }

func (p *plate) name() string {
	first := p.list("Agus Budi Siti Dewi Rina Joko Putri Andi Wahyu Lestari Hendra Yuni Bayu Ratna Fajar Nur Eka Dimas Tuti Rizal")
	last := p.list("Santoso Wijaya Rahmawati Saputra Hidayat Kusuma Siregar Lubis Pratama Utami Nasution Halim Maulana Setiawan Anggraini")
	if p.luck(0.3) {
		return first + " " + p.pick("@.") + " " + last
	}
	return first + " " + last
}

func (p *plate) place() string {
	return p.list("Bandung Surabaya Medan Padang Solo Malang Bogor Kendal Jambi Manado Ambon Sleman Garut Tegal Kupang Banjar")
}

func (p *plate) word() string {
	return p.list("Data Surat Hasil Bagian Nomor Utama Layanan Peserta Jumlah Bulan Barang Kelas Daftar Kegiatan Masa Terima Umum Pusat Wilayah " +
		"Sarana Program Petugas Rapat Proses Resmi Usaha Warga Ruang Tahun Catatan Pokok Lanjut Mutu Bahan Jasa Produk Karya Mitra")
}

func (p *plate) date() string {
	day, month, year := 1+p.r.IntN(28), 1+p.r.IntN(12), 1960+p.r.IntN(66)
	return fmt.Sprintf(one(p.r, "%02d-%02d-%d", "%02d/%02d/%d", "%02d.%02d.%d"), day, month, year)
}

func (p *plate) money() string {
	return p.pick(one(p.r, "##.000", "1##.#00", "2.###.000", "Rp ##.500", "7#.###,00"))
}

func (p *plate) street() string {
	return p.pick("Jl. "+p.word()+" No. ") + p.pick(one(p.r, "#", "##", "1## B"))
}

// number is a number on a card; where it looks like an identity number its district is one that no place has.
func (p *plate) number() string {
	return p.pick(one(p.r, "9990#########", "327#8#0101959###", "####.####.####", "##-####-####", "@##.###.##", "20#####", "19##0101 20#### 1 00#", "####/@@/20##", "#### #### ####"))
}

// value is what may stand behind a label or under a column's head.
func (p *plate) value(label string) string {
	for _, kind := range []struct {
		of   string
		fill func() string
	}{
		{"test", func() string { return one(p.r, "4111 1111 1111 1111", "5555 5555 5555 4444", "0000 0000 1234 5678") }},
		{"nik", func() string { return p.pick("327#8#0101959###") }},
		{"lahir birth ttl", func() string { return p.place() + ", " + p.date() }},
		{"alamat address domisili", p.street},
		{"nama name pemilik siswa penerima kepada ibu ayah peserta pelanggan", p.name},
		{"telp hp phone", func() string { return p.pick("0812-0000-####") }},
		{"mail web", func() string { return strings.ToLower(p.word()) + "@" + strings.ToLower(p.word()) + ".example" }},
		{"tgl tanggal berlaku date expiry masa", p.date},
		{"harga jumlah total saldo debit kredit gaji potongan rp", p.money},
		{"nilai skor", func() string { return p.pick("##") }},
		{"qty sks jam hadir izin alpa", func() string { return p.pick("#") }},
		{"no. nim nip nis nomor kode id", p.number},
		{"kelamin sex", func() string { return one(p.r, "L", "P", "Laki-laki", "Perempuan") }},
		{"gol", func() string { return one(p.r, "A", "B", "O", "AB") }},
		{"no", func() string { return p.pick("#") }},
	} {
		for of := range strings.FieldsSeq(kind.of) {
			if strings.Contains(strings.ToLower(label), of) {
				return p.said(kind.fill())
			}
		}
	}
	if p.luck(0.5) {
		return p.said(p.word())
	}
	return p.said(p.word() + " " + p.word())
}

// said is words in the letters that the plate's values have.
func (p *plate) said(words string) string {
	if p.capital {
		return strings.ToUpper(words)
	}
	return words
}
