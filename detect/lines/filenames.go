package lines

import (
	"path"
	"slices"
	"strings"

	"ronda/crawler"
)

// Words in the names of pictures: of documents; of what shows nobody's: examples, wares, an office at work; and such as tell nothing.
var (
	pictured  = setOf(`ktp ektp kk npwp sim paspor passport selfie swafoto kyc nik akta`)
	otherwise = setOf(`contoh sample sampel specimen dummy template mockup ilustrasi illustration tutorial cara panduan syarat banner poster
		slide icon ikon logo infografis info berita news jelas benar salah buram blur silau gelap miring terpotong tertutup depan belakang front back
		holder dompet case casing sampul cover plastik gantungan tempat reader scanner mesin alat printer
		perekaman rekam antri antre antrean layanan pelayanan kegiatan sosialisasi pembagian penyerahan jemput loket kantor petugas dukcapil
		lansia dusun desa kelurahan kecamatan cetak blangko hilang rusak baru digital elektronik aplikasi cek
		merah biru hitam putih coklat hijau kuning abu pink maroon navy
		untuk yang dan jadi akan bisa tidak dengan dari pada mulai saat usai`)  // of a sentence: the head of an article
	general = setOf(`thumb img foto image photo jpg jpeg png gif webp`)
)

// severalFiles is how many names that tell people from each other make a gallery.
const severalFiles = 3

// shownDocuments returns the names of a listing's pictures, as in a folder, where several of them name a document and something that
// tells it from the others: a gallery says so what it shows, and nothing else may. Names that an example or a thing for sale would have
// do not count, nor do those that differ in digits alone.
func shownDocuments(images []crawler.Image) (names []string) {
	if len(images) < severalFiles {
		return nil
	}
	var told []string
	for i := range images {
		file := path.Base(images[i].URL)
		file, _, _ = strings.Cut(Valid(file), "?")
		dot := strings.LastIndexByte(file, '.') + 1 // of "x.jpg.webp" too
		stem, kind := file[:dot], file[dot:]
		said := nameWords(stem)
		if dot == 0 || strings.Contains(file, "\n") || len(kind) > len("jpeg") || !slices.ContainsFunc(said, pictured) || slices.ContainsFunc(said, otherwise) {
			continue
		}
		rest := strings.Join(slices.DeleteFunc(said, func(w string) bool { return len(w) < 3 || pictured(w) || general(w) }), " ")
		if rest != "" && !slices.Contains(told, rest) {
			told = append(told, rest)
			names = append(names, file)
		}
	}
	if len(names) < severalFiles {
		return nil
	}
	return names
}

// nameWords returns the words of a file's name in small letters.
func nameWords(name string) []string {
	return strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return r < 'a' || 'z' < r })
}

// setOf returns what reports whether a word is one of the list's.
func setOf(list string) func(word string) bool {
	all := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		all[w] = true
	}
	return func(word string) bool { return all[word] }
}
