package feed

import (
	"fmt"
	"net/http"
	"time"

	xlanguage "golang.org/x/text/language"
)

// wib is the time of Jakarta, in which the page writes every time.
var wib = time.FixedZone("WIB", 7*60*60)

// lang is a language of the page.
type lang struct {
	Code   string
	Name   string
	months [12]string
	colon  string // between hours and minutes
	point  string // before decimals
	text   map[string]string
}

// language chooses by the parameter lang, then by what the browser asks for, then Indonesian. query is the parameter.
func language(r *http.Request) (l *lang, query string) {
	switch q := r.URL.Query().Get("lang"); q {
	case "en":
		return &english, q
	case "id":
		return &indonesian, q
	}
	tags, _, err := xlanguage.ParseAcceptLanguage(r.Header.Get("Accept-Language"))
	if err == nil && len(tags) > 0 {
		if _, index, confidence := matcher.Match(tags...); confidence >= xlanguage.High && index == 1 {
			return &english, ""
		}
	}
	return &indonesian, ""
}

var matcher = xlanguage.NewMatcher([]xlanguage.Tag{xlanguage.Indonesian, xlanguage.English})

// T returns the text under key, which every language has.
func (l *lang) T(key string, args ...any) string {
	if len(args) == 0 {
		return l.text[key]
	}
	return fmt.Sprintf(l.text[key], args...)
}

func (l *lang) time(t time.Time) string {
	t = t.In(wib)
	return fmt.Sprintf("%d %s %d, %02d%s%02d WIB", t.Day(), l.months[t.Month()-1], t.Year(), t.Hour(), l.colon, t.Minute())
}

func (l *lang) date(t time.Time) string {
	t = t.In(wib)
	return fmt.Sprintf("%d %s %d", t.Day(), l.months[t.Month()-1], t.Year())
}

