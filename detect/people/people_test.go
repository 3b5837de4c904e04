package people_test

import (
	"fmt"
	"strings"
	"testing"

	"ronda/detect/mask"
)

// Rows of people who do not exist. Of each only what is in want may be read.
func TestPeople(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{
			"cells", "NIK\tNama\tTempat, tgl lahir\tAlamat\tIbu kandung\tHP\n3273770312803001\tBimoko Ujiwan\tBANDUNG, 12-03-1980\tJl. Kenanga No. 0 RT 03/RW 02 Kel. Contoh\tSartika Ujiwati\t0812-0000-4417",
			"",
		},
		{"comma", "nik,nama,tgl_lahir,alamat,nama_ibu,hp\n3273770312803001,Bimoko Ujiwan,1980-03-12,\"Jl. Kenanga 0, RT 03\",Sartika Ujiwati,081200004417\n3273770312803001,Murah Baru,1980-03-12,Desa Baru,Sartika,081200004417", ""},
		{"pipe", "| 1 | Bimoko Ujiwan | 3273770312803001 | 12/03/1980 | Jl. Kenanga 0 |", ""},
		{"json", "{\n  \"nik\": \"3273770312803001\",\n  \"namaLengkap\": \"BIMOKO UJIWAN\",\n  \"ttl\": \"Bandung, 12 Maret 1980\",\n  \"agama\": \"ISLAM\",\n  \"keluarga\": {\n    \"ibu_kandung\": \"SARTIKA\"\n  }\n}", ""},
		{"jsonl", `{"nik":"3273770312803001","nama":"BIMOKO UJIWAN","tgl_lahir":"1980-03-12","alamat":"JL KENANGA 0","status":"KAWIN"}`, ""},
		{"sql", "INSERT INTO `penduduk` (`nik`,`nama`,`tgl_lahir`) VALUES ('3273770312803001','BIMOKO UJIWAN','1980-03-12'),('3273770312803002','SARTIKA','1981-03-12');", ""},
		{"block", "Nama : Bimoko Ujiwan\nNIK : 3273770312803001\nTempat/Tgl Lahir : Bandung, 12-03-1980\nAlamat : Jl. Kenanga No. 0\n   RT/RW : 003/002\nNama Ibu Kandung : Sartika", ""},
		{"ocr", "PROVINSI JAWA BARAT\nKOTA BANDUNG\nNIK 3273770312803001\nNama BIMOKO UJIWAN\nBANDUNG, 12-03-1980\nLAKI-LAKI\nJL KENANGA NO 0\n003/002\nSUKAMAJU\nISLAM\nKAWIN\nWNI", ""},
		{"fixed width", "NIK              NAMA            TGL LAHIR   ALAMAT\n3273770312803001 BIMOKO UJIWAN   12-03-1980  JL KENANGA 0", ""},
		{"fixed width that touches", "000000173273770312803001009981200417004BIMOKO UJIWAN   19800312JL KENANGA 0", ""},
		{"lines without names", "Bimoko Ujiwan\n3273770312803001\nBandung, 12-03-1980\nJl. Kenanga No. 0 RT 03\nSartika Ujiwati\nUjiwan Baru\n3273770312803002\nBandung, 13-03-1980\nJl. Kenanga No. 1 RT 03\nSartika Ujiwati", ""},
		{"offer", "Jual data KTP 3273770312803001 Bimoko Ujiwan, 700 set, Rp 25.000 per set, 15rb grosir, minat chat WA 0812 0000 4417", ""},
		{"offer above", "READY DATA KTP + KK SELFIE, 15rb per data, minat PM\nContoh:\n3273770312803001 Bimoko Ujiwan Jl. Kenanga\nGaransi, rekber, stok 700 set", ""},
		{"masked by somebody", "327377******3001 Bimoko Ujiwan 12-03-1980", ""},
		{"in parts", "327377\t031280\t3001\tBimoko Ujiwan", ""},
		{"mrz", "P<IDNUJIWAN<<BIMOKO<<<<<<<<<<<<<<<<<<<<<<<<<\nZ1234567<0IDN8003122M3003127<<<<<<<<<<<<<<00", ""},
		{"no number in the row", "nama,ttl,ibu_kandung,hp\nBimoko Ujiwan,12-03-1980,Sartika,081200004417\nUjiwan Bimoko,12-03-1981,Sartika,081200004418", ""},
		{"quoted", "Data bimoko ujiwan bocor lagi\nAda yang tahu siapa orang yang bernama lengkap Ujiwan-Sartika itu dan kenapa datanya beredar luas sejak kemarin sore di grup\nLapor ke polisi saja\nLapor ke polisi saja\nLapor ke polisi saja\nLapor ke polisi saja\nLapor ke polisi saja\n" +
			"nik|nama|ibu\n3273770312803001|Bimoko Ujiwan|Ujiwan Sartika", ""},
		{"a phone's row", "1|Bimoko Ujiwan|081200004417|Jl. Kenanga 0\n2|Ujiwan Bimoko|081200004418|Jl. Kenanga 0", ""},
		{"a number of no region", "Bimoko Ujiwan;9973770312803001;12-03-1980;Sartika", ""},
		{"a record without a number", "Nama: Bimoko Ujiwan\nTTL: Bandung, 12-03-1980\nGol. darah: A\nAlamat: Jl. Kenanga No. 0", ""},
		{"xml", "<warga>\n<nik>3273770312803001</nik>\n<nama>Bimoko Ujiwan</nama>\n<agama>Islam</agama>\n</warga>", ""},
		{"near", "3273770312803001\nDihubungi lewat kantor desa pada hari kerja yang sudah ditentukan oleh panitia bersama semua orang di situ dan lahir 12 Maret 1980 di Jl. Kenanga No. 0 Sukamaju", ""},
	} {
		got := mask.Text(tt.text)
		t.Logf("%s\n%s", tt.name, got)
		for w := range strings.FieldsSeq("Bimoko Ujiwan Bandung 12-03 03-12 Maret Kenanga Sartika Sukamaju Islam Kawin 003/002 Laki 031280 03127 800312") {
			if strings.Contains(strings.ToLower(got), strings.ToLower(w)) {
				t.Errorf("%s: %q is left in\n%s", tt.name, w, got)
			}
		}
		if again := mask.Text(got); again != got {
			t.Errorf("%s is not stable:\n%s\n%s", tt.name, got, again)
		}
		if b := mask.Blank(tt.text); len(b) != len(tt.text) {
			t.Errorf("%s: the length changes", tt.name)
		}
	}
}

