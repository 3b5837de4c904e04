package pen

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// A person is nobody: names are put together by chance, numbers follow the rule for invented data (DESIGN, section 2).
type person struct {
	name, nik, kk, npwp, npwp16 string
	woman                       bool
	place, born                 string
	street, rtrw, village       string
	district, regency, province string
	religion, married, work     string
	blood                       string
	issued                      string
	year                        int
}

var (
	men     = strings.Fields("BUDI AGUS SLAMET JOKO WAHYU DEDI HENDRA RIZKY FAJAR ANDI BAYU EKO DIMAS YUSUF IMAM SURYA ADE TONO RUDI GILANG MARTHEN YOHANES KETUT MADE NYOMAN")
	women   = strings.Fields("SITI DEWI SRI NUR RATNA INDAH AYU PUTRI LESTARI MAYA RINA FITRI WULAN TUTI YANI KARTIKA AISYAH MEGA INTAN SARI NI LUH MARIA KRISTINA")
	last    = strings.Fields("SANTOSO WIJAYA SAPUTRA HIDAYAT PRATAMA NUGROHO SETIAWAN KURNIAWAN SUSANTI RAHAYU HANDAYANI WULANDARI SIREGAR NASUTION LUBIS SIMANJUNTAK SUPRIYADI HARTONO GUNAWAN PERMANA ANGGRAINI UTAMI MAULANA RAMADHAN")
	places  = []string{"MALANG", "BOGOR", "SUBANG", "BEKASI", "SURABAYA", "PALEMBANG", "MEDAN", "MAKASSAR", "DENPASAR", "PONTIANAK", "BANDAR LAMPUNG", "YOGYAKARTA", "SEMARANG", "PADANG PARIAMAN", "JAKARTA", "BANJARMASIN", "KUPANG", "MANADO", "LHOKSEUMAWE"}
	regions = []struct {
		code     string
		province string
		regency  string
	}{
		{"3507", "JAWA TIMUR", "KABUPATEN MALANG"},
		{"3271", "JAWA BARAT", "KOTA BOGOR"},
		{"3213", "JAWA BARAT", "KABUPATEN SUBANG"},
		{"3216", "JAWA BARAT", "KABUPATEN BEKASI"},
		{"1805", "LAMPUNG", "KABUPATEN TULANG BAWANG"},
		{"3308", "JAWA TENGAH", "KABUPATEN MAGELANG"},
		{"3573", "JAWA TIMUR", "KOTA MALANG"},
		{"3174", "DKI JAKARTA", "JAKARTA SELATAN"},
		{"5171", "BALI", "KOTA DENPASAR"},
		{"1271", "SUMATERA UTARA", "KOTA MEDAN"},
		{"7371", "SULAWESI SELATAN", "KOTA MAKASSAR"},
		{"6171", "KALIMANTAN BARAT", "KOTA PONTIANAK"},
		{"9201", "PAPUA BARAT", "KABUPATEN SORONG"},
		{"3404", "DAERAH ISTIMEWA YOGYAKARTA", "KABUPATEN SLEMAN"},
		{"1171", "ACEH", "KOTA BANDA ACEH"},
	}
	streets   = []string{"JL. MELATI", "JL. RAYA KENANGA", "DUSUN SUKAMAJU", "GG. MAWAR", "PERUM GRIYA ASRI BLOK C", "KP. BARU", "JL. DIPONEGORO", "JL. PAHLAWAN", "LINK. TEGALREJO", "KOMP. BUMI INDAH"}
	villages  = []string{"SUKAMAJU", "TEGALSARI", "KEBONAGUNG", "MARGAHAYU", "TANJUNG", "SIDOMULYO", "CIPAYUNG", "PURWODADI", "BATU AJI", "RANCAEKEK KULON"}
	religions = []string{"ISLAM", "ISLAM", "ISLAM", "ISLAM", "KRISTEN", "KATHOLIK", "HINDU", "BUDHA"}
	marriages = []string{"BELUM KAWIN", "KAWIN", "KAWIN", "CERAI HIDUP", "CERAI MATI"}
	works     = []string{"KARYAWAN SWASTA", "WIRASWASTA", "PELAJAR/MAHASISWA", "MENGURUS RUMAH TANGGA", "BURUH HARIAN LEPAS", "PETANI/PEKEBUN", "GURU", "PEDAGANG", "BELUM/TIDAK BEKERJA", "PEGAWAI NEGERI SIPIL", "SOPIR"}
)

