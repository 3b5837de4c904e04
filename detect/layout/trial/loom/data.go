package loom

import (
	"fmt"
	"strings"
)

// A person is invented. Numbers follow the data rule: district codes that no district has, tax offices 99x.
type person struct {
	province, regency, code          string
	name, place, born, nik, sex      string
	road, rt, village, district, job string
	faith, state, blood              string
	woman                            bool
	year                             int
}

var (
	regions = [][3]string{
		{"JAWA BARAT", "KOTA BOGOR", "3271"},
		{"JAWA BARAT", "KABUPATEN SUBANG", "3213"},
		{"JAWA TIMUR", "KABUPATEN MALANG", "3507"},
		{"JAWA TENGAH", "KABUPATEN KLATEN", "3310"},
		{"DKI JAKARTA", "JAKARTA SELATAN", "3174"},
		{"SUMATERA UTARA", "KOTA MEDAN", "1271"},
		{"SULAWESI SELATAN", "KOTA MAKASSAR", "7371"},
		{"BALI", "KABUPATEN GIANYAR", "5104"},
		{"LAMPUNG", "KABUPATEN TULANG BAWANG", "1805"},
		{"KALIMANTAN TIMUR", "KOTA SAMARINDA", "6472"},
		{"RIAU", "KOTA PEKANBARU", "1471"},
		{"BANTEN", "KOTA TANGERANG", "3671"},
		{"DAERAH ISTIMEWA YOGYAKARTA", "KABUPATEN BANTUL", "3402"},
		{"NUSA TENGGARA BARAT", "KOTA MATARAM", "5271"},
		{"PAPUA", "KOTA JAYAPURA", "9171"},
	}
	men     = []string{"AGUS", "BAYU", "CAHYO", "DEDI", "EKO", "FAJAR", "GILANG", "HENDRA", "IRWAN", "JOKO", "LUKMAN", "MADE", "NUR", "PUTU", "RUDI", "SLAMET", "TEGUH", "WAYAN", "YUSUF", "ZAINAL"}
	women   = []string{"AYU", "BUNGA", "CITRA", "DEWI", "ENDAH", "FITRI", "GITA", "HANI", "INTAN", "KARTIKA", "LESTARI", "MAWAR", "NINGSIH", "PUTRI", "RATNA", "SITI", "TUTI", "WULAN", "YANTI"}
	last    = []string{"SANTOSO", "WIBOWO", "HIDAYAT", "SAPUTRA", "NUGROHO", "SIREGAR", "LUBIS", "PRATAMA", "KURNIAWAN", "HARAHAP", "SETIAWAN", "SUSANTO", "MAULANA", "RAHAYU", "UTAMI", "ANGGRAINI", "WIDODO", "GUNAWAN", "TANJUNG", "BASRI"}
	towns   = []string{"BOGOR", "SUBANG", "MALANG", "KLATEN", "JAKARTA", "MEDAN", "MAKASSAR", "GIANYAR", "METRO", "SAMARINDA", "PADANG", "TEGAL", "KEDIRI", "SOLO", "AMBON"}
	roads   = []string{"JL. MELATI", "JL. KENANGA", "DUSUN KRAJAN", "KP. BARU", "JL. MERDEKA", "PERUM GRIYA ASRI", "GG. MANGGIS", "JL. RAYA TIMUR", "BLOK C", "LINGK. SARI", "JL. DIPONEGORO"}
	wards   = []string{"SUKAMAJU", "MEKARSARI", "KARANGANYAR", "TANJUNGREJO", "SIDOMULYO", "CIKARET", "BANJARSARI", "WONOSARI", "PASIR INDAH", "RAWA BUNGA", "TELUK DALAM"}
	jobs    = []string{"KARYAWAN SWASTA", "WIRASWASTA", "PELAJAR/MAHASISWA", "MENGURUS RUMAH TANGGA", "PETANI/PEKEBUN", "BURUH HARIAN LEPAS", "PEGAWAI NEGERI SIPIL", "GURU", "PEDAGANG"}
	faiths  = []string{"ISLAM", "ISLAM", "ISLAM", "KRISTEN", "KATOLIK", "HINDU", "BUDHA"}
	states  = []string{"BELUM KAWIN", "KAWIN", "KAWIN", "CERAI HIDUP", "CERAI MATI"}
	schools = []string{"SLTA/SEDERAJAT", "SLTP/SEDERAJAT", "TAMAT SD/SEDERAJAT", "DIPLOMA IV/STRATA I", "BELUM SEKOLAH"}
	bloods  = []string{"-", "A", "B", "O", "AB"}
)

