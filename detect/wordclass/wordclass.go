// Package wordclass knows the words that are nobody's: names of columns, words of documents and of trade, of addresses and
// months; and the prices, dates and addresses that begin with a word. It looks at one word at a time and hides nothing.
package wordclass

import (
	"strings"
	"unicode/utf8"

	"ronda/detect/digits"
	"ronda/detect/glyph"
)

// A Class tells what a word is, where it is known.
type Class uint8

// Classes of words; a word may be of several.
const (
	Column Class = 1 << iota // names a column or field
	Trade                    // of documents and of trade
	Street                   // begins an address
	Month
	// Which thing of a person a column holds.
	personShift = iota
)

// Of returns what a word is, with up to two digits behind it too (alamat1), 0 for other.
func Of(word string) Class {
	if word == "" || len(word) > glyph.LongestWord || !glyph.Letter(word[0]) {
		return 0
	}
	var buf [glyph.LongestWord]byte
	w := glyph.Lower(&buf, word)
	n := len(w)
	for n > 0 && len(w)-n < 2 && '0' <= w[n-1] && w[n-1] <= '9' {
		n--
	}
	if n == len(w) {
		if beginnings[pairOf(w[0], w[min(1, n-1)])]&(1<<n) == 0 || endings[pairOf(w[max(0, n-2)], w[n-1])]&(1<<n) == 0 {
			return 0
		}
		return classes[string(w)]
	}
	if c := classes[string(w)]; c != 0 || n < 3 {
		return c
	}
	return classes[string(w[:n])]
}

// Kind is the kind of thing of a person that a word names, 0 for none.
func (c Class) Kind() int { return int(c >> personShift) }

// Set returns a list's words.
func Set(words string) map[string]bool {
	out := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		out[w] = true
	}
	return out
}

// classes are those of all known words; beginnings and endings know how long the words are that begin or end with two letters, a bit
// for each length: most words are told from them without being looked up.
var classes, beginnings, endings = func() (all map[string]Class, beginning, ending [1 << 10]uint32) {
	all = map[string]Class{}
	add := func(words string, c Class) {
		for w := range strings.FieldsSeq(words) {
			all[w] |= c
			n := len(w)
			beginning[pairOf(w[0], w[min(1, n-1)])] |= 1 << n
			ending[pairOf(w[max(0, n-2)], w[n-1])] |= 1 << n
		}
	}
	add(columnWords, Column)
	add(tradeWords, Trade)
	add(streetWords, Street)
	add(monthWords, Month)
	for kind, words := range personWordsOf {
		add(words, Column|Class(kind)<<personShift)
	}
	return all, beginning, ending
}()

// pairOf is a number of ten bits for two letters, whatever their case.
func pairOf(a, b byte) int { return int(a&31)<<5 | int(b&31) }

