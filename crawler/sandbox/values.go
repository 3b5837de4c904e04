package sandbox

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
)

// Every number below belongs to nobody: NIK and KK have a district code that is not assigned (69-89) or a serial above 2000,
// NPWP a tax office 99x, telephones the block 0000, passports the letter Z, BPJS the start 999, mail and sites end in .example.

var (
	givenNames  = strings.Fields("Agus Dewi Budi Siti Eko Rina Hendra Wulan Joko Ratna Slamet Yuni Bambang Lestari Rizky Nurul Fajar Indah Dimas Putri Gilang Ayu Taufik Sari Wahyu Maya Surya Fitri Yanto Komariah Ujang Euis Made Ketut Wayan Tigor Uli Andi Besse")
	familyNames = strings.Fields("Santoso Wibowo Hidayat Saputra Lestari Permana Kusuma Nugroho Setiawan Rahmawati Pratama Handayani Gunawan Susanti Siregar Nasution Simanjuntak Hasanah Maulana Firmansyah Purnomo Utami Suryadi Wijaya Halim Mulyani Ramadhan Safitri")
	towns       = strings.Fields("Malang Bogor Subang Bekasi Semarang Medan Makassar Surabaya Palembang Pontianak Denpasar Jember Tegal Cirebon Solo Kediri Garut Lampung Samarinda Manado")
	villages    = []string{"Sukamaju", "Karanganyar", "Sumberejo", "Tanjungsari", "Mekarjaya", "Wonokerto", "Cibadak", "Pasirjati", "Banjarsari", "Kalirejo", "Rawasari", "Gunungsari"}
	streets     = []string{"Jl. Melati", "Jl. Kenanga", "Dusun Krajan", "Kp. Babakan", "Jl. Merdeka", "Gg. Mawar", "Perum Griya Asri", "Jl. Pasar Lama", "Dk. Kidul", "Jl. Veteran"}
	months      = []string{"Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember"}
	weekdays    = []string{"Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"}
	regencies   = []int{3507, 3271, 3213, 3216, 3578, 3374, 1271, 7371, 3273, 1871, 5171, 6472, 3509, 3328, 3205}
	handles     = []string{"gudangberkas", "kangdata", "stoklengkap", "bosverif", "mamang", "agenresmi", "lapakberkah", "cs_cepat", "adminbaik", "tokosenja", "warungpojok", "pakde"}
	hosts       = []string{"layanan-cepat", "portal-bantuan", "gudang-data", "toko-barokah", "info-warga", "kantor-jasa", "pusat-verif", "koperasi-maju"}
	prefixes    = []string{"0812", "0813", "0821", "0852", "0857", "0878", "0895", "0896", "0831"}
)

