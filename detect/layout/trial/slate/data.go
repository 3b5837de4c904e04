package slate

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// A citizen is invented. Numbers belong to nobody: districts that are unassigned, serials above 2000, tax offices 99x.
type citizen struct {
	name, town, province, regency, street, village, district string
	birth, issued, job, faith, state                         string
	woman                                                    bool
}

var (
	first     = strings.Fields("ADITYA BAGUS CITRA DEWANTI ENDRA FITRIANI GALUH HENDRO INDAH JOKO KARTIKA LESTARI MAYA NUGROHO OKTAVIA PRATIWI RANGGA SEKAR TEGUH UTAMI WAHYU YUNITA ZAENAL")
	last      = strings.Fields("SAPUTRA KUSUMAWATI WIBOWO HARDIANTO PERMATA SUSANTI NURJANAH PRASETYA MAHENDRA ANGGRAINI SIREGAR TANJUNG WULANDARI SETIAWAN HALIM")
	provinces = []string{"JAWA BARAT", "JAWA TENGAH", "JAWA TIMUR", "DKI JAKARTA", "SUMATERA UTARA", "SULAWESI SELATAN", "BALI", "KALIMANTAN TIMUR", "LAMPUNG", "NUSA TENGGARA BARAT"}
	towns     = []string{"BANDUNG", "SEMARANG", "MALANG", "JAKARTA BARAT", "MEDAN", "MAKASSAR", "DENPASAR", "BALIKPAPAN", "METRO", "MATARAM", "CILACAP", "GRESIK", "BEKASI", "LUMAJANG", "TASIKMALAYA"}
	streets   = []string{"JL MELATI", "DUSUN SUKAMAJU", "JL KENANGA RAYA", "PERUM GRIYA ASRI BLOK C", "GG MAWAR", "JL PAHLAWAN", "KP CIKONENG"}
	villages  = []string{"SUKAMAJU", "KARANGREJO", "TEGALSARI", "CEMPAKA", "MEKARWANGI", "SIDOMULYO", "PADANG BARU"}
	jobs      = []string{"KARYAWAN SWASTA", "WIRASWASTA", "PELAJAR/MAHASISWA", "MENGURUS RUMAH TANGGA", "PETANI/PEKEBUN", "BURUH HARIAN LEPAS", "GURU"}
)

func newCitizen(r *rand.Rand) citizen {
	c := citizen{
		name: pick(r, first...) + " " + pick(r, last...), town: pick(r, towns...), province: pick(r, provinces...),
		regency: pick(r, "KABUPATEN ", "KOTA ", "KABUPATEN ") + pick(r, towns...), street: fmt.Sprintf("%s NO %d", pick(r, streets...), 1+r.IntN(150)),
		village: pick(r, villages...), district: pick(r, villages...), birth: date(r, 1950, 2004), issued: date(r, 2012, 2024), job: pick(r, jobs...),
		faith: pick(r, "ISLAM", "ISLAM", "KRISTEN", "KATHOLIK", "HINDU", "BUDHA"), state: pick(r, "KAWIN", "BELUM KAWIN", "CERAI HIDUP"), woman: chance(r, 0.5),
	}
	if chance(r, 0.3) {
		c.name += " " + pick(r, last...)
	}
	return c
}

// seat is the regency's name alone.
func (c *citizen) seat() string { return c.regency[strings.IndexByte(c.regency, ' ')+1:] }

func date(r *rand.Rand, from, to int) string {
	return fmt.Sprintf("%02d-%02d-%d", 1+r.IntN(28), 1+r.IntN(12), from+r.IntN(to-from))
}

func nik(r *rand.Rand) string {
	return fmt.Sprintf("%d%02d%02d%02d%02d%02d%04d", pick(r, 11, 12, 18, 31, 32, 33, 35, 51, 64, 73), 1+r.IntN(9)+70*r.IntN(2), 69+r.IntN(21),
		1+r.IntN(28)+40*r.IntN(2), 1+r.IntN(12), r.IntN(100), 2001+r.IntN(7999))
}

// tax is a number of 15 digits as printed.
func tax(r *rand.Rand) string {
	return fmt.Sprintf("%02d.%03d.%03d.%d-99%d.000", pick(r, 7, 24, 47, 58, 68, 79, 87), r.IntN(1000), r.IntN(1000), r.IntN(10), r.IntN(10))
}

// tax16 is a number of 16 digits: that of a person, or the old one behind a nought.
func tax16(r *rand.Rand) string {
	n := nik(r)
	if chance(r, 0.4) {
		n = "0" + strings.NewReplacer(".", "", "-", "").Replace(tax(r))
	}
	if chance(r, 0.6) {
		return n[:4] + " " + n[4:8] + " " + n[8:12] + " " + n[12:]
	}
	return n
}

// plastic is a published test number.
func plastic(r *rand.Rand) string {
	return pick(r, "4111 1111 1111 1111", "5555 5555 5555 4444", "4242 4242 4242 4242", "5105 1051 0510 5100")
}

func phone(r *rand.Rand) string { return fmt.Sprintf("08%02d-0000-%04d", 11+r.IntN(80), r.IntN(10000)) }

func amount(r *rand.Rand) string { return fmt.Sprintf("%d.%03d", 1+r.IntN(900), 500*r.IntN(2)) }

// words of no meaning for lines that nobody reads.
func babble(r *rand.Rand, n int) string {
	out := make([]string, n)
	for i := range out {
		out[i] = pick(r, "dengan", "yang", "untuk", "surat", "ini", "kami", "harap", "bulan", "tahun", "kerja", "dan", "pada", "barang", "masuk", "rapat", "jadwal", "bersama", "kegiatan")
	}
	return strings.Join(out, " ")
}