// Words that stay in a person's row: none of them is part of a name, a place or an address in its own right, or says anything of a
// person beside it. Words for what somebody is (a religion, a trade, married) are missing on purpose.
var (
	// columnWords name columns and fields, wherever they stand.
	columnWords = strings.Join([]string{
		"account addr address agama age alamat alias anak at ayah bank bansos baris berlaku bin binti birth birthdate",
		"birthplace blood bpjs by city code copy country create created darah date desa district dob dpt dtks dusun education",
		"email expired false faskes father fathers first foto from full fullname gelar gender gol goldar golongan hingga hp",
		"hubungan husband ibu id idktp induk insert int into istri jenis jk jml job jumlah kab kabupaten kandung ke kec",
		"kecamatan kel kelamin kelas keluarga kelurahan kepala kependudukan ket keterangan kewarganegaraan key kk kode",
		"kodepos kolom kota kpm ktp lahir last lengkap limit login maiden mail marital mobile modified mother mothers msisdn",
		"nama namaibu namalengkap name nasabah nationality negara nik niks no nohp noka nokk noktp nomer nomor nomorkk",
		"nomornik nonik nonpwp norek nourut npwp null num number occupation operator orang orangtua ortu paspor pass passport",
		"password pekerjaan pendidikan penduduk perkawinan peserta phone photo pin place pob pos postal postcode primary prov",
		"provider province provinsi regency registered rekening relation religion row rows rt rtrw rw select selfie sex shdk",
		"sim status street suami suku surel table tanggal telepon telp tempat text tgl tmp tmpt tps true ttl tua tujuan umur",
		"updated urut user username usia uuid value values varchar village wa wife zip",
	}, " ")
	// tradeWords are those of documents and of trade. They go where they are the smaller part of a value.
	tradeWords = strings.Join([]string{
		"color colour cocok utk bln keluar tambah ditambah registrasi pengajuan lampiran pengumuman rekap pemenang tahap bebas plat wajah muka",
		"jepretan sumber images image size total fields cols lunas koin activation prepaid img json members berikut salinan keputusan terbuka",
		"a acc access accounts ada adakah adalah admin adol affiliate agen aja akses akta akte aktif aktivasi aku akun",
		"akunnya amplop amunisi an and anda anggota angka angkanya angkutan antre anyar apiece apk aplikasi approved",
		"archive are arsip asli aslinya atas atau atm available away backup bagi bagiin bakal balas banking bantu banyak",
		"barang baru base basis batch bawa bayar belakang belangko beli belum beredar beres bergaransi bergransi berisi",
		"berita berkas berminat bersama biaya bikin bikinin bikinkan bio biodata bisa bitcoin blangko blank blanko blm",
		"bluetick bmp bocor bocoran bocornya bongkar borong borongan bot btc buat buatan buatin buatkan buka bukaan bukak",
		"bukan bukti buku bulanan bulk bundle bundling bungkus butuh buy buyer buying call card cards cari cdr cek cekelan",
		"ceki cepat cetak cetakin chat checking checkout chip citizen citizens cod colek colok column columns contact contoh",
		"contohnya cost counterfeit crypto cs csv cuci cuplikan custom customer daftar daftarkan dan dapat dapetin dari data",
		"database datang datanya dataset db debitur deepfake dengan depan deposit desain details dgn dhibi di diambil dibagi",
		"dibagiin dibeli dibuat dibuatkan dibutuhkan dicari dicek dicetak dicicil didaftarkan didapat didol diedit difoto",
		"diganti digaransi digit digital dihibahkan diinginkan diinjeum dijamin dijepret dijual dijualin dijualnya dikirim",
		"dilelang dilepas diorder dipegang dipinjamkan dipoto dipotret direkayasa diri dirinya disdukcapil disediakan",
		"disertakan disesuaikan disewa disewakan disik diskon distributor ditampung ditolak diverifikasi dll dm doang doc",
		"docs document documents docx dodolan dokumen domisili download dox doxing doxxing dp dst dukcapil dump editable",
		"editin ektp ekyc entri entries entry escrow etalase ewallet excel exchange exclusive exclusivity fake family fc fee",
		"file fintech folder for form format formulir forsale fotocopy fotokan fotokopi fotokopian fotonya free fresh",
		"fullakses fulls fullset fullverif fullz gagal gaji gak gambar ganda ganti garansi garansinya gaskeun gausah generate",
		"generated generator give giveaway gives gratis gratisan grosir gue habisin halaman harap harga hargai hargane",
		"harganya hari hasil hasilnya have heic hemat hologram hrg html http https hubungi identifier identitas identity idr",
		"ids ijazah ijenan imei in inbok inbox indonesia indonesian ini is isi itu izin jabber jalan jaminan japri",
		"japrian jgn jpeg jpg jt jual jualan jualin juga juta jutaan kali kalian kami kamu kantor karepmu kartu kartunya",
		"katalog kate katepe kebocoran kedua keinginan kelahiran kelebihan kematian kemendagri kenalan kendaraan kepake",
		"keping kepoin kertas ketahuan ketauan ketemu ketik keuangan kia kilat kirim kirimin kirimkan kita kitas kknya klik",
		"koleksi komdigi komen kominfo komisi komplit komplitan konfirmasi konsumen kontak kontrak korban kosong kosongan kpr",
		"kpu kredit kripto ktpel ktpnya kulakan kumpulan kumpulkan kurang kurir kustom kyc kyced lacak lagi lain lamar",
		"lampirkan langganan langsung laporan lbr leads leak leaked leasing lebih lembar lengkapi lengkapnya level lewat lgsg",
		"licence license lihat line lines link list live liveness lokasi lolos looking lookup mailbox make makes marketplace",
		"masih masuk masukkan mau mbanking mbayar melacak melayani melepas membeli member memegang menampilkan menawarkan",
		"mencari mencetak menerima mengemudi menjual mentahan mentahannya menyediakan menyewa menyewakan menyusul merchant",
		"mereka merombak merubah message metu milih milik min minat minimal minimum minjem minta mohon monero mrz muncul",
		"murah n naik naikin namamu namanya narik nawarin need nego neobank nerima net nett new ngabisin ngadol ngajual",
		"ngalacak nganggur ngecer ngedit ngedol ngelacak ngelepas ngeprint nggak nggawe nggowo ngumpul ngumpulin ngurus",
		"ninggalin nominal nomornya nongol nopol now numbers numpuk nya nyari nyediain nyetak nyetakno nyetok nyetor nyimpen",
		"nyusul of ojk ojo ojol oleh on online only open or orangnya ordal order orderan org ori osint otomatis otp owner",
		"pada pajak pakai pake paket paketan palsu panenan pangaos parklaring parsing partai partial partner paspoar paspoor",
		"pasport passports patokannya paylater payment paypal pcs pdf pegang pegangnya pelacakan pelamar pelanggan pemasok",
		"pembayaran pembeli pembelian pembuatan pemilih pemilik pemilu peminjam pencairan pencarian penemuan penerima",
		"pengenal pengepul pengguna penipuan people per perakun perbaris perbiji perdata perekaman perfile peringatan",
		"perkepala perlu permintaan pernah pernama perorang perorg perpaket perpcs persediaan perset persis person persons",
		"pesan pesanan petugas petugasnya photoshop php pics picture pictures piece pinjam pinjaman pinjamkan pinjem pinjol",
		"pinned pkt pln plus pm png population porsi poto potongan potonya potret ppl prabayar pre premium preorder preview",
		"pribadi price pricelist print profil profiling promo proof psd punya rar rate ratenya ratusan ready record records",
		"redi redy refund reg regane regis registrasi rek rekam rekaman rekber rekrut rental repeat replace replacement",
		"replica replika reply request resell reseller resmi resp respon response restock restocked restok returns reveal",
		"ribu ribuan ripper rp rubah saha saham saja saldo sale sama sampel sample samples samsat satu satuan satuannya saya",
		"scam scan scans sdh search sebiji security sedekah sediain sefi sefie seharga sehari sehat sekali sekalian",
		"selebihnya selesai selfi selfih selfina selfy sell seller selling sells selpi semua send sendiri sepaket separo",
		"separuh sepasang serahkan seribu sertakan seset session sesudah set setelah setengah setor setoran setorkan sets",
		"sewa sewain sewakan share shop shows siap siapa siapkan signal silakan silent simcard sisa sisanya sistem skck",
		"slefie slfi slfie slik slot sms softcopy spaylater spesialis spoiler spreadsheet sql stock stocknya stok stokan",
		"stoknya submit sudah supplier supply surat swafoto tabel tabungan tahun tampil tampilkan tampung tanpa tanya tapi",
		"tarif tarifnya tarikan tautan tawarkan tebak teko tele telemarketing telkomsel tembak tembakan tempelan templat",
		"template temui terbaca terbitkan tercetak terdaftar terdeteksi teregistrasi terima terjual terkumpul terpakai",
		"terpercaya terpisah tersebar tersedia terserah terverifikasi testi testimoni the tiap tidak tif tiff tinggalkan",
		"tiruan titipan to token toko tolong topup trace track tracking transfer trc20 trusted tukar tuker tukeran txt ubah",
		"udah umkm unit unlimited untuk update upgrade upload usd utc utk verif verification verified verifikasi versi",
		"version video vouches wajib wallet want wanted warga waspada webp whatsapp whole wib wita with wtb wts wtt www",
		"xls xlsx xmr yang yg your yuk",
	}, " ")
	// Words with which addresses begin, and names of months, in full and short.
	streetWords = "jl jln jalan gg gang rt rw kel kelurahan desa dusun dukuh blok komplek kompleks perum perumahan kampung kp lingkungan kec kecamatan"
	monthWords  = "januari februari maret april mei juni juli agustus september oktober november desember january february march may june july " +
		"august october december jan feb mar apr jun jul agu ags aug sep sept okt oct nov nop des dec"
)