var indonesian = lang{
	Code: "id", Name: "Bahasa Indonesia",
	months: [12]string{"Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"},
	colon:  ".", point: ",",
	text: map[string]string{
		"tagline": "Ronda malam untuk identitas warga", "skip": "Langsung ke isi", "feed": "Peringatan", "api": "API",
		"live": "Langsung", "live.wait": "Menyambung…", "live.lost": "Terputus, menyambung lagi…", "new": "Ada peringatan baru.", "new.show": "Tampilkan",
		"updated": "Daftar diperbarui.",
		"open":    "Perlu ditangani", "critical": "Kritis", "cases": "Kasus", "total": "Semua peringatan",
		"kind": "Jenis", "severity": "Tingkat", "state": "Status", "platform": "Platform", "since": "Sejak", "search": "Cari judul atau alamat", "any": "Semua", "apply": "Saring", "clear": "Hapus saringan",
		"since.1h": "1 jam terakhir", "since.24h": "24 jam terakhir", "since.7d": "7 hari terakhir", "since.30d": "30 hari terakhir",
		"kind.sale": "Penjualan", "kind.forgery": "Pemalsuan", "kind.exposure": "Kebocoran", "kind.solicitation": "Pengumpulan",
		"kind.sale.about": "menawarkan identitas milik orang lain", "kind.forgery.about": "menawarkan dokumen palsu atau blangko",
		"kind.exposure.about": "memuat data identitas secara terbuka", "kind.solicitation.about": "meminta orang menyerahkan identitasnya",
		"severity.critical": "Kritis", "severity.high": "Tinggi", "severity.medium": "Sedang", "severity.low": "Rendah",
		"state.open": "Terbuka", "state.confirmed": "Terkonfirmasi", "state.reported": "Dilaporkan", "state.taken_down": "Sudah diturunkan", "state.dismissed": "Bukan pelanggaran",
		"score": "Keyakinan", "documents": "Dokumen", "selfie": "Selfie", "identifiers": "Nomor", "region": "Wilayah %s", "distinct": "nomor berbeda",
		"signals": "Mengapa", "for": "Menguatkan", "against": "Melemahkan", "rule": "Aturan", "weight": "Bobot", "evidence": "Cuplikan (disamarkan)",
		"none.against": "Tidak ada yang melemahkan.",
		"pictures":     "Gambar pada iklan", "picture.none": "tidak ada dokumen dikenali", "picture.selfie": "dengan wajah",
		"seen": "Gambar ini pernah terlihat", "seen.picture": "Gambar %d", "seen.in": "Ada di %d iklan lain di %s sejak %s.", "seen.in.one": "Ada di %d iklan lain di %s sejak %s.",
		"seen.none": "Belum pernah terlihat di tempat lain.", "seen.card": "dokumen yang sama", "seen.alike": "gambar serupa", "seen.more": "dan %d lainnya",
		"seen.dismissed": "Diabaikan oleh analis: tidak dihubungkan dengan iklan lain.", "seen.quarantined": "Dikarantina: terhubung ke terlalu banyak iklan untuk satu gambar.",
		"seen.dismiss": "Bukan bukti, logo misalnya? Abaikan dengan:", "seen.restore": "Hubungkan kembali dengan:",
		"seen.decided": "Oleh %s, %s", "decide.dismiss.open": "Bukan bukti?", "decide.dismiss": "Abaikan gambar ini", "decide.restore": "Batalkan: hubungkan kembali",
		"decide.dismiss.about": "Gambar ini dan yang menyerupainya, sekarang dan nanti, tidak lagi dihubungkan dengan iklan lain. Peringatannya sendiri tetap ada.",
		"decide.reason":        "Alasan, untuk catatan akses", "decide.restore.reason": "keliru diabaikan", "decide.reason.needed": "Beri alasan, paling banyak %d karakter.",
		"decide.enter": "Untuk memutuskan di halaman ini, masuklah lewat tautan dari:",
		"enter":        "Masuk", "enter.text": "Keputusan Anda di halaman ini dicatat atas nama %s.", "enter.do": "Masuk sebagai %s", "leave": "Keluar",
		"capture": "Rekaman tersamar", "capture.note": "Nomor dan kontak disamarkan; gambar dijadikan mosaik yang tidak dapat dipulihkan.", "capture.none": "Tidak ada rekaman untuk peringatan ini.",
		"capture.cut": "Teks dipotong.", "capture.omitted": "%d gambar tidak dapat dibaca.", "mosaic": "Mosaik gambar %d, asli %d × %d piksel",
		"original": "Salinan asli", "original.sealed": "Disegel", "original.size": "%s kB", "original.none": "Tidak disimpan.", "original.note": "Hanya pemegang kunci yang dapat membukanya.",
		"hold": "Penahanan hukum", "hold.on": "Kasus ini tidak boleh dihapus.", "erased": "isinya telah dihapus",
		"history": "Riwayat", "event.opened": "Ditemukan", "event.updated": "Berubah", "event.resolved": "Sudah tidak ada", "event.retracted": "Ditarik kembali",
		"first": "Pertama terlihat", "last": "Terakhir terlihat", "case": "Kasus", "case.same": "Peringatan lain dalam kasus ini", "address": "Alamat (disamarkan)", "visit": "Buka di situs asal", "part": "Bagian", "id": "ID peringatan", "subject": "Subjek NATS", "json": "Lihat sebagai JSON",
		"visit.note": "Situs ini di luar kendali kami. Jangan menghubungi penjual.",
		"back":       "Kembali ke daftar", "next": "Lebih lama", "newest": "Ke yang terbaru", "untitled": "(tanpa judul)", "results": "Daftar peringatan",
		"empty": "Belum ada peringatan", "empty.text": "Ronda sedang berjalan dan belum menemukan apa pun. Halaman ini memperbarui diri; Anda tidak perlu memuat ulang.",
		"empty.do": "Belum ada yang dijelajahi? Beri alamat awal:", "empty.demo": "Atau lihat dengan data rekaan:",
		"nothing": "Tidak ada yang cocok", "nothing.text": "Tidak ada peringatan yang cocok dengan saringan ini. Longgarkan atau hapus saringannya.",
		"footer": "Semua nomor disamarkan. Salinan asli, bila disimpan, disegel dan tidak dapat dibuka di sini.", "subscribe": "Berlangganan",
		"error.bad_request.title": "Permintaan tidak dipahami", "error.bad_request": "Sesuatu pada alamat ini tidak dapat dipahami.",
		"error.not_found.title": "Tidak ditemukan", "error.not_found": "Halaman atau peringatan ini tidak ada.",
		"error.method_not_allowed.title": "Tidak diizinkan", "error.method_not_allowed": "Alamat ini hanya untuk membaca.",
		"error.not_signed_in.title": "Belum masuk", "error.not_signed_in": "Untuk memutuskan di sini, jalankan ronda alerts sign-in dan buka tautan yang dicetaknya.",
		"error.foreign_page.title": "Ditolak", "error.foreign_page": "Permintaan ini datang dari halaman lain, bukan dari ronda.",
		"error.no_invitation.title": "Tautan tidak berlaku", "error.no_invitation": "Tautan ini sudah dipakai atau terlalu lama. Buat yang baru dengan ronda alerts sign-in.",
		"error.missing_key.title": "Kunci tidak ada", "error.missing_key": "Sidik gambar ini disegel dengan kunci yang tidak ada di folder kunci. Kembalikan kunci itu dari cadangan, lalu mulai lagi.",
		"error.wrong_host.title": "Nama host tidak dikenal", "error.wrong_host": "Buka lewat http://localhost atau http://127.0.0.1 dengan port yang sama. Proksi di depan ronda harus meneruskan localhost pada header Host.",
		"error.internal.title": "Gangguan", "error.internal": "Terjadi kesalahan di dalam. Rinciannya ada di log; silakan coba lagi.",
	},
}