// hostileTexts are written to make masks slow.
var hostileTexts = map[string]string{
	"rows":        "3273770312803001\tBimoko Ujiwan\tJl. Kenanga 0\t12-03-1980\n",
	"heads":       "NIK\tNama\tAlamat\tTTL\n",
	"head, row":   "NIK\tNama\tAlamat\tTTL\n3273770312803001\tBimoko Ujiwan\tJl. Kenanga 0\t12-03-1980\n",
	"names":       "Nama: Bimoko\n",
	"one line":    "3273770312803001 Bimoko Ujiwan ",
	"stars":       "3507x",
	"dates":       "12-03-",
	"streets":     "Jl. RT. ",
	"empty lines": "\n \n",
	"camel":       "aAbB",
	"pieces":      "327377\n",
	"links":       "https://a.example/3273770312803001 ",
}

// BenchmarkHostile is for seeing that the time grows as the text does.
func BenchmarkHostile(b *testing.B) {
	for name, piece := range hostileTexts {
		for _, size := range []int{64 << 10, 512 << 10} {
			text := "3273770312803001\n" + strings.Repeat(piece, size/len(piece))
			b.Run(fmt.Sprintf("%s/%dK", name, size>>10), func(b *testing.B) {
				b.SetBytes(int64(len(text)))
				for b.Loop() {
					mask.Text(text)
				}
			})
		}
	}
}
