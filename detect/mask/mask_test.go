package mask_test

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"ronda/detect/mask"
)

func TestText(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"NIK 3507770101903001 atas nama", "NIK 3507************ atas nama"},
		{"3507 7701 0190 3001", "3507************"},
		{"350777-410190-3001", "3507************"},
		{"9907770101903001", "****************"},
		{"08.423.917.7-991.000", "**.***.***.*-***.***"},
		{"WA 0812 0000 4417", "WA **** **** ****"},
		{"WA 0812-0000-4417 / 0813-0000-2211", "WA ****-****-**** / ****-****-****"},
		{"+62 812 0000 4417", "+** *** **** ****"},
		{"(0812) 0000-4417", "(****) ****-****"},
		{"o8l2oooo4417", "************"},
		{"o8l2 oooo 4417", "**** **** ****"},
		{"0 8 1 2 0 0 0 0 4 4 1 7", "* * * * * * * * * * * *"},
		{"0812*0000*4417", "**************"},
		{"nol delapan satu dua nol nol nol nol empat empat satu tujuh", "* * * * * * * * * * * *"},
		{"nol 8 satu 2 0000 4417", "* * * * **** ****"},
		{"０８１２００００４４１７", "************"},
		{"𝟎𝟖𝟏𝟐𝟎𝟎𝟎𝟎𝟒𝟒𝟏𝟕", "************"},
		{"0\u200b812\u200b0000\u200b4417", "************"},
		{"081200004417,081300002211", "************,************"},
		{"budi.santoso@mail.example", "***@mail.example"},
		{"081200004417@mail.example", "************@mail.example"},
		{"ke @budi_santoso ya", "ke @*** ya"},
		{"wa.me/6281200004417", "wa.me/***"},
		{"https://wa.me/6281200004417?text=ready", "https://wa.me/***"},
		{"(t.me/budi_santoso)", "(t.me/***)"},
		{"https://t.me/s/lapak/12", "https://t.me/***"},
		{"www.instagram.com/budi", "www.instagram.com/***"},
		{"https://api.whatsapp.com/send?phone=6281200004417&text=a", "https://api.whatsapp.com/***"},
		{"https://toko.example/p/3507770101903001.jpg", "https://toko.example/p/3507************.jpg"},

		{"Paspor Z1234567 a.n.", "Paspor ******** a.n."},
		{"paspor_z1234567.jpg", "paspor_********.jpg"},
		{"pasporZ1234567", "paspor********"},
		{"No. Paspor: Z 123 4567", "No. Paspor: **********"},
		{"Z１２３４５６７", "**********************"},
		{"0812\n0000\n4417", "****\n****\n****"},
		{"NIK 350777\t010190\t3001", "NIK ******\t******\t****"},
		{"3\t5\t0\t7\t7\t7\t0\t1\t0\t1\t9\t0\t3\t0\t0\t1", "*\t*\t*\t*\t*\t*\t*\t*\t*\t*\t*\t*\t*\t*\t*\t*"},
		{"⓪⑧①② 0000 ④④①⑦", "**** **** ****"},
		{"tele: budi_jaya ya", "tele: ********* ya"},
		{"IG = budi.jaya, line id: budijaya", "IG = *********, line id: ********"},
		{"username: budi_jaya", "username: *********"},

		{"", ""},
		{"12\t500\t1200\n13\t450\t900", "12\t500\t1200\n13\t450\t900"},
		{"ukuran 12 m², 20 m²", "ukuran 12 m², 20 m²"},
		{"IMG1234567.jpg A123456 tipe Q12345678", "IMG1234567.jpg A123456 tipe Q12345678"},
		{"line: 500, seller: 4.9", "line: 500, seller: 4.9"},
		{"Rp 25.000", "Rp 25.000"},
		{"harga Rp 25.000 - Rp 50.000, nego", "harga Rp 25.000 - Rp 50.000, nego"},
		{"150.000-250.000", "150.000-250.000"},
		{"25.000 50.000 100.000 150.000", "25.000 50.000 100.000 150.000"},
		{"Rp 150.000.000", "Rp 150.***.***"},
		{"15rb/pcs, 100k, 2jt", "15rb/pcs, 100k, 2jt"},
		{"@25rb @Rp5.000 @ 10.000", "@25rb @Rp5.000 @ 10.000"},
		{"25 Juni 2021 14:32 WIB", "25 Juni 2021 14:32 WIB"},
		{"2021-06-25 14:32:05", "2021-06-25 14:32:05"},
		{"2021-06-25T14:32:05Z", "2021-06-25T14:32:05Z"},
		{"25/06/2021 14.32", "25/06/2021 14.32"},
		{"08.00-16.00, 08.00-12.00", "08.00-16.00, 08.00-12.00"},
		{"2019 2020 2021 2022", "2019 2020 2021 2022"},
		{"1 2 3 4 5 6 7 8 9 10 11", "1 2 3 4 5 6 7 8 9 10 11"},
		{"ukuran 36 37 38 39 40", "ukuran 36 37 38 39 40"},
		{"satu dua tiga, dua orang pada 2021", "satu dua tiga, dua orang pada 2021"},
		{"stok 500, terjual 1200, rating 4.9", "stok 500, terjual 1200, rating 4.9"},
		{"Jl. Mawar No. 12 RT 03/RW 05, 65123", "Jl. Mawar No. 12 RT 03/RW 05, 65123"},
		{"https://berita.example/2021/06/25/judul-berita", "https://berita.example/2021/06/25/judul-berita"},
		{"ready KTP + selfie HD, minat PM", "ready KTP + selfie HD, minat PM"},
		{"2021-06-25 3507770101903001", "****-**-** 3507************"},
		{"\xff\xfe 12", "\xff\xfe 12"},
	} {
		if got := mask.Text(tt.text); got != tt.want {
			t.Errorf("Mask(%q)\n got %q\nwant %q", tt.text, got, tt.want)
		}
		if again := mask.Text(mask.Text(tt.text)); again != mask.Text(tt.text) {
			t.Errorf("Mask(%q) is not stable: %q", tt.text, again)
		}
	}
}