func from[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

// person is somebody who does not exist.
type person struct {
	name, place, address string
	woman                bool
	day, month, year     int
	region               int
	r                    *rand.Rand
}

func someone(r *rand.Rand) person {
	return person{
		name: from(r, givenNames) + " " + from(r, familyNames), place: from(r, towns),
		address: fmt.Sprintf("%s RT %02d/%02d %s", from(r, streets), 1+r.IntN(12), 1+r.IntN(9), from(r, villages)),
		woman:   r.IntN(2) == 0, day: 1 + r.IntN(28), month: 1 + r.IntN(12), year: 1958 + r.IntN(48),
		region: from(r, regencies), r: r,
	}
}

// tail is the district and the serial of a number: never one that was given out.
func (p person) tail() (district, serial int) {
	if p.r.IntN(4) == 0 {
		return 1 + p.r.IntN(12), 2001 + p.r.IntN(7000)
	}
	return 69 + p.r.IntN(21), 1 + p.r.IntN(60)
}

func (p person) nik() string {
	district, serial := p.tail()
	day := p.day
	if p.woman {
		day += 40
	}
	return fmt.Sprintf("%04d%02d%02d%02d%02d%04d", p.region, district, day, p.month, p.year%100, serial)
}

func (p person) kk() string {
	district, serial := p.tail()
	return fmt.Sprintf("%04d%02d%02d%02d%02d%04d", p.region, district, 1+p.r.IntN(28), 1+p.r.IntN(12), 6+p.r.IntN(18), serial)
}

func (p person) birth() string { return fmt.Sprintf("%02d-%02d-%d", p.day, p.month, p.year) }

func (p person) masked() string {
	nik := p.nik()
	if p.r.IntN(2) == 0 {
		return nik[:6] + "xxxxxx" + nik[12:14] + "xx"
	}
	return nik[:4] + "************"
}

func phone(r *rand.Rand) string {
	prefix, tail := from(r, prefixes), fmt.Sprintf("%04d", r.IntN(10000))
	switch r.IntN(5) {
	case 0:
		return prefix + "-0000-" + tail
	case 1:
		return prefix + " 0000 " + tail
	case 2:
		return "+62 " + prefix[1:] + "-0000-" + tail
	case 3:
		return "wa.me/62" + prefix[1:] + "0000" + tail
	default:
		return prefix + "0000" + tail
	}
}

func npwp(r *rand.Rand) string {
	nine := fmt.Sprintf("%02d%06d", 4+r.IntN(6), 1+r.IntN(999998))
	sum := 0
	for i, c := range nine {
		d := int(c-'0') * (1 + i%2)
		sum += d/10 + d%10
	}
	return fmt.Sprintf("%s.%s.%s.%d-99%d.000", nine[:2], nine[2:5], nine[5:8], (10-sum%10)%10, r.IntN(10))
}

// moment is a date with a time of day.
func moment(r *rand.Rand) string {
	return fmt.Sprintf("%d %s 2026, %02d:%02d", 1+r.IntN(28), from(r, months), r.IntN(24), r.IntN(60))
}

func dotted(thousands int) string {
	if thousands >= 1000 {
		return fmt.Sprintf("%d.%03d.000", thousands/1000, thousands%1000)
	}
	return fmt.Sprintf("%d.000", thousands)
}

// between draws a price in thousands, rounded as sellers do.
func between(r *rand.Rand, low, high int) int {
	n := low + r.IntN(high-low+1)
	if n > 40 {
		n -= n % 5
	}
	return n
}

func price(r *rand.Rand, low, high int) string {
	n := between(r, low, high)
	switch r.IntN(6) {
	case 0:
		return strconv.Itoa(n) + "k"
	case 1:
		return strconv.Itoa(n) + "rb"
	case 2:
		return "Rp" + dotted(n)
	case 3:
		return strconv.Itoa(n) + " ribu"
	case 4:
		return "Rp " + dotted(n) + ",-"
	default:
		return dotted(n)
	}
}

var valueNames = strings.Fields("wa nama depan kota kab desa jalan harga rp n nik samar kk npwp paspor bpjs lahir hari tgl jam email situs akun order invoice va rows emoji")

func isValue(slot string) bool { return slices.Contains(valueNames, slot) }

// value writes one made-up value; the names are those of valueNames.
func value(b *strings.Builder, slot string, args []string, r *rand.Rand) {
	switch slot {
	case "wa":
		b.WriteString(phone(r))
	case "nama":
		b.WriteString(someone(r).name)
	case "depan":
		b.WriteString(from(r, givenNames))
	case "kota":
		b.WriteString(from(r, towns))
	case "kab":
		b.WriteString([]string{"Kabupaten ", "Kota "}[r.IntN(2)] + from(r, towns))
	case "desa":
		b.WriteString(from(r, villages))
	case "jalan":
		fmt.Fprintf(b, "%s No. %d", from(r, streets), 1+r.IntN(120))
	case "harga":
		b.WriteString(price(r, atoi(args, 0, 5), atoi(args, 1, 50)))
	case "rp":
		b.WriteString("Rp" + dotted(between(r, atoi(args, 0, 50), atoi(args, 1, 500))))
	case "n":
		low, high := atoi(args, 0, 2), atoi(args, 1, 9)
		b.WriteString(strconv.Itoa(low + r.IntN(high-low+1)))
	case "nik":
		b.WriteString(someone(r).nik())
	case "samar":
		b.WriteString(someone(r).masked())
	case "kk":
		b.WriteString(someone(r).kk())
	case "npwp":
		b.WriteString(npwp(r))
	case "paspor":
		fmt.Fprintf(b, "Z%07d", r.IntN(10_000_000))
	case "bpjs":
		fmt.Fprintf(b, "999%010d", r.Int64N(10_000_000_000))
	case "lahir":
		p := someone(r)
		b.WriteString(p.place + ", " + p.birth())
	case "hari":
		b.WriteString(from(r, weekdays))
	case "tgl":
		fmt.Fprintf(b, "%d %s %d", 1+r.IntN(28), from(r, months), 2024+r.IntN(3))
	case "jam":
		fmt.Fprintf(b, "%02d.%02d", 7+r.IntN(14), r.IntN(12)*5)
	case "email":
		fmt.Fprintf(b, "%s%d@%s.example", from(r, handles), r.IntN(90), from(r, hosts))
	case "situs":
		b.WriteString(from(r, hosts) + ".example")
	case "akun":
		fmt.Fprintf(b, "@%s_0000%d", from(r, handles), r.IntN(90))
	case "order": // 16 digits that begin with a date, as shops number their orders
		fmt.Fprintf(b, "2026%02d%02d%08d", 1+r.IntN(12), 1+r.IntN(28), r.IntN(100_000_000))
	case "invoice":
		fmt.Fprintf(b, "INV/2026%02d%02d/MPL/%07d", 1+r.IntN(12), 1+r.IntN(28), r.IntN(10_000_000))
	case "va": // virtual account: a bank's code and a telephone
		fmt.Fprintf(b, "39010%s0000%04d", from(r, prefixes)[1:], r.IntN(10000))
	case "rows":
		rows(b, args, r)
	case "emoji":
		b.WriteString(from(r, []string{"🔥", "✅", "⚡", "💯", "📌", "🛒", "⭐"}))
	}
}

// rows writes people, one per line: {rows style number}.
func rows(b *strings.Builder, args []string, r *rand.Rand) {
	base := from(r, regencies)
	for i := range atoi(args, 1, 5) {
		if i > 0 {
			b.WriteByte('\n')
		}
		p := someone(r)
		if r.IntN(5) > 0 {
			p.region = base // most people of one list come from one place
		}
		switch args[0] {
		case "table":
			fmt.Fprintf(b, "| %d | %s | %s | %s |", i+1, p.name, p.nik(), p.address)
		case "family":
			fmt.Fprintf(b, "| %d | %s | %s | %s | %s, %s | %s |", i+1, strings.ToUpper(p.name), p.nik(), p.kk(), p.place, p.birth(), p.address)
		case "masked":
			fmt.Fprintf(b, "| %d | %s | %s | %s |", i+1, p.name, p.masked(), p.address)
		case "nameonly":
			fmt.Fprintf(b, "| %d | %s | %s | %s |", i+1, p.name, p.address, []string{"Lolos", "Menunggu", "Cadangan"}[r.IntN(3)])
		case "csv":
			fmt.Fprintf(b, "%s,%s,%s,%s,%s", p.nik(), strings.ToUpper(p.name), p.place, p.birth(), strings.ReplaceAll(phone(r), ",", ""))
		case "semicolon":
			fmt.Fprintf(b, "%s;%s;%s;%s;%s;%s", p.kk(), p.nik(), strings.ToUpper(p.name), p.birth(), p.address, npwp(r))
		case "pair":
			fmt.Fprintf(b, "%s#%s", p.nik(), p.kk())
		case "list":
			fmt.Fprintf(b, "%d. %s - %s - %s", i+1, p.name, p.nik(), phone(r))
		case "goods":
			fmt.Fprintf(b, "SKU%05d,%s,%d,%d", r.IntN(100_000), from(r, villages), r.IntN(90), 1000*between(r, 5, 400))
		case "orders":
			fmt.Fprintf(b, "| %d | 2026%02d%02d%08d | %s | Rp%s |", i+1, 1+r.IntN(12), 1+r.IntN(28), r.IntN(100_000_000), p.name, dotted(between(r, 20, 900)))
		}
	}
}
