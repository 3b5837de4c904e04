package desk_test

import (
	"bytes"
	"database/sql"
	"encoding/binary"
	"errors"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"ronda/alerts/desk"
	"ronda/alerts/ledger"
	"ronda/detect/similar"
)

// sketched is a picture with so many hashes, a card and a sketch, that no other is like.
func sketched(seed uint64, hashes int) similar.Picture {
	r := rand.New(rand.NewPCG(seed, 11))
	random := func() similar.Hash { return similar.Hash{r.Uint64(), r.Uint64(), r.Uint64(), r.Uint64()} }
	p := similar.Picture{Cards: []similar.Card{{Layout: "ktp", Hash: random()}}, Sketch: &similar.Sketch{Part: [4]uint16{0, 0, 65535, 65535}}}
	for range hashes {
		p.Whole = append(p.Whole, random())
		p.Sketch.Parts = append(p.Sketch.Parts, p.Sketch.Part)
	}
	for i := range p.Sketch.Cells {
		p.Sketch.Cells[i] = byte(r.IntN(similar.Digits))
	}
	return p
}

// inClear returns how many of the pictures can be read in the files of a folder: a piece of their cells or of one of their hashes.
func inClear(t *testing.T, dir string, pictures ...similar.Picture) int {
	t.Helper()
	type piece [12]byte
	of := map[piece]int{}
	enter := func(picture int, b []byte) {
		for len(b) >= len(piece{}) {
			of[piece(b)] = picture
			b = b[1:]
		}
	}
	for i, p := range pictures {
		hashes := p.Whole
		for _, c := range p.Cards {
			hashes = append(hashes, c.Hash)
		}
		for _, h := range hashes {
			var b []byte
			for _, word := range h {
				b = binary.LittleEndian.AppendUint64(b, word)
			}
			enter(i, b)
		}
		if p.Sketch != nil {
			enter(i, p.Sketch.Cells[:])
		}
	}
	found := map[int]bool{}
	for data := raw(t, dir); len(data) >= len(piece{}); data = data[1:] {
		if i, ok := of[piece(data)]; ok {
			found[i] = true
		}
	}
	return len(found)
}

// openWith opens a ledger whose pictures are sealed under a key.
func openWith(t *testing.T, path string, key []byte, former ...[]byte) *desk.Desk {
	t.Helper()
	d, err := desk.Open(t.Context(), path, desk.Config{Mask: maskDigits, Key: key, FormerKeys: former})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	return d
}

func closeDesk(t *testing.T, d *desk.Desk) {
	t.Helper()
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
}

func wantUnreadable(t *testing.T, d *desk.Desk, want int) {
	t.Helper()
	if n := d.UnreadablePictures(); n != want {
		t.Errorf("%d pictures cannot be read, want %d", n, want)
	}
}

// linkedTo returns in how many other listings the pictures of an alert stood.
func linkedTo(t *testing.T, d *desk.Desk, id string) int {
	t.Helper()
	if s := seenBefore(t, d, id); s != nil {
		return s.Listings
	}
	return 0
}

// Pictures go through every change of their rows; nothing of them can be read in the files, and they are known again after a restart.
func TestPicturesAreSealed(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "ledger.db")
	d := openDesk(t, path)
	shown := []similar.Picture{sketched(1, 3), sketched(2, 3), sketched(3, 120)}
	raise(t, d, listing(1, 1, 0, shown...))
	second := raise(t, d, listing(2, 2, 1, shown...)).AlertID
	raise(t, d, listing(1, 1, 2, shown...))
	number := picturesOf(t, d.Ledger, second)[0].Number
	if err := errors.Join(d.DismissPicture(t.Context(), number, "rina", "logo"), d.RestorePicture(t.Context(), number)); err != nil {
		t.Fatal(err)
	}
	if n := inClear(t, dir, shown...); n > 0 {
		t.Errorf("%d pictures can be read while the ledger is open", n)
	}
	closeDesk(t, d)
	if n := inClear(t, dir, shown...); n > 0 {
		t.Errorf("%d pictures can be read when it is closed", n)
	}
	d = openDesk(t, path)
	if n := linkedTo(t, d, raise(t, d, listing(3, 3, 3, shown[2])).AlertID); n != 2 {
		t.Errorf("linked to %d listings after a restart", n)
	}
	wantUnreadable(t, d, 0)
	verify(t, d, nil)
}