func TestURL(t *testing.T) {
	for _, tt := range []struct{ raw, want string }{
		{"https://toko.example/p/ktp-selfie", "https://toko.example/p/ktp-selfie"},
		{"https://berita.example/read/2021/06/25/14320087/judul", "https://berita.example/read/2021/06/25/14320087/judul"},
		{"http://127.0.0.1:41909/sqlite3/entry-01.html?k=mobil", "http://127.0.0.1:41909/sqlite3/entry-01.html?k=mobil"},
		{"http://[2001:db8::1234:5678]:8080/a", "http://[2001:db8::1234:5678]:8080/a"},
		{"https://toko.example/wa/081200004417", "https://toko.example/wa/************"},
		{"https://toko.example/cek?nik=3507770101903001&x=1", "https://toko.example/cek?nik=3507************&x=1"},
		{"https://toko.example/cek?q=%30812-0000-4417", "https://toko.example/cek?q=***"},
		{"https://toko.example/cek?q=%2530812-0000-4417", "https://toko.example/cek?q=***"},
		{"https://toko.example/u/budi%40mail.example", "https://toko.example/u/***"},
		{"https://toko.example/u/budi@mail.example/1", "https://toko.example/u/***/1"},
		{"https://toko.example/kirim/budi@mail.example/1", "https://toko.example/kirim/***@mail.example/1"},
		{"https://budi:rahasia@toko.example/", "https://***@toko.example/"},
		{"https://t.me/s/lapak/12", "https://t.me/s/***/12"},
		{"https://t.me/budi_jaya", "https://t.me/***"},
		{"t.me/budi_jaya", "t.me/***"},
		{"https://www.tiktok.com/@budi.jaya/video/123456", "https://www.tiktok.com/@***/video/123456"},
		{"https://www.instagram.com/p/Cx1abc/", "https://www.instagram.com/p/Cx1abc/"},
		{"https://x.com/budi_jaya/status/12345678", "https://x.com/***/status/12345678"},
		{"https://toko.example/@budi.jaya/iklan-77", "https://toko.example/@***/iklan-77"},
		{"https://toko.example/user/budi-jaya/iklan-77", "https://toko.example/user/***/iklan-77"},
		{"https://toko.example/cari?seller=budi-jaya&page=2", "https://toko.example/cari?seller=***&page=2"},
		{"https://toko.example/cek?nama=Budi+Jaya&ttl=12-03-1980&alamat=Mawar&kota=2", "https://toko.example/cek?nama=***&ttl=***&alamat=***&kota=2"},
		{"https://toko.example/cari?q=@budi_jaya", "https://toko.example/cari?q=@***"},
		{"https://toko.example/keluar?ke=https://t.me/budi_jaya", "https://toko.example/keluar?ke=https://t.me/***"},
		{"https://toko.example/keluar?ke=https%3A%2F%2Ft.me%2Fbudi_jaya", "https://toko.example/keluar?ke=***"},
		{"tg://resolve?domain=budi_jaya", "tg://resolve?domain=***"},
		{"https://toko.example/cek/3507/770101/903001", "https://toko.example/cek/****/******/******"},
		{"https://toko.example/paspor/Z1234567.jpg", "https://toko.example/paspor/********.jpg"},
		{"https://nik-3507770101903001-a.localhost:8080/", "https://nik-3507************-a.localhost:8080/"},
		{"/srv/user/budi/ktp.html", "/srv/user/budi/ktp.html"},
		{"https://toko.example/#tel:+6281200004417", "https://toko.example/#tel:+*************"},
		{"data/KTP_3507770101903001.jpg", "data/KTP_3507************.jpg"},
		{"", ""},
		{"%zz", "%zz"},
	} {
		if got := mask.URL(tt.raw); got != tt.want {
			t.Errorf("URL(%q)\n got %q\nwant %q", tt.raw, got, tt.want)
		}
	}
}

