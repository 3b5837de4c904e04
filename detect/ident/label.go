package ident

import (
	"strings"
	"unicode/utf8"
)

// meaning is what a word says about the numbers near it.
type meaning uint8

const (
	meansNIK meaning = iota + 1
	meansKK
	meansNPWP
	meansOther // some other number: card, order, account, device, clock
)

// label is a word that names the number beside it.
type label struct {
	start, end int
	meaning    meaning
}

// labels finds the words of text that name numbers.
func labels(text string) []label {
	var out []label
	var buf [14]byte
	for i := 0; i < len(text); {
		if !letter(text[i]) {
			i++
			continue
		}
		start := i
		for i < len(text) && letter(text[i]) {
			if i-start < len(buf) {
				buf[i-start] = text[i] | 0x20
			}
			i++
		}
		if n := i - start; n <= len(buf) {
			if m := wordMeaning(string(buf[:n])); m != 0 {
				out = append(out, label{start: start, end: i, meaning: m})
			}
		}
	}
	return out
}

func letter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

func wordMeaning(w string) meaning {
	switch w {
	case "nik", "niknya", "nonik", "ktp", "ektp", "noktp", "nomorktp", "ktpel", "kependudukan", "nomornik":
		return meansNIK
	case "kk", "nokk", "nkk", "nomorkk", "keluarga", "kknya":
		return meansKK
	case "npwp", "nonpwp", "npwpnya", "pajak":
		return meansNPWP
	case "order", "orderid", "pesanan", "resi", "noresi", "invoice", "inv", "faktur", "transaksi", "transaction", "trx",
		"trxid", "va", "virtual", "rekening", "norek", "rek", "account", "acc", "kredit", "credit", "debit", "card", "visa",
		"mastercard", "gpn", "atm", "imei", "timestamp", "epoch", "unix", "tps", "nip", "nuptk", "nisn", "nop", "pbb", "isbn",
		"token", "listrik", "pln", "meter", "barcode", "ean", "upc", "sku", "awb", "tracking", "voucher", "serial", "sn",
		"bpjs", "kks", "prakerja", "polis", "briva", "billing", "tagihan", "bayar", "payment", "reff", "referensi", "kupon",
		"rangka", "mesin", "tiket", "ticket", "booking", "iccid", "imsi", "asin", "idpel", "pelanggan", "aset":
		return meansOther
	}
	return 0
}

// Reach of a label, in bytes: people write "NIK (Nomor Induk Kependudukan): 3507..." but also a sentence in between.
const (
	reachBefore = 48
	reachAfter  = 24
)

// labeller walks labels beside ascending positions, so that all look-ups together are linear.
type labeller struct {
	labels []label
	next   int // first label that starts at or after the last position asked for
}

// around returns the meaning of the label nearest to text[start:end], 0 when there is none. What stands before counts
// before what stands after.
func (a *labeller) around(text string, start, end int) meaning {
	for a.next < len(a.labels) && a.labels[a.next].end <= start {
		a.next++
	}
	if k := a.next - 1; k >= 0 && start-a.labels[k].end <= reachBefore && !strings.Contains(text[a.labels[k].end:start], "\n") {
		return a.labels[k].meaning
	}
	if k := a.next; k < len(a.labels) && a.labels[k].start >= end && a.labels[k].start-end <= reachAfter {
		between := text[end:a.labels[k].start]
		if !strings.ContainsAny(between, "\n.;,0123456789") {
			return a.labels[k].meaning
		}
	}
	return 0
}

// count returns how many labels have a meaning.
func count(ls []label, m meaning) (n int) {
	for _, l := range ls {
		if l.meaning == m {
			n++
		}
	}
	return n
}

// inWord reports whether letters touch text[start:end].
func inWord(text string, start, end int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:start])
	after, _ := utf8.DecodeRuneInString(text[end:])
	return start > 0 && wordRune(before) || end < len(text) && wordRune(after)
}