// version4 copies what the code of schema version 4 wrote, with all of it in clear: listings 1 to 8 on as many sites. The first two
// share a picture; the third's was dismissed, and the eighth shows it too; the fourth's has no sketch; the fifth was erased; the sixth's
// takes several pages. It returns the pictures.
func version4(t *testing.T) (path string, pictures []similar.Picture) {
	t.Helper()
	for seed := range uint64(7) {
		hashes := 3
		if seed+1 == 6 {
			hashes = 120
		}
		pictures = append(pictures, sketched(seed+1, hashes))
	}
	pictures[3].Sketch = nil
	return unpack(t, filepath.Join("testdata", "ledger_v4.db.gz")), pictures
}

// wantVersion4 checks that everything that version 4 knew of pictures is known.
func wantVersion4(t *testing.T, d *desk.Desk, pictures []similar.Picture) {
	t.Helper()
	for n, want := range map[int]int{1: 1, 2: 1, 3: 0, 4: 0, 6: 0, 7: 0, 8: 0} {
		if got := linkedTo(t, d, alertID(listing(n, n, 0))); got != want {
			t.Errorf("listing %d is linked to %d, want %d", n, got, want)
		}
	}
	for n, want := range map[int]int{0: 2, 1: 1, 2: 0, 3: 1, 4: 0, 5: 1, 6: 1} {
		if got := linkedTo(t, d, raise(t, d, listing(20+n, 20+n, 20, pictures[n])).AlertID); got != want {
			t.Errorf("picture %d is known from %d listings, want %d", n+1, got, want)
		}
	}
	if p := picturesOf(t, d.Ledger, alertID(listing(22, 22, 0))); len(p) != 1 || !p[0].Dismissed {
		t.Errorf("a picture that was dismissed is not any more: %+v", p)
	}
	wantUnreadable(t, d, 0)
	if got := verify(t, d, nil); got.Events != 8+7 || got.Erased != 1 {
		t.Errorf("verified %+v", got)
	}
}

// What was written in clear is sealed when the ledger is opened, and its bytes are gone.
func TestMigrateFromVersion4(t *testing.T) {
	path, pictures := version4(t)
	dir := filepath.Dir(path)
	if n := inClear(t, dir, pictures...); n != 6 { // but the erased one
		t.Fatalf("%d pictures can be read in the old ledger: the test sees nothing", n)
	}
	d := openDesk(t, path)
	if n := inClear(t, dir, pictures...); n != 0 {
		t.Errorf("%d pictures can be read while the ledger is open", n)
	}
	wantVersion4(t, d, pictures)
	closeDesk(t, d)
	if n := inClear(t, dir, pictures...); n != 0 {
		t.Errorf("%d pictures can be read when it is closed", n)
	}
	d, err := desk.Open(t.Context(), path, desk.Config{Key: secret, Step: func(step string) { t.Errorf("opened again, it writes: %s", step) }})
	if err != nil {
		t.Fatal(err)
	}
	closeDesk(t, d)
}

const sealingChild = "RONDA_TEST_SEALING"

// Wherever the process dies while a ledger is sealed, the next one finishes it.
func TestSealingIsFinished(t *testing.T) {
	if spec := os.Getenv(sealingChild); spec != "" {
		part := strings.Split(spec, "|")
		after := len(part[2])
		_, err := desk.Open(t.Context(), part[0], desk.Config{Key: secret, Step: func(s string) {
			if s == part[1] {
				if after--; after < 0 {
					os.Exit(9)
				}
			}
		}})
		t.Fatal(err)
	}
	for _, tt := range []struct {
		step, after string
		left        int // pictures that can be read then
	}{
		{"desk.uncommitted", "", 6},
		{"desk.committed", "", 6},    // the log is not folded in
		{"desk.uncommitted", "+", 6}, // while pages are scrubbed
		{"desk.committed", "+", 6},   // the log is not empty
	} {
		t.Run(tt.step+tt.after, func(t *testing.T) {
			path, pictures := version4(t)
			child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestSealingIsFinished$")
			child.Env = append(os.Environ(), sealingChild+"="+path+"|"+tt.step+"|"+tt.after)
			if out, err := child.CombinedOutput(); child.ProcessState.ExitCode() != 9 {
				t.Fatalf("child: %v\n%s", err, out)
			}
			if n := inClear(t, filepath.Dir(path), pictures...); n != tt.left {
				t.Errorf("%d pictures can be read after the process died, want %d", n, tt.left)
			}
			d := openDesk(t, path)
			if n := inClear(t, filepath.Dir(path), pictures...); n != 0 {
				t.Errorf("%d pictures can still be read", n)
			}
			wantVersion4(t, d, pictures)
		})
	}
}