// TestTextInAnyGrouping hides numbers in every grouping that a generator can think of.
func TestTextInAnyGrouping(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 9))
	seps := []string{" ", ".", "-", " - ", "/", "_", ".", " "}
	for range 20_000 {
		d := fmt.Sprintf("3507%02d%02d%02d%02d%04d", 69+r.IntN(21), 1+r.IntN(28), 1+r.IntN(12), r.IntN(100), 2001+r.IntN(7999))
		if r.IntN(2) == 0 {
			d = "08" + fmt.Sprint(10+r.IntN(89)) + "0000" + fmt.Sprint(1000+r.IntN(9000))
		}
		var b strings.Builder
		sep := seps[r.IntN(len(seps))]
		for i := 0; i < len(d); {
			n := min(1+r.IntN(6), len(d)-i)
			if i > 0 {
				b.WriteString(sep)
			}
			b.WriteString(d[i : i+n])
			i += n
		}
		left := 0
		got := mask.Text("hubungi " + b.String() + " ya")
		for _, c := range got {
			if '0' <= c && c <= '9' {
				left++
			}
		}
		if left > 4 {
			t.Fatalf("%d of %d digits stand after masking: separator %q, groups %q", left, len(d), sep, regexp.MustCompile(`\d`).ReplaceAllString(b.String(), "d"))
		}
	}
}

func FuzzMask(f *testing.F) {
	for _, s := range []string{
		"", "NIK 3507770101903001", "0812 0000 4417 25.000", "a@b.c", "wa.me/6281200004417", "2021-06-25 14:32", "x@12345678",
		"1234 5678 150.000.000", "𝟎𝟖𝟏𝟐", "https://a.example/%30%38?x=1", "nol satu dua", "12.345.678.9-012.345", "3507************ 12",
		"5678 1234,081200004417", "t.me/***", "@@a@@b", "١٢٣٤٥٦٧٨٩٠",
		"nik,nama\n3507770101903001,Budi", "Nama: Budi\nTTL: 12-03-1980\nIbu: Sri", "Budi\n3507770101903001\nJl. Mawar 2, Rp 5.000 12 set\n",
	} {
		f.Add(s)
	}
	nine := regexp.MustCompile(`\d{9}`)
	f.Fuzz(func(t *testing.T, s string) {
		m := mask.Text(s)
		if nine.MatchString(m) {
			t.Errorf("Text(%q) = %q has nine digits in a row", s, m)
		}
		if again := mask.Text(m); again != m {
			t.Errorf("Text is not stable:\n    %q\n 1: %q\n 2: %q", s, m, again)
		}
		if utf8.ValidString(s) && !utf8.ValidString(m) {
			t.Errorf("Text(%q) = %q is not UTF-8", s, m)
		}
		u := mask.URL(s)
		if nine.MatchString(u) {
			t.Errorf("URL(%q) = %q has nine digits in a row", s, u)
		}
		if again := mask.URL(u); again != u {
			t.Errorf("URL is not stable:\n    %q\n 1: %q\n 2: %q", s, u, again)
		}
	})
}

// page is a text of about 64 KiB with a number in every twentieth line.
func page() string {
	var b strings.Builder
	for i := range 900 {
		fmt.Fprintf(&b, "Ready data fresh %d, harga Rp %d.000 per set, update 25/06/2021 14:32, minat PM aja gan\n", i, 10+i%80)
		if i%20 == 0 {
			fmt.Fprintf(&b, "NIK 3507770101%02d3%03d WA 0812-0000-%04d\n", i%100, i, i)
		}
	}
	return b.String()
}

