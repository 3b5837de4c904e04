package brush

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// A person is invented: the numbers belong to nobody (unassigned district codes, tax office 99x).
type person struct {
	name, sex, place, birth, job, faith, status, blood string
	street, village, district, regency, province       string
	nik, kk, npwp                                      string
	year                                               int
	woman                                              bool
}

var (
	men       = strings.Fields("ARGANTARA BAYUSENA CAKRADITA DARMOKO ELANGGA FAJRIAN GUNTORO HARJASA INDRAPATI JAKASURYA KARTOLO LUKMANTO")
	women     = strings.Fields("ANGGRAITA BULANSARI CEMPAKANI DEWANTI EMBUNIA GENDHISA KINANTARI LARASWATI MELATINA NIRMALAWATI PUSPANI")
	family    = strings.Fields("SAMPURNAJA WIRATMOKA TANAHMULIA SEGARANTO GUNUNGSARI LANGITAMA RIMBAWAN TELAGAWATI BINTANGARA PELITAMAN")
	places    = strings.Fields("ARGASARI BANYUMEKAR CIKALAPA DANAUREJO KARANGBIRU MUARATENANG PASIRJATI SUKATERANG TANJUNGLOR WANAJAYA")
	provinces = []string{"NUSA MAKMUR", "JAWA LOR", "SUMATERA RAYA", "KALIMANTAN MUDA", "PULAU SERIBU RAYA", "DAERAH KHUSUS ARGASARI"}
	jobs      = []string{"KARYAWAN SWASTA", "WIRASWASTA", "PELAJAR/MAHASISWA", "MENGURUS RUMAH TANGGA", "PETANI/PEKEBUN", "GURU", "BELUM/TIDAK BEKERJA", "BURUH HARIAN LEPAS"}
	faiths    = []string{"ISLAM", "ISLAM", "KRISTEN", "KATHOLIK", "HINDU", "BUDHA"}
)

func somebody(r *rand.Rand) person {
	p := person{woman: chance(r, 0.5), year: 1955 + r.IntN(52)}
	day, month := 1+r.IntN(28), 1+r.IntN(12)
	p.name, p.sex = one(r, men...), "LAKI-LAKI"
	coded := day
	if p.woman {
		p.name, p.sex, coded = one(r, women...), "PEREMPUAN", day+40
	}
	p.name += " " + one(r, family...)
	if chance(r, 0.3) {
		p.name += " " + one(r, family...)
	}
	p.place, p.birth = one(r, places...), fmt.Sprintf("%02d-%02d-%d", day, month, p.year)
	p.job, p.faith, p.status, p.blood = one(r, jobs...), one(r, faiths...), one(r, "KAWIN", "BELUM KAWIN", "CERAI HIDUP"), one(r, "A", "B", "AB", "O", "-")
	p.street = fmt.Sprintf("%s %s NO.%d", one(r, "JL", "KP", "DUSUN", "PERUM", "GANG"), one(r, places...), 1+r.IntN(200))
	p.village, p.district = one(r, places...), one(r, places...)
	p.regency, p.province = one(r, "KABUPATEN ", "KABUPATEN ", "KOTA ")+one(r, places...), one(r, provinces...)
	p.nik = fmt.Sprintf("%02d%02d%02d%02d%02d%02d%04d", 11+r.IntN(80), 1+r.IntN(20), 69+r.IntN(21), coded, month, p.year%100, 2001+r.IntN(7000))
	p.kk = fmt.Sprintf("%02d%02d%02d%02d%02d%02d%04d", 11+r.IntN(80), 1+r.IntN(20), 69+r.IntN(21), 1+r.IntN(28), 1+r.IntN(12), r.IntN(24), 2001+r.IntN(7000))
	p.npwp = fmt.Sprintf("%02d.%03d.%03d.%d-99%d.%03d", 1+r.IntN(97), r.IntN(1000), r.IntN(1000), r.IntN(10), r.IntN(10), r.IntN(1000))
	return p
}

func date(r *rand.Rand) string {
	return fmt.Sprintf("%02d-%02d-%d", 1+r.IntN(28), 1+r.IntN(12), 2008+r.IntN(18))
}

var lorem = strings.Fields("barang pembayaran jumlah harga layanan untuk pelanggan kegiatan tanggal dengan catatan nomor bagian laporan nilai alamat keterangan " +
	"kepada waktu selama program peserta kelas bulan lembar kirim pesan baru semua toko murah gratis ongkir promo stok tersedia ukuran warna bahan")

// words makes a line of running text.
func words(r *rand.Rand, n int) string {
	out := make([]string, n)
	for i := range out {
		out[i] = one(r, lorem...)
	}
	s := strings.Join(out, " ")
	return strings.ToUpper(s[:1]) + s[1:]
}

func money(r *rand.Rand) string {
	return fmt.Sprintf("%d.%03d.%03d", 1+r.IntN(90), r.IntN(1000), 100*r.IntN(10))
}

// digits makes a number that is none of ours.
func digits(r *rand.Rand, groups ...int) string {
	var out []string
	for _, n := range groups {
		s := make([]byte, n)
		for i := range s {
			s[i] = byte('0' + r.IntN(10))
		}
		out = append(out, string(s))
	}
	return strings.Join(out, " ")
}
