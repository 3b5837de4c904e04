package tables

import (
	"strings"

	"ronda/detect/glyph"
)

// Meaning is what a word says about the numbers near it.
type Meaning uint8

// Meanings.
const (
	NIK Meaning = iota + 1
	KK
	NPWP
	SIM
	BPJS
	Passport
	Phone
	Other // some other number: card, order, account, device, clock
)

// Person reports whether the word names a number of 16 digits that stands for a person or a family.
func (m Meaning) Person() bool { return m == NIK || m == KK }

// wordMeaning knows the words of letters that name numbers. before is the word in front of it, "" for none.
func wordMeaning(w, before string) Meaning {
	return meaningOf(w, func() string { return before })
}

// meaningOf is wordMeaning, but asks for the word before only if that matters: hardly any word is one of those.
func meaningOf(w string, before func() string) Meaning {
	if w == "" || !known.may(w) {
		return 0
	}
	var buf, bufBefore [glyph.LongestWord]byte
	small := glyph.Lower(&buf, w)
	if m := pairMeaning(glyph.Lower(&bufBefore, before()), small); m != 0 {
		return m
	}
	return soleMeanings[string(small)]
}

// lengths knows how long the words are that begin with a letter, a bit for each length.
type lengths [26]uint32

// may reports whether a word of letters can be one of those that are known.
func (l *lengths) may(w string) bool {
	return len(w) <= glyph.LongestWord && glyph.Letter(w[0]) && l[w[0]|0x20-'a']&(1<<len(w)) != 0
}

var known = func() (l lengths) {
	add := func(w string) { l[w[0]-'a'] |= 1 << len(w) }
	for w := range soleMeanings {
		add(w)
	}
	for _, w := range pairWords {
		add(w)
	}
	return l
}()

var soleMeanings = func() map[string]Meaning {
	words := map[string]Meaning{}
	for m, list := range map[Meaning]string{
		NIK: "nik niknya nonik nomornik noktp nomorktp ktpel ktp ektp kependudukan penduduk nikktp niks citizenid nationalid idktp " +
			"nikpenduduk nikibu nikayah nikpemohon nikkepala noidentitas noid nikpeserta nikno niknumber ktpno ktpnumber ktpid idcardno idcardnumber",
		KK:       "kk nokk nkk nomorkk kknya nokartukeluarga kkno kknumber familycard familycardno idkk",
		NPWP:     "npwp nonpwp npwpnya nomornpwp taxid npwpno npwpnumber",
		SIM:      "nosim sima simb simc nomorsim",
		BPJS:     "bpjs noka nobpjs psnoka jkn nokapst kpj jamsostek nojkn",
		Passport: "paspor passport pasport nopaspor nopassport",
		Phone:    "hp nohp telepon telp phone wa whatsapp handphone ponsel notelp nohandphone msisdn hpnya",
		Other: "order orderid pesanan resi noresi invoice inv faktur transaksi transaction trx trxid va virtual rekening norek rek " +
			"account acc kredit credit debit card kartu visa mastercard gpn atm imei timestamp epoch unix tps nip nuptk nisn nop pbb isbn " +
			"token listrik pln meter barcode ean upc sku awb tracking voucher serial sn kks prakerja polis briva billing tagihan bayar " +
			"payment reff referensi kupon rangka mesin tiket ticket booking iccid imsi asin idpel pelanggan aset hash checksum " +
			"simcard created updated koordinat latitude longitude meteran kuitansi kwitansi shipment pengiriman paket",
	} {
		for w := range strings.FieldsSeq(list) {
			words[w] = m
		}
	}
	return words
}()

// pairWords are the words that pairMeaning knows.
var pairWords = strings.Fields("keluarga family card cards id number no num identitas pajak sim a b c d mengemudi pegawai siswa mahasiswa karyawan guru")

// pairMeaning knows what two words mean together, also where one of them alone means something else.
func pairMeaning(before, w []byte) Meaning {
	switch string(w) {
	case "keluarga", "family":
		if string(before) == "kartu" || string(before) == "nomor" && w[0] == 'k' {
			return KK
		}
	case "card", "cards":
		switch string(before) {
		case "family":
			return KK
		case "id", "identity":
			return NIK
		}
		return Other
	case "id", "number", "no", "num":
		switch string(before) {
		case "national", "citizen", "identity", "resident", "population":
			return NIK
		case "tax":
			return NPWP
		case "licence", "license":
			return SIM
		}
	case "identitas":
		switch string(before) {
		case "no", "nomor", "kartu", "nmr":
			return NIK
		}
	case "pajak":
		switch string(before) {
		case "wajib", "nomor", "pokok":
			return NPWP
		}
	case "sim":
		switch string(before) {
		case "kartu", "nano", "micro", "slot", "dual", "e":
			return Other
		}
		return SIM
	case "a", "b", "c", "d":
		if string(before) == "sim" {
			return SIM
		}
	case "mengemudi":
		return SIM
	case "pegawai", "siswa", "mahasiswa", "karyawan", "guru":
		if string(before) == "induk" {
			return Other
		}
	}
	return 0
}

