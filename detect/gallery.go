package detect

import (
	"path"
	"slices"
	"strings"

	"ronda/crawler"
	"ronda/crawler/words"
)

// Words in the names of pictures: of documents, and of what shows nobody's: examples, wares, an office at work.
var (
	pictured  = words.NewSet(`ktp ektp kk npwp sim paspor passport selfie swafoto kyc nik akta`)
	otherwise = words.NewSet(`contoh sample sampel specimen dummy template mockup ilustrasi illustration tutorial cara panduan syarat banner poster
		slide icon ikon logo infografis info berita news jelas benar salah buram blur silau gelap miring terpotong tertutup depan belakang front back
		holder dompet case casing sampul cover plastik gantungan tempat reader scanner mesin alat printer
		perekaman rekam antri antre antrean layanan pelayanan kegiatan sosialisasi pembagian penyerahan jemput loket kantor petugas dukcapil
		lansia dusun desa kelurahan kecamatan cetak blangko hilang rusak baru digital elektronik aplikasi cek
		merah biru hitam putih coklat hijau kuning abu pink maroon navy`)
)

// shownDocuments returns the names of a listing's pictures, as in a folder, where several of them name a document and something that
// tells it from the others: a gallery says so what it shows, and nothing else may. Names that an example or a thing for sale would have
// do not count, nor do those that differ in digits alone.
func shownDocuments(images []crawler.Image) (names []string) {
	if len(images) < several {
		return nil
	}
	var told []string
	for i := range images {
		file := path.Base(images[i].URL)
		file, _, _ = strings.Cut(file, "?")
		stem, kind, ok := strings.Cut(file, ".")
		if !ok || len(kind) > len("jpeg") || !pictured.Any(separated(stem)) || otherwise.Any(separated(stem)) {
			continue
		}
		rest := strings.Join(slices.DeleteFunc(strings.Fields(separated(stem)), func(w string) bool {
			return len(w) < 3 || pictured.Any(w) || w == "thumb" || w == "img" || w == "foto"
		}), " ")
		if rest != "" && !slices.Contains(told, rest) {
			told = append(told, rest)
			names = append(names, file)
		}
	}
	if len(names) < several {
		return nil
	}
	return names
}

// separated writes what is no letter as a blank.
func separated(s string) string {
	return strings.Map(func(r rune) rune {
		if 'a' <= r|0x20 && r|0x20 <= 'z' {
			return r
		}
		return ' '
	}, s)
}