// sealedRows returns what is sealed in the rows of pictures.
func sealedRows(t *testing.T, path string) (list [][]byte) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.QueryContext(t.Context(), `SELECT hashes FROM picture WHERE key_mark != ''`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var b []byte
		if err := rows.Scan(&b); err != nil {
			t.Fatal(err)
		}
		list = append(list, b)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return list
}

// What was sealed under a former key is sealed under the new one when the ledger is opened: all is known still, nothing is left that the
// former key opens, and it is not needed any more.
func TestFormerPictureKey(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "ledger.db")
	former, other := bytes.Repeat([]byte{1}, 32), bytes.Repeat([]byte{2}, 32)
	d := openWith(t, path, former)
	card := sketched(1, 3)
	first := raise(t, d, listing(0, 0, 0, card)).AlertID
	for n := 1; n <= 9; n++ { // more than are sealed at once
		var shown []similar.Picture
		for i := range 64 {
			shown = append(shown, shot(uint64(100*n+i)))
		}
		raise(t, d, listing(n, n, 0, shown...))
	}
	closeDesk(t, d)
	before := sealedRows(t, path)
	if len(before) != 1+9*64 {
		t.Fatalf("%d rows", len(before))
	}

	d = openWith(t, path, secret, other, former)
	wantUnreadable(t, d, 0)
	if n := linkedTo(t, d, raise(t, d, listing(20, 20, 1, card, shot(963))).AlertID); n != 2 {
		t.Errorf("linked to %d listings under the new key", n)
	}
	closeDesk(t, d)
	all := raw(t, dir)
	for _, b := range before {
		if bytes.Contains(all, b[:16]) {
			t.Fatal("what was sealed under the former key is still there")
		}
	}

	d = openWith(t, path, secret)
	wantUnreadable(t, d, 0)
	if n := linkedTo(t, d, raise(t, d, listing(21, 21, 2, card)).AlertID); n != 2 {
		t.Errorf("linked to %d listings without the former key", n)
	}
	if n := linkedTo(t, d, first); n != 2 {
		t.Errorf("the first is linked to %d listings", n)
	}
	verify(t, d, nil)
}

// With a wrong key nothing is lost: alerts are there, are raised and erased, and links stay. When the right one is back, the pictures are
// known again, and those that came meanwhile too.
func TestWrongPictureKey(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger.db")
	wrong := bytes.Repeat([]byte{3}, 32)
	d := openDesk(t, path)
	card, logo := sketched(1, 3), sketched(2, 3)
	raise(t, d, listing(1, 1, 0, card))
	second := raise(t, d, listing(2, 2, 0, card)).AlertID
	third := raise(t, d, listing(3, 3, 0, logo)).AlertID
	fourth := raise(t, d, listing(4, 4, 0, logo)).AlertID
	if err := d.DismissPicture(t.Context(), picturesOf(t, d.Ledger, third)[0].Number, "rina", "logo"); err != nil {
		t.Fatal(err)
	}
	closeDesk(t, d)

	d = openWith(t, path, wrong)
	wantUnreadable(t, d, 4)
	fifth := raise(t, d, listing(5, 5, 1, card)).AlertID
	wantUnreadable(t, d, 4)
	if linkedTo(t, d, fifth) != 0 || linkedTo(t, d, second) != 1 {
		t.Error("links are not as they were")
	}
	raise(t, d, listing(2, 2, 1, card)) // seen again, and known by it again
	if linkedTo(t, d, fifth) != 1 || linkedTo(t, d, second) != 2 {
		t.Error("a picture that was seen again is not known by it")
	}
	for _, err := range []error{
		d.DismissPicture(t.Context(), picturesOf(t, d.Ledger, second)[0].Number, "rina", "x"),
		d.RestorePicture(t.Context(), picturesOf(t, d.Ledger, fourth)[0].Number),
	} {
		if !errors.Is(err, ledger.ErrPictureKey) || !strings.Contains(err.Error(), "put it back there from the backup") {
			t.Errorf("without its key: %v", err)
		}
	}
	erase(t, d, caseOf(t, d, third))
	verify(t, d, nil)
	closeDesk(t, d)

	d = openWith(t, path, secret, wrong)
	wantUnreadable(t, d, 0)
	sixth := raise(t, d, listing(6, 6, 2, card, logo)).AlertID
	if n := linkedTo(t, d, sixth); n != 3 {
		t.Errorf("with the right key: linked to %d listings", n)
	}
	if p := picturesOf(t, d.Ledger, sixth); len(p) != 2 || !p[1].Dismissed {
		t.Errorf("what was dismissed: %+v", p)
	}
	closeDesk(t, d)
	wantUnreadable(t, openDesk(t, path), 0)
}

