package detect_test

import (
	"fmt"
	"testing"

	"ronda/crawler"
	"ronda/detect"
	"ronda/detect/layout"
)

// shows are pictures of a listing, a word for each: what the recogniser is made to say of it.
var shows = map[string]layout.Picture{
	"nothing":     {},
	"ktp":         {Matches: documents("ktp", 1, 0.97)},
	"kk":          {Matches: documents("kk", 1, 0.95)},
	"npwp":        {Matches: documents("npwp", 1, 0.95)},
	"doubtful":    {Matches: documents("ktp", 1, 0.55)},
	"selfie":      {Matches: documents("ktp", 1, 0.97), Selfie: true},
	"pair":        {Matches: documents("ktp", 2, 0.95)},
	"both":        {Matches: append(documents("ktp", 1, 0.95), documents("kk", 1, 0.95)...)},
	"collage":     {Matches: documents("ktp", 6, 0.9)},
	"selfies":     {Matches: documents("ktp", 4, 0.9), Selfie: true},
	"wild guess":  {Matches: documents("ktp", 3, 0.52)},
	"npwp selfie": {Matches: documents("npwp", 1, 0.9), Selfie: true},
}

func documents(name string, n int, score float64) (out []layout.Match) {
	for range n {
		out = append(out, layout.Match{Layout: name, Score: score, Quad: [][2]int{{0, 0}, {9, 0}, {9, 9}, {0, 9}}})
	}
	return out
}

// situation is words with pictures, and what the label policy says of both.
type situation struct {
	name     string
	form     crawler.Form
	text     string
	pictures []string
	kind     detect.Kind
	severity detect.Severity
}

const (
	offer     = "Jual KTP orang lain, stok banyak, harga 15rb per pcs, minat chat WA"
	offerPlus = "Ready foto KTP + selfie fresh, harga 25rb, bisa buat pinjol, PM aja"
	forger    = "Jasa pembuatan KTP palsu 1 hari jadi, blangko asli, chip aktif, harga 500rb, hubungi WA"
	harvest   = "Lowongan kerja online tanpa modal! Kirim foto selfie pegang KTP kamu, dibayar 50rb per KTP, chat admin sekarang"
	rent      = "Dicari yang mau sewakan KTP untuk daftar pinjol, dibayar 300rb, data dijamin aman, chat admin"
	vacancy   = "Lowongan kerja kasir toko. Syarat: fotokopi KTP, ijazah SMA, surat lamaran. Lamaran diantar langsung ke toko."
	news      = "Polisi menangkap penjual data KTP di Bandung. Menurut polisi, pelaku menjual foto KTP dan selfie seharga Rp15.000, kata Kapolres dalam keterangannya, Selasa."
	warning   = "Waspada! Jangan pernah mengirim foto KTP kepada orang yang tidak dikenal. Kominfo mengimbau masyarakat menjaga data pribadi."
	help      = "Cara verifikasi akun: buka aplikasi, pilih menu verifikasi, ambil foto KTP dengan jelas, lalu tunggu 1x24 jam. Pastikan foto tidak buram."
	onboard   = "Panduan upgrade akun premium: siapkan e-KTP Anda, foto KTP lalu ambil selfie sambil memegang KTP sesuai contoh di bawah ini. Data Anda dilindungi."
	lost      = "Telah hilang KTP atas nama yang bersangkutan di sekitar pasar. Bagi yang menemukan mohon menghubungi pos satpam."
	laminate  = "Jasa laminating dan fotokopi KTP, KK, ijazah. Harga 2rb per lembar. Buka jam 8 sampai 20."
	shoes     = "Jual sepatu lari ukuran 42, kondisi baru, harga 250rb, kirim hari ini."
	neutral   = "Foto-foto liburan keluarga di pantai, cuaca cerah."
	services  = "Dinas Kependudukan melayani perekaman KTP elektronik setiap hari kerja pukul 08.00-15.00. Bawa fotokopi KK."
)

var onPage, asPicture = crawler.FormPage, crawler.FormImage