func BenchmarkText(b *testing.B) {
	p := page()
	b.SetBytes(int64(len(p)))
	b.ReportAllocs()
	for b.Loop() {
		mask.Text(p)
	}
}

// BenchmarkRegexp is what the digit-run scanner replaces: one expression for numbers in groups.
func BenchmarkRegexp(b *testing.B) {
	re := regexp.MustCompile(`(?:\+?\d[ .\-/_()]{0,3}){9,}`)
	p := page()
	b.SetBytes(int64(len(p)))
	b.ReportAllocs()
	for b.Loop() {
		re.ReplaceAllString(p, "*")
	}
}

func TestPath(t *testing.T) {
	for path, want := range map[string]string{
		"Disallow: /u/budi-jaya/":             "Disallow: /u/***/",
		"Disallow: /cek?nik=3507770101903001": "Disallow: /cek?nik=3507************",
		"Disallow: /iklan/":                   "Disallow: /iklan/",
	} {
		if got := mask.Path(path); got != want {
			t.Errorf("Path(%q) = %q, want %q", path, got, want)
		}
	}
}

func TestHost(t *testing.T) {
	for host, want := range map[string]string{
		"192.168.100.200": "192.168.100.200", "192.168.100.200:8080": "192.168.100.200:8080", "toko.example": "toko.example",
		"wa-081200004417.toko.example:8080": "wa-************.toko.example:8080",
	} {
		if got := mask.Host(host); got != want {
			t.Errorf("Host(%q) = %q, want %q", host, got, want)
		}
	}
}

// What files and pictures are called tells whose they are. Nothing of it is told with what they show.
func TestNamesOfFiles(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"ktp_budi_jaya.jpg 120K", "ktp_****_****.jpg 120K"},
		{"KTP Budi Jaya.jpg", "KTP **** ****.jpg"},
		{"KTP%20Budi%20Jaya.jpg", "KTP%20****%20****.jpg"},
		{"scan-ktp-budiJaya1990.PDF", "scan-ktp-************.PDF"},
		{"Buka folder yang ada di drive lalu lihat foto warga budi_ktp.png di situ", "Buka folder yang ada di drive lalu lihat foto warga ****_ktp.png di situ"},
		{"KTP Budi Jaya (1).jpg", "KTP **** **** (1).jpg"},
		{"KTP Budi, S.Pd & Siti [2].pdf", "KTP ****, S.** & **** [2].pdf"},
		{"[foto](ktp_budi.jpg), 'ktp_siti.mp4'", "[foto](ktp_****.jpg), 'ktp_****.mp4'"},
		{"Foto Selfie dengan KTP Budi Jaya Siti Aminah Joko Tono.jpg", "Foto Selfie dengan KTP **** **** **** ****** **** ****.jpg"},
		{"Lihat https://berkas.zip/x dan //budi.mov", "Lihat https://berkas.zip/x dan //budi.mov"},
		{"IMG_0012.jpg DSC0012.JPG Screenshot_2024.png", "IMG_0012.jpg DSC0012.JPG Screenshot_2024.png"},
		{"contoh-ktp.jpg foto_selfie_ktp_depan.webp", "contoh-ktp.jpg foto_selfie_ktp_depan.webp"},
		{"Versi 2.7z dan toko.example", "Versi 2.7z dan toko.example"},
		{"KTP Budi Jaya\nKTP Siti Aminah\nSelfie KTP Agus", "KTP **** ****\nKTP **** ******\nSelfie KTP ****"},
		{"1. KTP Budi\n2. KTP Siti\n3. KTP Agus", "1. KTP ****\n2. KTP ****\n3. KTP ****"},
		{"KTP Budi (1)\nKTP Siti 2024\nKTP Agus (Malang)", "KTP **** (1)\nKTP **** 2024\nKTP **** (******)"},
		{"KTP Digital Nasional", "KTP Digital Nasional"},
		{"Budi_Jaya/ktp.jpg, berkas/Siti Aminah/kk.pdf", "****_****/ktp.jpg, berkas/**** ******/kk.pdf"},
		{"Index of /berkas\nBudi Jaya/\nsiti_aminah/\nbackup/\n2024/\n", "Index of /berkas\n**** ****/\n****_******/\nbackup/\n2024/\n"},
		{"Harga 5.000/\nhttps://berkas.example/syarat/ktp.pdf", "Harga 5.000/\nhttps://berkas.example/syarat/ktp.pdf"},
		{"KTP Surabaya 50rb\nKTP Malang 40rb\nKTP Kediri 40rb", "KTP Surabaya 50rb\nKTP Malang 40rb\nKTP Kediri 40rb"},
		{"KTP a.n. Budi Jaya, lengkap", "KTP a.n. **** ****, lengkap"},
		{"SIM atas nama: BUDI JAYA dan lainnya", "SIM atas nama: **** **** dan lainnya"},
		{"a.n. H. Budi Jaya; a/n: Ibu Siti bin Joko, Tono", "a.n. H. **** ****; a/n: Ibu **** bin ****, ****"},
		{"An.Budi, atas nama (M. Siti), Atas nama\nJoko", "An.****, atas nama (M. ****), Atas nama\n****"},
		{"ktp a.n budi jaya lengkap, atas nama saudara Siti dan Joko", "ktp a.n **** **** lengkap, atas nama saudara **** dan ****"},
		{"an honest Budi, a.n. 081200001190 Siti", "an honest Budi, a.n. ************ Siti"},
		{"atas nama orang lain, atas nama Anda", "atas nama orang lain, atas nama Anda"},
	} {
		got := mask.Page(tt.text)
		if got != tt.want {
			t.Errorf("Page(%q)\n got %q\nwant %q", tt.text, got, tt.want)
		}
		if again := mask.Page(got); again != got {
			t.Errorf("Page(%q) is not stable: %q", tt.text, again)
		}
	}
	if got := mask.Text("open ktp_budi_jaya.jpg: no such file"); got != "open ktp_budi_jaya.jpg: no such file" {
		t.Errorf("whoever named the file is not told which: %q", got)
	}
	for raw, want := range map[string]string{
		"https://berkas.example/muat/ktp-budi-jaya.jpg?w=200": "https://berkas.example/muat/ktp-****-****.jpg?w=200",
		"https://berkas.example/muat/KTP%20Budi.jpg":          "https://berkas.example/muat/***",
		"https://berkas.example/muat/%6b%74%70_%62udi.jpg":    "https://berkas.example/muat/***",
		"https://berkas.example/ktp-elektronik":               "https://berkas.example/ktp-elektronik",
		"simpanan/ktp-budi.jpg":                               "simpanan/ktp-budi.jpg", // whoever asks for it knows it
	} {
		if got := mask.URL(raw); got != want {
			t.Errorf("URL(%q) = %q, want %q", raw, got, want)
		}
	}
}