// Kinds of things that tables of people are known by.
const (
	Number = 1 + iota
	Birth
	Mother
	Name
	Place
	State

	Telling = 1<<Number | 1<<Birth | 1<<Mother // without one of them, a table is hardly one of people
)

// personWordsOf are the words that name columns with each.
var personWordsOf = map[int]string{
	Number: "nik nonik niks nokk kk ktp noktp npwp nonpwp nomornik nomorkk paspor passport bpjs noka",
	Birth:  "ttl lahir dob birth birthdate birthplace pob",
	Mother: "kandung maiden ibu ayah mother father namaibu",
	Name:   "nama name namalengkap fullname alias",
	Place:  "alamat address addr rt rw rtrw kel kelurahan desa kec kecamatan kab kabupaten dusun kodepos street village",
	State:  "agama religion perkawinan marital pekerjaan occupation kelamin gender jk goldar golongan darah gol blood kewarganegaraan pendidikan hubungan shdk tempat",
}

// Next returns the next word of s from i on, or the stars in the place of some, and where to go on. A name in one, as in
// namaIbu, is cut before each capital.
func Next(s string, i int) (w digits.Span, next int) {
	for i < len(s) {
		r, size := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(s[i:])
		}
		if glyph.Word(r) || r == '*' {
			break
		}
		i += size
	}
	w.From = i
	for i < len(s) && s[i] == '*' {
		i++
	}
	for i < len(s) && s[w.From] != '*' {
		c := s[i]
		if c < utf8.RuneSelf {
			if !glyph.Word(rune(c)) {
				break
			}
			if i > w.From && 'A' <= c && c <= 'Z' && 'a' <= s[i-1] && s[i-1] <= 'z' {
				break
			}
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if !glyph.Word(r) && !glyph.Invisible(r) {
			break
		}
		i += size
	}
	w.To = i
	return w, i
}
