package detect_test

import (
	"testing"

	"ronda/detect"
)

// checked are situations that were written after the weights were chosen, to see what these are worth.
var checked = []situation{
	{"English offer with a card", onPage, "Selling Indonesian KTP photos of real people, fresh, 2 USD each, DM me on Telegram", []string{"ktp"}, detect.KindSale, detect.SeverityHigh},
	{"offer of family cards", onPage, "Dijual data KK asli lengkap, 20rb per lembar, ready banyak, minat PM", []string{"kk"}, detect.KindSale, detect.SeverityHigh},
	{"gift of KTP pictures with a collage", onPage, "Bagi-bagi gratis foto KTP orang buat daftar akun, ambil aja di link", []string{"collage"}, detect.KindSale, detect.SeverityHigh},
	{"offer of NPWP with a selfie", onPage, "Jual akun + NPWP + KTP atas nama orang lain siap pakai, 150rb, hubungi WA", []string{"npwp selfie"}, detect.KindSale, detect.SeverityHigh},
	{"one's own selfie for sale", onPage, "Saya jual foto selfie KTP saya sendiri sebagai NFT, harga 0,1 ETH", []string{"selfie"}, detect.KindSale, detect.SeverityLow},
	{"editable template with its sample", onPage, "Jual template PSD KTP bisa edit nama dan foto, hasil mirip asli, 50rb, chat WA", []string{"ktp"}, detect.KindForgery, detect.SeverityMedium},
	{"posing as an aid scheme", onPage, "Bantuan sosial Rp600.000 dari pemerintah! Kirim foto KTP dan selfie memegang KTP ke nomor WA ini sekarang juga", []string{"selfie"}, detect.KindSolicitation, detect.SeverityHigh},
	{"buying selfies", onPage, "Butuh uang cepat? Kami beli foto selfie KTP kamu 100rb, langsung transfer, inbox", []string{"selfie"}, detect.KindSolicitation, detect.SeverityHigh},
	{"rental deposit", onPage, "Rental motor Jogja 70rb per hari. Syarat: jaminan KTP asli dan foto selfie penyewa.", []string{"ktp"}, detect.KindNone, detect.SeverityLow},
	{"bank's guide with its pattern", onPage, "Buka rekening di aplikasi bank kami: foto e-KTP, swafoto dengan KTP, lalu panggilan video. Bank tidak pernah meminta PIN Anda.", []string{"selfie"}, detect.KindNone, detect.SeverityLow},
	{"news with a blurred collage", onPage, "Menurut pakar keamanan siber, ribuan foto selfie KTP dijual di forum gelap. Kominfo menyatakan sedang menyelidiki, kata juru bicara.", []string{"ktp"}, detect.KindNone, detect.SeverityLow},
	{"how to watermark", onPage, "Tips aman: beri watermark pada foto KTP sebelum dikirim agar tidak disalahgunakan.", []string{"ktp"}, detect.KindNone, detect.SeverityLow},
	{"explains the fields", onPage, "Arti 16 digit NIK pada KTP: enam digit pertama kode wilayah, enam digit berikutnya tanggal lahir.", []string{"ktp"}, detect.KindNone, detect.SeverityLow},
	{"card holder shop", onPage, "Gantungan ID card holder kulit muat KTP dan ATM, harga 20rb, pilihan warna banyak.", []string{"ktp"}, detect.KindNone, detect.SeverityLow},
	{"card reader shop", onPage, "Jual e-KTP reader untuk kantor, garansi resmi 1 tahun, harga 3,5 juta.", []string{"ktp"}, detect.KindNone, detect.SeverityLow},
	{"tax bureau", onPage, "Jasa pengurusan NPWP badan dan pelaporan SPT, konsultan pajak berizin.", []string{"npwp"}, detect.KindNone, detect.SeverityLow},
	{"found card", onPage, "Ditemukan KTP dan dompet di halte, pemilik silakan ambil di pos satpam.", []string{"ktp"}, detect.KindNone, detect.SeverityLow},
	{"two people's cards on a blog", onPage, "Kami menikah! Ini KTP kami berdua, akhirnya satu alamat.", []string{"ktp", "ktp 2"}, detect.KindNone, detect.SeverityLow},
	{"open folder of cards", onPage, "Index of /uploads/ktp", []string{"ktp", "ktp 2", "ktp 3", "ktp 4", "ktp 5"}, detect.KindExposure, detect.SeverityMedium},
	{"open folder of selfies", onPage, "Index of /uploads/verifikasi", []string{"selfie", "selfie 2", "selfie 3", "selfie 4"}, detect.KindExposure, detect.SeverityHigh},
	{"notice with scans of five", onPage, "Daftar penerima bantuan desa, terlampir KTP warga.", []string{"ktp", "ktp 2", "ktp 3", "ktp 4", "ktp 5"}, detect.KindExposure, detect.SeverityMedium},
	{"sheet of copies on a neutral page", onPage, "Dokumentasi kegiatan.", []string{"collage"}, detect.KindExposure, detect.SeverityHigh},
	{"twelve cards on a page", onPage, "Arsip pelanggan", []string{"ktp", "ktp 2", "ktp 3", "ktp 4", "ktp 5", "ktp 6", "ktp 7", "ktp 8", "ktp 9", "ktp 10", "ktp 11", "ktp 12"}, detect.KindExposure, detect.SeverityHigh},
	{"lone NPWP", asPicture, "", []string{"npwp"}, detect.KindExposure, detect.SeverityLow},
	{"lone selfie with NPWP", asPicture, "", []string{"npwp selfie"}, detect.KindExposure, detect.SeverityMedium},
	{"lone card and KK", asPicture, "", []string{"both"}, detect.KindExposure, detect.SeverityLow},
	{"lone picture of guesses", asPicture, "", []string{"wild guess"}, detect.KindExposure, detect.SeverityLow},
}

func TestWordsAndPicturesUnseen(t *testing.T) { judgeAll(t, checked) }
