package lexis

import (
	"maps"
	"unicode"
)

// lookalikes are the characters that sellers write instead of a Latin letter and that Unicode does not decompose to it, for
// a to z: Latin with strokes and hooks, small capitals, turned letters, Greek, Cyrillic, Armenian, Coptic, Cherokee, Lisu,
// Canadian syllabics, and what the generators of fancy text take from Thai, Hebrew, CJK, Yi and the currencies.
// A capital stands for itself where it looks like another letter than its small form (Η and η), else for both.
var lookalikes = [26]string{
	"ɑαаᴀᗩⱥ₳ⲁꓮᎪคꍏ卂ΛΔ∆ɐⱯ∀",
	"вβьъʙɓƀᗷϐ฿₿ⲃꓐᏴᏏ乃ßꌃ",
	"ᴄсϲƈȼᑕ₵Ꮯⲥꓚꉓↄ匚ςɔƆ",
	"ᴅđɗԁᗪᎠꓓꓒ๔ᏧꀸðÐδ∂",
	"ᴇеєεɛəэⲉꓰᎬꏂ乇ɇꍟ℮ǝƎ∃",
	"ꜰƒғᖴꓝ千ϝ₣ꎇꊰɟℲ",
	"ɡɢԍցᎶꓖᏀ₲ꁅꁍɠƃ⅁",
	"ʜнћһհђԋħⱨᕼᎻꓧⲏ卄ꃅɦɥ",
	"ɪıɩιіᎥⲓꓲꀤᛁเ丨ᴉ",
	"ᴊјյᒍᎫꓙⱼנフꀭɉɾ",
	"ᴋкκқҝҡҟӄƙⱪᏦꓗⲕ₭ꀘᛕϰꓘʞ",
	"ʟłⱡᒪᏞꓡㄥ꒒լӏןꞁ⅂",
	"ᴍмɱᗰᎷꓟⲙ爪ꂵ๓₥ɯ",
	"ɴηпиɲŋƞռոᑎꓠⲛ几ꈤภ₦",
	"ᴏοоσөøօⲟꓳㄖꂦ๏Ꮎᴓ",
	"ᴘρрƥᑭᏢꓑⲣ卩ꉣ₱קᵽþԀ",
	"ǫԛգզᑫꆰɋҩ",
	"ʀяᖇᏒꓣɍⲅгґꋪ尺רɼɹ",
	"ꜱѕʂᔕᏚꓢ丂ꌗรꇙ₴Տȿ",
	"ᴛтτƭŧⱦᎢꓔⲧ₮ㄒ꓄ꋖ丅ʇ⊥",
	"ᴜυʉᑌꓴㄩꀎยµμսц",
	"ᴠνѵᐯᏙꓦשⱱʌ",
	"ᴡωѡшщԝᗯᎳꓪ山ꅏฬⲱ₩ʍฝ",
	"хχҳꓫ᙭ⲭ乂ꊼאӽ",
	"ʏуүγұᎩꓬⲩㄚꌩɏץʎ⅄",
	"ᴢʐƶȥᏃꓜ乙ꁴⱬʑᘔ",
}

// capitals are look-alikes that are no Latin letter's in their small form.
var capitals = map[rune]byte{
	'Α': 'a', 'Β': 'b', 'Ε': 'e', 'Ζ': 'z', 'Η': 'h', 'Ι': 'i', 'Κ': 'k', 'Μ': 'm', 'Ν': 'n', 'Ο': 'o', 'Ρ': 'p', 'Τ': 't', 'Υ': 'y', 'Χ': 'x',
}

// turnedLetters stand on their heads: the word around them reads from right to left, and d, b and n in it are p, q and u.
const turnedLetters = "ɐⱯ∀ɔƆǝƎ∃ɟℲƃ⅁ɥᴉɾʞꓘꞁ⅂ɯԀɹʇ⊥ʌʍʎ⅄"

// lookalikeTable is lookalikes the other way round.
var lookalikeTable = func() map[rune]byte {
	t := map[rune]byte{0x1F18E: 'a'} // the AB button
	for i, row := range lookalikes {
		for _, r := range row {
			if _, taken := t[r]; !taken {
				t[r] = byte('a' + i)
			}
		}
	}
	for i := range rune(26) { // letters in circles, squares and flags; negative ones have no decomposition
		l := byte('a' + i)
		t[0x1F150+i], t[0x1F170+i], t[0x1F1E6+i] = l, l, l
	}
	maps.Copy(t, capitals)
	return t
}()

// lookalike returns the Latin letter that a rune is written for.
func lookalike(r rune) (byte, bool) {
	l, ok := lookalikeTable[r]
	if !ok {
		l, ok = lookalikeTable[unicode.ToLower(r)]
	}
	return l, ok
}