// Reach of a label, in bytes: people write "NIK (Nomor Induk Kependudukan): 3507..." but also a sentence in between.
const (
	ReachBefore = 48
	reachAfter  = 24
)

// LabelBefore returns what the last word before text[at] says that means a number, looking back to from and no further
// than reachBefore, nor over the end of a line. ends tells where the word ends.
func LabelBefore(text string, from, at int) (m Meaning, ends int) {
	from = max(from, at-ReachBefore)
	if k := strings.LastIndexByte(text[from:at], '\n'); k >= 0 {
		from += k + 1
	}
	for end := at; end > from; {
		word, start, stop := LastWord(text, from, end)
		if word == "" {
			break
		}
		if m = meaningOf(word, func() string { return previousWord(text, from, start) }); m != 0 {
			return m, stop
		}
		end = start
	}
	return 0, 0
}

// LabelAfter returns what the first words behind text[at:] say, as in "3507... (NIK)". Words for other numbers count in
// brackets only: many of them are names too.
func LabelAfter(text string, at int) Meaning {
	stop := min(len(text), at+reachAfter)
	bracket := false
	for i := at; i < stop; i++ {
		c := text[i]
		bracket = bracket || c == '('
		if strings.IndexByte("\n\t.;,|0123456789", c) >= 0 {
			return 0
		}
		if glyph.Letter(c) {
			end := i
			for end < len(text) && glyph.Letter(text[end]) && end-i < glyph.LongestWord {
				end++
			}
			if m := wordMeaning(text[i:end], ""); m != 0 && (bracket || m.Person() || m == NPWP) {
				if announces(text[end:]) {
					return 0
				}
				return m
			}
			i = end - 1
		}
	}
	return 0
}

// announces reports whether what stands behind a label is the value that it names.
func announces(rest string) bool {
	rest = strings.TrimLeft(rest, " \"'.")
	return rest != "" && (strings.IndexByte(":=>#", rest[0]) >= 0 || '0' <= rest[0] && rest[0] <= '9')
}

// LastWord returns the last word of letters in text[from:end], "-" for one that no label is as long as, and where it stands.
func LastWord(text string, from, end int) (word string, start, stop int) {
	for end > from && !glyph.Letter(text[end-1]) {
		end--
	}
	start = end
	for start > from && glyph.Letter(text[start-1]) {
		start--
	}
	if end-start > glyph.LongestWord {
		return "-", start, end
	}
	return text[start:end], start, end
}

func previousWord(text string, from, start int) string {
	from = max(from, start-glyph.LongestWord)
	word, _, stop := LastWord(text, from, start)
	if start-stop > 3 {
		return ""
	}
	return word
}

// nameMeaning returns what the name of a column or field means: "no_kk", "NOMOR INDUK KEPENDUDUKAN", "familyCardNo". The last
// word that means something decides, but for a person's numbers, which are named in front of whose they are.
func nameMeaning(name string) Meaning {
	var found Meaning
	before := ""
	for i := 0; i < len(name); {
		if !glyph.Letter(name[i]) {
			i++
			continue
		}
		start := i
		for i < len(name) && glyph.Letter(name[i]) && (i == start || !camel(name, i)) {
			i++
		}
		w := name[start:i]
		m := wordMeaning(w, before)
		if m != 0 && (found == 0 || !found.Person() || m.Person()) {
			found = m
		}
		before = w
	}
	if found == 0 {
		var letters [2 * glyph.LongestWord]byte
		n := 0
		for i := 0; i < len(name) && n < len(letters); i++ {
			if glyph.Letter(name[i]) {
				letters[n] = name[i] | 0x20
				n++
			}
		}
		found = soleMeanings[string(letters[:n])]
	}
	return found
}

// camel reports whether a new word begins at name[i], as in "familyCard".
func camel(name string, i int) bool { return name[i] < 'a' && name[i-1] >= 'a' }