func (h *hand) someone() person {
	p := person{woman: h.chance(0.5), year: 1950 + h.r.IntN(56)}
	at := pick(h, regions)
	p.province, p.regency, p.code = at[0], at[1], at[2]
	first := men
	p.sex = "LAKI-LAKI"
	if p.woman {
		first, p.sex = women, "PEREMPUAN"
	}
	p.name = pick(h, first)
	for range 1 + h.r.IntN(2) {
		p.name += " " + pick(h, last)
	}
	d, m := 1+h.r.IntN(28), 1+h.r.IntN(12)
	p.place, p.born = pick(h, towns), fmt.Sprintf("%02d-%02d-%d", d, m, p.year)
	if p.woman {
		d += 40
	}
	p.nik = fmt.Sprintf("%s%02d%02d%02d%02d%04d", p.code, 69+h.r.IntN(21), d, m, p.year%100, 1+h.r.IntN(9))
	p.road = fmt.Sprintf("%s NO. %d", pick(h, roads), 1+h.r.IntN(180))
	p.rt = fmt.Sprintf("%03d/%03d", 1+h.r.IntN(14), 1+h.r.IntN(12))
	p.village, p.district, p.job = pick(h, wards), pick(h, wards), pick(h, jobs)
	p.faith, p.state, p.blood = pick(h, faiths), pick(h, states), pick(h, bloods)
	return p
}

// town is a regency's name without its rank.
func (p person) town() string {
	return strings.TrimPrefix(strings.TrimPrefix(p.regency, "KABUPATEN "), "KOTA ")
}

func (h *hand) date(from, years int) string {
	return fmt.Sprintf("%02d-%02d-%d", 1+h.r.IntN(28), 1+h.r.IntN(12), from+h.r.IntN(years))
}

// family is the number of a family card, whose date is that of its making.
func (h *hand) family(code string) string {
	return fmt.Sprintf("%s%02d%02d%02d%02d%04d", code, 69+h.r.IntN(21), 1+h.r.IntN(28), 1+h.r.IntN(12), 5+h.r.IntN(20), 1+h.r.IntN(60))
}

// tax is a number of 15 digits of an office that does not exist, without its signs.
func (h *hand) tax() string {
	n := fmt.Sprintf("%s%06d", pick(h, []string{"07", "08", "09", "24", "47", "58", "67", "79", "88"}), 1+h.r.IntN(999999))
	sum := 0
	for i, c := range n {
		v := int(c-'0') * (1 + i%2)
		sum += v/10 + v%10
	}
	return fmt.Sprintf("%s%d99%d000", n, (10-sum%10)%10, h.r.IntN(10))
}

func signed(tax string) string {
	return tax[:2] + "." + tax[2:5] + "." + tax[5:8] + "." + tax[8:9] + "-" + tax[9:12] + "." + tax[12:]
}

func (h *hand) phone() string {
	return fmt.Sprintf("08%02d-0000-%04d", 11+h.r.IntN(80), h.r.IntN(10000))
}

// Published test numbers of card makers.
var banks = []string{"4111 1111 1111 1111", "5555 5555 5555 4444", "4242 4242 4242 4242", "6011 1111 1111 1117", "5105 1051 0510 5100", "4000 0566 5566 5556"}

func (h *hand) rupiah() string { return fmt.Sprintf("%d.%03d.000", 1+h.r.IntN(90), h.r.IntN(1000)) }