func namesOf(name string) mask.Names {
	return mask.NamesWhenAsked(func() []string { return []string{name} })
}

func TestNames(t *testing.T) {
	for _, tt := range []struct{ names, text, want string }{
		{"Budi Jaya", "Dijual oleh Budi Jaya, hub. budi_jaya / BUDIJAYA / budi-jaya88", "Dijual oleh *********, hub. ********* / ******** / budi-jaya88"},
		{"@budi_jaya88", "ketik budi_jaya88 ya, bukan budi_jaya", "ketik *********** ya, bukan budi_jaya"},
		{"KT", "KTP KT", "KTP KT"},
		{"", "KTP", "KTP"},
		{"budi", "budiman budi", "budiman ****"},
	} {
		n := namesOf(tt.names)
		got := n.Blank(tt.text)
		if got != tt.want || len(got) != len(tt.text) {
			t.Errorf("%q hidden in %q: got %q, want %q", tt.names, tt.text, got, tt.want)
		}
		if s := fmt.Sprintf("%v %+v %#v %s %q %d", n, n, n, n, n, struct{ n mask.Names }{n}); tt.names != "" && strings.Contains(s, tt.names) {
			t.Errorf("names print themselves: %s", s)
		}
	}
	n := namesOf("Budi Jaya")
	for _, tt := range []struct{ raw, want string }{
		{"https://pasar.example/iklan/ktp-budi-jaya-77", "https://pasar.example/iklan/ktp-*********-77"},
		{"https://pasar.example/iklan/ktp%20budi%20jaya", "https://pasar.example/iklan/***"},
		{"https://budijaya.pasar.example/iklan/1", "https://********.pasar.example/iklan/1"},
		{"https://budijaya.example/iklan/1", "https://budijaya.example/iklan/1"},
	} {
		if got := n.URL(tt.raw); got != tt.want {
			t.Errorf("URL(%q) = %q, want %q", tt.raw, got, tt.want)
		}
	}
}