var english = lang{
	Code: "en", Name: "English",
	months: [12]string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},
	colon:  ":", point: ".",
	text: map[string]string{
		"tagline": "A night watch over people's identities", "skip": "Skip to content", "feed": "Alerts", "api": "API",
		"live": "Live", "live.wait": "Connecting…", "live.lost": "Disconnected, trying again…", "new": "There are new alerts.", "new.show": "Show",
		"updated": "The list was updated.",
		"open":    "To be handled", "critical": "Critical", "cases": "Cases", "total": "All alerts",
		"kind": "Kind", "severity": "Severity", "state": "State", "platform": "Platform", "since": "Since", "search": "Search title or address", "any": "All", "apply": "Filter", "clear": "Clear filters",
		"since.1h": "last hour", "since.24h": "last 24 hours", "since.7d": "last 7 days", "since.30d": "last 30 days",
		"kind.sale": "Sale", "kind.forgery": "Forgery", "kind.exposure": "Exposure", "kind.solicitation": "Solicitation",
		"kind.sale.about": "offers other people's identities", "kind.forgery.about": "offers fake or blank documents",
		"kind.exposure.about": "publishes identity data openly", "kind.solicitation.about": "asks people to hand over their identity",
		"severity.critical": "Critical", "severity.high": "High", "severity.medium": "Medium", "severity.low": "Low",
		"state.open": "Open", "state.confirmed": "Confirmed", "state.reported": "Reported", "state.taken_down": "Taken down", "state.dismissed": "Dismissed",
		"score": "Confidence", "documents": "Documents", "selfie": "Selfie", "identifiers": "Numbers", "region": "Region %s", "distinct": "distinct numbers",
		"signals": "Why", "for": "For", "against": "Against", "rule": "Rule", "weight": "Weight", "evidence": "Snippet (masked)",
		"none.against": "Nothing speaks against it.",
		"pictures":     "Pictures of the listing", "picture.none": "no document recognised", "picture.selfie": "with a face",
		"seen": "Seen before", "seen.picture": "Picture %d", "seen.in": "Stands in %d other listings on %s since %s.", "seen.in.one": "Stands in %d other listing on %s since %s.",
		"seen.none": "Seen nowhere else so far.", "seen.card": "same document", "seen.alike": "alike", "seen.more": "and %d more",
		"seen.dismissed": "Dismissed by an analyst: it is not linked to other listings.", "seen.quarantined": "In quarantine: it linked to more listings than a picture can.",
		"seen.dismiss": "No proof, a logo for instance? Dismiss it with:", "seen.restore": "Link it again with:",
		"seen.decided": "By %s, %s", "decide.dismiss.open": "No proof?", "decide.dismiss": "Dismiss this picture", "decide.restore": "Undo: link it again",
		"decide.dismiss.about": "This picture and what is like it, now and later, is no longer linked to other listings. The alert itself stays.",
		"decide.reason":        "Reason, for the access log", "decide.restore.reason": "dismissed by mistake", "decide.reason.needed": "Give a reason of at most %d characters.",
		"decide.enter": "To decide on this page, sign in with the link that you get from:",
		"enter":        "Sign in", "enter.text": "What you decide on this page is recorded under the name %s.", "enter.do": "Sign in as %s", "leave": "Sign out",
		"capture": "Redacted capture", "capture.note": "Numbers and contacts are masked; pictures are mosaics that cannot be undone.", "capture.none": "There is no capture for this alert.",
		"capture.cut": "The text was cut.", "capture.omitted": "%d pictures could not be read.", "mosaic": "Mosaic of picture %d, originally %d × %d pixels",
		"original": "Original", "original.sealed": "Sealed", "original.size": "%s kB", "original.none": "None is kept.", "original.note": "Only who holds the key can open it.",
		"hold": "Legal hold", "hold.on": "This case must not be erased.", "erased": "its content was erased",
		"history": "History", "event.opened": "Found", "event.updated": "Changed", "event.resolved": "Gone", "event.retracted": "Retracted",
		"first": "First seen", "last": "Last seen", "case": "Case", "case.same": "Other alerts of this case", "address": "Address (masked)", "visit": "Open on its site", "part": "Part", "id": "Alert id", "subject": "NATS subject", "json": "View as JSON",
		"visit.note": "That site is beyond our control. Do not contact the seller.",
		"back":       "Back to the list", "next": "Older", "newest": "To the newest", "untitled": "(untitled)", "results": "List of alerts",
		"empty": "No alerts yet", "empty.text": "Ronda is walking and has not found anything. This page updates itself; there is no need to reload.",
		"empty.do": "Nothing crawled yet? Give it an address to begin with:", "empty.demo": "Or look at it with invented data:",
		"nothing": "Nothing matches", "nothing.text": "No alert matches these filters. Loosen or clear them.",
		"footer": "All numbers are masked. Originals, where kept, are sealed and cannot be opened here.", "subscribe": "Subscribe",
		"error.bad_request.title": "Request not understood", "error.bad_request": "Something in this address cannot be understood.",
		"error.not_found.title": "Not found", "error.not_found": "This page or alert does not exist.",
		"error.method_not_allowed.title": "Not allowed", "error.method_not_allowed": "This address is for reading only.",
		"error.not_signed_in.title": "Not signed in", "error.not_signed_in": "To decide here, run ronda alerts sign-in and open the link that it prints.",
		"error.foreign_page.title": "Refused", "error.foreign_page": "This request came from another page, not from ronda.",
		"error.no_invitation.title": "This link is not valid", "error.no_invitation": "It was used already, or is too old. Make another with ronda alerts sign-in.",
		"error.missing_key.title": "A key is missing", "error.missing_key": "The hashes of this picture are sealed under a key that is not in the folder of keys. Put it back from the backup, and start again.",
		"error.wrong_host.title": "Unknown host name", "error.wrong_host": "Open it as http://localhost or http://127.0.0.1 with the same port. A proxy in front of ronda must pass on localhost in the Host header.",
		"error.internal.title": "Something failed", "error.internal": "Something went wrong inside. The log has the details; please try again.",
	},
}
