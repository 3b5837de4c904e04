package lines

import "strings"

// longestChrome bounds the bytes of a line that a site puts around what people write.
const longestChrome = 96

// A chromeWord is what a word may be in such a line.
type chromeWord uint8

const (
	counted chromeWord = 1 << iota // what a site counts: likes, comments, followers, sales
	joined                         // who has joined a group, which a seller may well have in stock too
	grouped                        // that it is a group
	pressed                        // what is pressed: reply, share, report
	between                        // what stands between these
)

var chromeWords = func() map[string]chromeWord {
	all := map[string]chromeWord{}
	for kind, words := range map[chromeWord]string{
		counted: "suka like likes disukai menyukai komentar comment comments balasan replies dibagikan shares tayangan dilihat ditonton views view " +
			"pengikut mengikuti followers follower following subscribers subscriber terjual sold penilaian ulasan review reviews rating ratings " +
			"disimpan favorit favorites upvotes votes reaksi reactions postingan posts online",
		joined:  "anggota members member",
		grouped: "grup group publik public privat private pribadi tertutup terbuka komunitas channel saluran",
		pressed: "balas kutip laporkan bagikan komentari simpan teruskan ikuti reply quote report share save follow upvote downvote",
		between: "rb ribu jt juta k m x kali dan and lainnya lain others orang people ini this hari bulan minggu jam menit j lalu terakhir",
	} {
		for w := range strings.FieldsSeq(words) {
			all[w] |= kind
		}
	}
	return all
}()

// chromeBeginnings are, by the first two letters of these words, their lengths: most words are told from them without being looked up.
var chromeBeginnings = func() (lengths [1 << 10]uint16) {
	for w := range chromeWords {
		lengths[beginningOf(w[0], w[min(1, len(w)-1)])] |= 1 << len(w)
	}
	return lengths
}()

// beginningOf is a number of ten bits for two letters.
func beginningOf(a, b byte) int { return int(a&31)<<5 | int(b&31) }

// chrome reports whether a line is hardly anybody's words but what a site puts around them: how many like, follow and bought, and what
// can be pressed there. It has a number and the name of what is counted, or names of buttons, and nothing else.
func chrome(line string) bool {
	if len(line) > longestChrome {
		return false
	}
	var kinds chromeWord
	numbers := 0
	for i := 0; i < len(line); {
		start := i
		for i < len(line) && (letter(line[i]) || digit(line[i]) || i > start && i+1 < len(line) && (line[i] == '.' || line[i] == ',') && digit(line[i-1]) && digit(line[i+1])) {
			i++
		}
		if i == start {
			if line[i] < 0x80 && strings.IndexByte(" \t.,:()|+-/", line[i]) < 0 { // beyond ASCII are points in the middle, stars, small pictures
				return false
			}
			i++
			continue
		}
		kind, number := chromeWordOf(line[start:i])
		if kind == 0 && !number {
			return false
		}
		if number {
			numbers++
		}
		kinds |= kind
	}
	if numbers > 0 && (kinds&counted != 0 || kinds&joined != 0 && kinds&grouped != 0) {
		return true
	}
	return kinds&pressed != 0 && kinds&(joined|grouped) == 0
}

// chromeWordOf returns what a word may be, or whether it is a number, with "rb" or "K" behind it.
func chromeWordOf(word string) (kind chromeWord, number bool) {
	k := 0
	for k < len(word) && !letter(word[k]) {
		k++
	}
	number = k > 0
	if k == len(word) {
		return 0, number
	}
	var small [12]byte
	if len(word)-k > len(small) {
		return 0, false
	}
	for i := range len(word) - k {
		small[i] = word[k+i] | 0x20
	}
	if n := len(word) - k; chromeBeginnings[beginningOf(small[0], small[min(1, n-1)])]>>n&1 != 0 {
		kind = chromeWords[string(small[:n])]
	}
	return kind, number && kind == between
}

func letter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

func digit(c byte) bool { return '0' <= c && c <= '9' }