func somebody(r *rand.Rand) person {
	p := person{woman: chance(r, 0.5), year: 1950 + r.IntN(56)}
	first := men
	if p.woman {
		first = women
	}
	p.name = pick(r, first...)
	for range r.IntN(3) {
		p.name += " " + pick(r, last...)
	}
	where := regions[r.IntN(len(regions))]
	p.province, p.regency = where.province, where.regency
	day, month := 1+r.IntN(28), 1+r.IntN(12)
	p.born = fmt.Sprintf("%02d-%02d-%d", day, month, p.year)
	p.place = pick(r, places...)
	if p.woman {
		day += 40
	}
	p.nik = fmt.Sprintf("%s%02d%02d%02d%02d%04d", where.code, nobodysDistrict(r), day, month, p.year%100, 1+r.IntN(40))
	p.kk = fmt.Sprintf("%s%02d%02d%02d%02d%04d", where.code, nobodysDistrict(r), 1+r.IntN(28), 1+r.IntN(12), 5+r.IntN(20), 2001+r.IntN(7000))
	p.npwp = fmt.Sprintf("%02d.%03d.%03d.%d-99%d.%03d", r.IntN(99), r.IntN(1000), r.IntN(1000), r.IntN(10), r.IntN(10), r.IntN(2))
	p.npwp16 = "0" + strings.NewReplacer(".", "", "-", "").Replace(p.npwp)
	p.street = fmt.Sprintf("%s NO. %d", pick(r, streets...), 1+r.IntN(120))
	if chance(r, 0.4) {
		p.street = pick(r, streets...)
	}
	p.rtrw = fmt.Sprintf("%03d/%03d", 1+r.IntN(20), 1+r.IntN(15))
	p.village, p.district = pick(r, villages...), pick(r, villages...)
	p.religion, p.married, p.work = pick(r, religions...), pick(r, marriages...), pick(r, works...)
	p.blood = pick(r, "-", "-", "A", "B", "O", "AB")
	p.issued = fmt.Sprintf("%02d-%02d-%d", 1+r.IntN(28), 1+r.IntN(12), 2012+r.IntN(13))
	return p
}

// nobodysDistrict is a district code that was never given out.
func nobodysDistrict(r *rand.Rand) int { return 69 + r.IntN(21) }

func (p *person) sex() string {
	if p.woman {
		return "PEREMPUAN"
	}
	return "LAKI-LAKI"
}

// phone holds the block that no telephone has.
func phone(r *rand.Rand) string { return fmt.Sprintf("08%d-0000-%04d", 11+r.IntN(88), r.IntN(10000)) }

func money(r *rand.Rand) string {
	return fmt.Sprintf("%d.%03d", 1+r.IntN(900), r.IntN(10)*100)
}

func date(r *rand.Rand) string {
	return fmt.Sprintf("%02d/%02d/%d", 1+r.IntN(28), 1+r.IntN(12), 2015+r.IntN(11))
}

// bankCard is one of the numbers that payment networks publish for tests.
func bankCard(r *rand.Rand) string {
	return pick(r, "4111 1111 1111 1111", "5555 5555 5555 4444", "4242 4242 4242 4242", "5105 1051 0510 5100", "6011 1111 1111 1117")
}

var fillers = strings.Fields("yang dan untuk dengan pada dari ini adalah dalam akan dapat oleh telah kepada sebagai para lebih karena atau bagi hari tahun warga kegiatan desa sekolah kerja laporan rapat program hasil layanan pihak surat nomor data anggota kelompok bulan waktu tempat")

func words(r *rand.Rand, n int) string {
	s := make([]string, n)
	for i := range s {
		s[i] = pick(r, fillers...)
	}
	return strings.Join(s, " ")
}