// Without a key no picture is kept, and everything else is done.
func TestNoPictureKey(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "ledger.db")
	p := sketched(1, 3)
	d := openWith(t, path, nil)
	first := raise(t, d, listing(1, 1, 0, p)).AlertID
	if got := picturesOf(t, d.Ledger, first); got != nil || inClear(t, dir, p) != 0 {
		t.Errorf("pictures %+v", got)
	}
	wantSealed := func(want bool) {
		t.Helper()
		if sealed, err := ledger.Sealed(t.Context(), path); err != nil || sealed != want {
			t.Errorf("sealed: %t, %v", sealed, err)
		}
	}
	wantSealed(false)
	closeDesk(t, d)
	d = openDesk(t, path)
	first = raise(t, d, listing(1, 1, 1, p)).AlertID
	raise(t, d, listing(2, 2, 1, p))
	wantSealed(true)
	closeDesk(t, d)

	d = openWith(t, path, nil)
	wantUnreadable(t, d, 2)
	if n := linkedTo(t, d, first); n != 1 {
		t.Errorf("linked to %d listings", n)
	}
	erase(t, d, caseOf(t, d, first))
	verify(t, d, nil)

	path, _ = version4(t)
	wantSealed(false)
	path = filepath.Join(dir, "none.db")
	wantSealed(false)
	if _, err := desk.Open(t.Context(), path, desk.Config{Key: secret[:16]}); err == nil || !strings.Contains(err.Error(), "it must have 32") {
		t.Errorf("key of 16 bytes: %v", err)
	}
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a ledger was made without a key: %v", err)
	}
}

// What is damaged, or was moved to another row, is not believed: such a picture is not known again, and all others are.
func TestDamagedPictures(t *testing.T) {
	for name, statement := range map[string]string{
		"cut":        `UPDATE picture SET hashes = substr(hashes, 1, 100) WHERE number = 1`,
		"emptied":    `UPDATE picture SET hashes = x'' WHERE number = 1`,
		"a byte":     `UPDATE picture SET hashes = CAST(substr(hashes, 1, 50) || CASE substr(hashes, 51, 1) WHEN x'00' THEN x'01' ELSE x'00' END || substr(hashes, 52) AS BLOB) WHERE number = 1`,
		"moved":      `UPDATE picture SET hashes = (SELECT hashes FROM picture WHERE number = 2) WHERE number = 1`,
		"to another": `UPDATE picture SET alert_id = (SELECT alert_id FROM picture WHERE number = 2) WHERE number = 1`,
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "ledger.db")
			d := openDesk(t, path)
			one, two := sketched(1, 3), sketched(2, 3)
			raise(t, d, listing(1, 1, 0, one))
			raise(t, d, listing(2, 2, 0, two))
			closeDesk(t, d)
			tamper(t, path, statement)
			for _, key := range [][][]byte{{secret}, {bytes.Repeat([]byte{4}, 32), secret}} { // and while it is sealed anew
				d = openWith(t, path, key[0], key[1:]...)
				id := raise(t, d, listing(3, 3, 1, one, two)).AlertID
				if n := linkedTo(t, d, id); n != 1 {
					t.Errorf("linked to %d listings", n)
				}
				wantUnreadable(t, d, 1)
				if err := d.DismissPicture(t.Context(), 1, "rina", "x"); err == nil || errors.Is(err, ledger.ErrPictureKey) {
					t.Errorf("dismissing a damaged picture: %v", err)
				}
				erase(t, d, caseOf(t, d, id))
				closeDesk(t, d)
			}
		})
	}
}

// tamper runs statements on a ledger file with the triggers that guard it removed.
func tamper(t *testing.T, path string, statements ...string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	statements = append([]string{`DROP TRIGGER event_keep_update`, `DROP TRIGGER event_keep_delete`}, statements...)
	for _, s := range statements {
		if _, err := db.ExecContext(t.Context(), s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
}
