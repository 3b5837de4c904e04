package chalk

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// A citizen is invented. The numbers belong to nobody: districts 69 to 89 are not assigned, serials are above 2000, and tax
// offices 99x do not exist.
type citizen struct {
	name, nik, family, tax string
	born, birthplace       string
	issued                 string
	woman, foreign         bool
	year                   int
	province, city         string
	street, rt, village    string
	district, postcode     string
	faith, state, work     string
	blood, school          string
}

var (
	firstNames = []string{"ADITYA", "BUDI", "CAHYO", "DEWANTO", "EKO", "FAJAR", "GILANG", "HENDRA", "IRFAN", "JOKO", "KURNIAWAN", "MUHAMMAD RIZKI", "NANANG", "PUTRA", "SLAMET", "TEGUH", "WAHYU", "YUSUF"}
	womenNames = []string{"AYU", "BUNGA", "CITRA", "DIAH AYU", "ENDANG", "FITRI", "GITA", "INDAH", "KARTIKA", "LESTARI", "MAYA", "NUR AINI", "PUTRI", "RATNA", "SITI KHADIJAH", "TRI", "WULAN", "YANI"}
	lastNames  = []string{"", "SANTOSA", "WIBAWA", "PRASETYA", "HIDAYATULLAH", "NUGRAHA", "SAPUTRA NEGARA", "MAHENDRA", "RAHMAWATI", "SIREGAR", "SITOMPUL", "GUNAWAN", "KUSUMANINGRUM", "UTAMI", "SURYA", "HALIM", "PERMATA SARI"}
	places     = [][3]string{
		{"JAWA BARAT", "KABUPATEN SUBANG", "32"},
		{"JAWA TIMUR", "KOTA MALANG", "35"},
		{"DKI JAKARTA", "JAKARTA TIMUR", "31"},
		{"SUMATERA UTARA", "KOTA MEDAN", "12"},
		{"JAWA TENGAH", "KABUPATEN TEMANGGUNG", "33"},
		{"SULAWESI SELATAN", "KABUPATEN TANA TORAJA", "73"},
		{"BALI", "KABUPATEN BADUNG", "51"},
		{"DAERAH ISTIMEWA YOGYAKARTA", "KABUPATEN SLEMAN", "34"},
		{"KALIMANTAN TIMUR", "KOTA SAMARINDA", "64"},
		{"LAMPUNG", "KABUPATEN TULANG BAWANG BARAT", "18"},
		{"RIAU", "KOTA DUMAI", "14"},
		{"NUSA TENGGARA BARAT", "KOTA BIMA", "52"},
	}
	villages = []string{"SUKAMAJU", "KARANGANYAR", "MEKARSARI", "TANJUNG REJO", "CEMPAKA", "SIDOMULYO", "BATU AMPAR", "PASIR PUTIH", "RAWA INDAH", "KEDUNG WARINGIN"}
	faiths   = []string{"ISLAM", "ISLAM", "ISLAM", "ISLAM", "KRISTEN", "KATHOLIK", "HINDU", "BUDHA"}
	trades   = []string{"KARYAWAN SWASTA", "WIRASWASTA", "PELAJAR/MAHASISWA", "MENGURUS RUMAH TANGGA", "PETANI/PEKEBUN", "PNS", "BURUH HARIAN LEPAS", "BELUM/TIDAK BEKERJA", "GURU"}
	schools  = []string{"SLTA/SEDERAJAT", "TAMAT SD/SEDERAJAT", "DIPLOMA IV/STRATA I", "SLTP/SEDERAJAT", "TIDAK/BELUM SEKOLAH", "AKADEMI/DIPLOMA III"}
)

func somebody(r *rand.Rand) citizen {
	p := one(r, places...)
	c := citizen{woman: luck(r, 0.5), foreign: luck(r, 0.02), year: 1950 + r.IntN(56), province: p[0], city: p[1]}
	c.name = name(r, c.woman)
	day, month := 1+r.IntN(28), 1+r.IntN(12)
	coded := day
	if c.woman {
		coded += 40
	}
	area := fmt.Sprintf("%s%02d%d", p[2], 1+r.IntN(20), 69+r.IntN(21))
	c.nik = fmt.Sprintf("%s%02d%02d%02d%04d", area, coded, month, c.year%100, 2001+r.IntN(7900))
	c.family = fmt.Sprintf("%s%02d%02d%02d%04d", area, 1+r.IntN(28), 1+r.IntN(12), 5+r.IntN(20), 2001+r.IntN(7900))
	c.tax = fmt.Sprintf("%02d.%03d.%03d.%d-99%d.000", one(r, 8, 24, 35, 47, 67, 78, 89), r.IntN(1000), r.IntN(1000), r.IntN(10), r.IntN(10))
	c.born = fmt.Sprintf("%02d-%02d-%d", day, month, c.year)
	c.issued = date(r, 2012, 13)
	c.birthplace = shortCity(one(r, places...)[1])
	c.street = one(r, "JL. MELATI NO. ", "JL. RAYA TIMUR NO. ", "PERUM GRIYA ASRI BLOK C", "DUSUN KRAJAN ", "GG. MAWAR II NO. ", "KP. BARU ") + fmt.Sprint(1+r.IntN(120))
	c.rt = fmt.Sprintf("%03d/%03d", 1+r.IntN(20), 1+r.IntN(15))
	c.village, c.district = one(r, villages...), one(r, villages...)
	c.postcode = fmt.Sprintf("%05d", 10000+r.IntN(80000))
	c.faith, c.work, c.school = one(r, faiths...), one(r, trades...), one(r, schools...)
	c.state = one(r, "BELUM KAWIN", "KAWIN", "KAWIN", "CERAI HIDUP", "CERAI MATI")
	c.blood = one(r, "-", "-", "A", "B", "AB", "O", "O+")
	return c
}

func name(r *rand.Rand, woman bool) string {
	first := firstNames
	if woman {
		first = womenNames
	}
	return strings.TrimSpace(one(r, first...) + " " + one(r, lastNames...))
}

func date(r *rand.Rand, from, years int) string {
	return fmt.Sprintf("%02d-%02d-%d", 1+r.IntN(28), 1+r.IntN(12), from+r.IntN(years))
}

func shortCity(s string) string {
	return strings.TrimPrefix(strings.TrimPrefix(s, "KABUPATEN "), "KOTA ")
}

func (c *citizen) sex() string {
	if c.woman {
		return "PEREMPUAN"
	}
	return "LAKI-LAKI"
}

func (c *citizen) nation() string {
	if c.foreign {
		return "WNA"
	}
	return "WNI"
}

// title turns capitals into words with a capital first.
func title(s string) string {
	w := strings.Fields(strings.ToLower(s))
	for i := range w {
		w[i] = strings.ToUpper(w[i][:1]) + w[i][1:]
	}
	return strings.Join(w, " ")
}