// situations are those that the weights were chosen on.
var situations = []situation{
	{"an offer alone", onPage, offer, nil, detect.KindSale, detect.SeverityMedium},
	{"an offer with a card", onPage, offer, []string{"ktp"}, detect.KindSale, detect.SeverityHigh},
	{"an offer with a selfie", onPage, offer, []string{"selfie"}, detect.KindSale, detect.SeverityHigh},
	{"an offer with a collage", onPage, offer, []string{"collage"}, detect.KindSale, detect.SeverityHigh},
	{"an offer with a landscape", onPage, offer, []string{"nothing"}, detect.KindSale, detect.SeverityMedium},
	{"an offer of selfies", onPage, offerPlus, nil, detect.KindSale, detect.SeverityHigh},
	{"an offer of selfies with one", onPage, offerPlus, []string{"selfie"}, detect.KindSale, detect.SeverityHigh},
	{"a forger's page", onPage, forger, nil, detect.KindForgery, detect.SeverityMedium},
	{"a forger's page with a sample", onPage, forger, []string{"ktp"}, detect.KindForgery, detect.SeverityMedium},
	{"a harvester", onPage, harvest, nil, detect.KindSolicitation, detect.SeverityHigh},
	{"a harvester with a card", onPage, harvest, []string{"ktp"}, detect.KindSolicitation, detect.SeverityHigh},
	{"a harvester with a pattern to follow", onPage, harvest, []string{"selfie"}, detect.KindSolicitation, detect.SeverityHigh},
	{"who rents cards, with a pattern", onPage, rent, []string{"selfie"}, detect.KindSolicitation, detect.SeverityHigh},
	{"a vacancy", onPage, vacancy, nil, detect.KindNone, detect.SeverityLow},
	{"a vacancy with a card", onPage, vacancy, []string{"ktp"}, detect.KindNone, detect.SeverityLow},
	{"news", onPage, news, nil, detect.KindNone, detect.SeverityLow},
	{"news with a card", onPage, news, []string{"ktp"}, detect.KindNone, detect.SeverityLow},
	{"news with a selfie", onPage, news, []string{"selfie"}, detect.KindNone, detect.SeverityLow},
	{"a warning with a card", onPage, warning, []string{"ktp"}, detect.KindNone, detect.SeverityLow},
	{"a warning with a selfie", onPage, warning, []string{"selfie"}, detect.KindNone, detect.SeverityLow},
	{"help with an illustration", onPage, help, []string{"ktp"}, detect.KindNone, detect.SeverityLow},
	{"help with a right and a wrong example", onPage, help, []string{"ktp", "ktp"}, detect.KindNone, detect.SeverityLow},
	{"onboarding with its selfie", onPage, onboard, []string{"selfie"}, detect.KindNone, detect.SeverityLow},
	{"a lost card", onPage, lost, []string{"ktp"}, detect.KindNone, detect.SeverityLow},
	{"laminating with a sample", onPage, laminate, []string{"ktp"}, detect.KindNone, detect.SeverityLow},
	{"shoes with a card in the picture", onPage, shoes, []string{"ktp"}, detect.KindNone, detect.SeverityLow},
	{"an office", onPage, services, []string{"ktp", "kk"}, detect.KindNone, detect.SeverityLow},
	{"a neutral page with a card", onPage, neutral, []string{"ktp"}, detect.KindNone, detect.SeverityLow},
	{"a neutral page with a selfie", onPage, neutral, []string{"selfie"}, detect.KindNone, detect.SeverityLow},
	{"a neutral page with two cards", onPage, neutral, []string{"ktp", "pair"}, detect.KindExposure, detect.SeverityMedium},
	{"a neutral page with one person's papers", onPage, neutral, []string{"ktp", "kk", "npwp"}, detect.KindNone, detect.SeverityLow},
	{"a gallery", onPage, "", []string{"ktp", "ktp 2", "ktp 3"}, detect.KindExposure, detect.SeverityMedium},
	{"a gallery of selfies", onPage, "", []string{"selfie", "selfie 2", "selfie 3"}, detect.KindExposure, detect.SeverityHigh},
	{"a gallery of guesses", onPage, neutral, []string{"doubtful", "doubtful 2", "doubtful 3"}, detect.KindNone, detect.SeverityLow},
	{"one picture thrice", onPage, "", []string{"ktp", "ktp", "ktp"}, detect.KindNone, detect.SeverityLow},
	{"a collage", onPage, "", []string{"collage"}, detect.KindExposure, detect.SeverityHigh},
	{"a lone picture of a card", asPicture, "", []string{"ktp"}, detect.KindExposure, detect.SeverityLow},
	{"a lone picture of a doubtful card", asPicture, "", []string{"doubtful"}, detect.KindExposure, detect.SeverityLow},
	{"a lone selfie", asPicture, "", []string{"selfie"}, detect.KindExposure, detect.SeverityMedium},
	{"a lone picture of two cards", asPicture, "", []string{"pair"}, detect.KindExposure, detect.SeverityLow},
	{"a lone collage", asPicture, "", []string{"collage"}, detect.KindExposure, detect.SeverityHigh},
	{"a lone collage of selfies", asPicture, "", []string{"selfies"}, detect.KindExposure, detect.SeverityHigh},
	{"a lone picture of nothing", asPicture, "", []string{"nothing"}, detect.KindNone, detect.SeverityLow},
}

func (s *situation) listing() *crawler.Listing {
	l := &crawler.Listing{Form: s.form, URL: "https://x.example/", Platform: "x.example"}
	if s.text != "" {
		l.Blocks = []crawler.Block{{Role: crawler.RoleParagraph, Text: s.text}}
	}
	for i, p := range s.pictures {
		l.Images = append(l.Images, crawler.Image{URL: fmt.Sprintf("https://x.example/%d.jpg", i), Data: []byte(p)})
	}
	return l
}

// recognise says what the words that stand for pictures show; a number behind them tells one from another.
func recognise(data []byte) (layout.Picture, error) {
	name := string(data)
	for name != "" && (name[len(name)-1] == ' ' || name[len(name)-1] >= '0' && name[len(name)-1] <= '9') {
		name = name[:len(name)-1]
	}
	p, ok := shows[name]
	if !ok {
		return layout.Picture{}, fmt.Errorf("no picture %q", name)
	}
	return p, nil
}

func TestWordsAndPictures(t *testing.T) { judgeAll(t, situations) }

func judgeAll(t *testing.T, all []situation) {
	d := newDetector(t)
	detect.SetRecogniser(d, recognise)
	for _, s := range all {
		t.Run(s.name, func(t *testing.T) {
			f := d.Detect(s.listing())
			t.Logf("%s %s %.3f", f.Kind, f.Severity, f.Score)
			if f.Kind != s.kind || f.Severity != s.severity {
				t.Errorf("%s %s (score %.3f), want %s %s\n%s\n%+v", f.Kind, f.Severity, f.Score, s.kind, s.severity, f.Summary["en"], f.Signals)
			}
		})
	}
}
