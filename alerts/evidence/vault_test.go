package evidence_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"filippo.io/age"
	"github.com/google/go-cmp/cmp"

	"ronda/alerts/evidence"
)

// key is a pair of keys as texts.
type key struct{ public, secret string }

func x25519(t testing.TB) key {
	t.Helper()
	id, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	return key{id.Recipient().String(), id.String()}
}

func hybrid(t testing.TB) key {
	t.Helper()
	id, err := age.GenerateHybridIdentity()
	if err != nil {
		t.Fatal(err)
	}
	return key{id.Recipient().String(), id.String()}
}

func recipients(t testing.TB, keys ...key) *evidence.Recipients {
	t.Helper()
	var texts []string
	for _, k := range keys {
		texts = append(texts, k.public)
	}
	r, err := evidence.ParseRecipients(texts)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func identities(t testing.TB, keys ...key) *evidence.Identities {
	t.Helper()
	file := bytes.NewBufferString("# created: 2026-03-01\n\n")
	for _, k := range keys {
		_, _ = fmt.Fprintf(file, "# public key: %s\n%s\n", k.public, k.secret)
	}
	ids, err := evidence.ReadIdentities(file)
	if err != nil {
		t.Fatal(err)
	}
	return ids
}

func openVault(t testing.TB, dir string, keys ...key) *evidence.Vault {
	t.Helper()
	v, err := evidence.OpenVault(dir, recipients(t, keys...), evidence.VaultConfig{Software: "ronda 0.1.0"})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func seal(t testing.TB, v *evidence.Vault, c *evidence.Capture) evidence.Sealed {
	t.Helper()
	s, err := v.Seal(t.Context(), c, about)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func unseal(v *evidence.Vault, name string, ids *evidence.Identities) ([]byte, error) {
	in, err := v.Reader(name)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	var b bytes.Buffer
	err = evidence.Unseal(&b, in, ids)
	return b.Bytes(), err
}

// secrets are planted in every place of a capture.
var secrets = []string{
	"3507691234562001", "0812-0000-4471", "siti.nur@surel.example", "@penjual_berkas", "judul rahasia", "isi rahasia", "nik=3507691234562001",
}

func secretCapture() *evidence.Capture {
	all := strings.Join(secrets, " ")
	return evidence.New(evidence.Content{
		Title: all, Texts: secrets, Pictures: [][]byte{[]byte(all)},
		Exchanges: []evidence.Exchange{
			{
				URL: "https://toko.example/" + secrets[6], Status: http.StatusOK, FetchedAt: fetched, Header: http.Header{"X-Note": {all}},
				Body: []byte(all), ContentType: "text/html",
			},
			{URL: "https://toko.example/" + secrets[0] + ".jpg", FetchedAt: fetched, Body: []byte(all)},
		},
	})
}

func TestSeal(t *testing.T) {
	tests := map[string]struct {
		keys   []key
		prefix string
	}{
		"x25519": {[]key{x25519(t), x25519(t)}, "x25519:"},
		"hybrid": {[]key{hybrid(t), hybrid(t)}, "mlkem768x25519:"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "evidence")
			v := openVault(t, dir, tt.keys...)
			s := seal(t, v, secretCapture())
			sealedBytes, err := os.ReadFile(v.Path(s.Name))
			if err != nil {
				t.Fatal(err)
			}
			sum := sha256.Sum256(sealedBytes)
			if s.SHA256 != hex.EncodeToString(sum[:]) || s.Size != int64(len(sealedBytes)) {
				t.Errorf("sealed says %s and %d bytes; the file has %x and %d", s.SHA256, s.Size, sum, len(sealedBytes))
			}
			if !slices.Equal(s.Recipients, v.Fingerprints()) || len(s.Recipients) != 2 || !strings.HasPrefix(s.Recipients[0], tt.prefix) {
				t.Errorf("recipients %v", s.Recipients)
			}
			if age := time.Since(s.At); age < 0 || age > time.Hour || s.At.Location() != time.UTC {
				t.Errorf("sealed at %v", s.At)
			}
			for path, want := range map[string]fs.FileMode{dir: 0o700, v.Path(s.Name): 0o600} {
				if info, err := os.Stat(path); err != nil || info.Mode().Perm() != want {
					t.Errorf("mode of %s: %v, %v", path, info.Mode(), err)
				}
			}
			for _, k := range tt.keys { // each alone
				file, err := unseal(v, s.Name, identities(t, k))
				if err != nil {
					t.Fatal(err)
				}
				records, err := readRecords(file)
				if err != nil {
					t.Fatal(err)
				}
				if len(records) != 4 || string(records[1].payload) != strings.Join(secrets, " ") {
					t.Errorf("%d records came out", len(records))
				}
				if !strings.Contains(string(records[0].block), "software: ronda 0.1.0\r\n") {
					t.Errorf("warcinfo %q", records[0].block)
				}
			}
			if got := identities(t, tt.keys...).Fingerprints(); !slices.Equal(got, s.Recipients) {
				t.Errorf("identities have the fingerprints %v", got)
			}
		})
	}
}

// The raw bytes of everything in the folder hold nothing of what was captured, and no key that opens it.
func TestVaultHoldsNothingInClear(t *testing.T) {
	for name, k := range map[string]key{"x25519": x25519(t), "hybrid": hybrid(t)} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			v := openVault(t, dir, k)
			for range 3 {
				seal(t, v, secretCapture())
			}
			files := 0
			err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
				if err != nil || d.IsDir() {
					return err
				}
				files++
				data, err := os.ReadFile(path)
				if err != nil {
					return err
				}
				for _, clear := range append(slices.Clone(secrets), k.secret, "AGE-SECRET-KEY", k.public, about.AlertID, "WARC", "toko.example") {
					if bytes.Contains(bytes.ToLower(data), bytes.ToLower([]byte(clear))) || strings.Contains(path, clear) {
						t.Errorf("%s holds %q", d.Name(), clear)
					}
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			if files != 3 {
				t.Errorf("%d files in the vault", files)
			}
		})
	}
}

func TestUnsealNeedsTheKey(t *testing.T) {
	for name, keys := range map[string][2]key{"x25519": {x25519(t), x25519(t)}, "hybrid": {hybrid(t), hybrid(t)}, "of the other kind": {x25519(t), hybrid(t)}} {
		t.Run(name, func(t *testing.T) {
			v := openVault(t, t.TempDir(), keys[0])
			s := seal(t, v, secretCapture())
			out, err := unseal(v, s.Name, identities(t, keys[1]))
			if !errors.Is(err, evidence.ErrNoKey) || len(out) != 0 {
				t.Errorf("%d bytes came out, %v", len(out), err)
			}
			if _, err := unseal(v, s.Name, identities(t, keys[1], keys[0])); err != nil {
				t.Errorf("with the right key among them: %v", err)
			}
		})
	}
}

// A file that was changed or cut never passes for whole, and what comes out before the damage is the truth.
func TestUnsealDamaged(t *testing.T) {
	k := x25519(t)
	v := openVault(t, t.TempDir(), k)
	s := seal(t, v, incompressible(200<<10)) // several of age's chunks
	ids := identities(t, k)
	whole, err := unseal(v, s.Name, ids)
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile(v.Path(s.Name))
	if err != nil {
		t.Fatal(err)
	}
	try := func(what string, damaged []byte) {
		t.Helper()
		var out bytes.Buffer
		err := evidence.Unseal(&out, bytes.NewReader(damaged), ids)
		if !errors.Is(err, evidence.ErrDamaged) && !errors.Is(err, evidence.ErrNoKey) {
			t.Errorf("%s: %v", what, err)
		}
		if !bytes.HasPrefix(whole, out.Bytes()) {
			t.Errorf("%s: something else came out", what)
		}
	}
	for at := 0; at < len(file); at += max(1, min(at/4, 5000)) {
		try(fmt.Sprintf("cut at %d of %d", at, len(file)), file[:at])
		flipped := bytes.Clone(file)
		flipped[at] ^= 1 << (at % 8)
		try(fmt.Sprintf("bit of byte %d of %d flipped", at, len(file)), flipped)
	}
	try("last byte cut", file[:len(file)-1])
	try("a byte too many", append(bytes.Clone(file), 0))
	try("chunk removed", slices.Delete(bytes.Clone(file), len(file)-70_000, len(file)-70_000+65_552))
	for _, end := range []int{len(file) - 1, len(file) / 2} {
		if err := evidence.Unseal(io.Discard, bytes.NewReader(file[:end]), ids); !errors.Is(err, evidence.ErrDamaged) || !strings.Contains(err.Error(), "incomplete") {
			t.Errorf("cut at %d: %v", end, err)
		}
	}
}

// incompressible captures a page of so many bytes that compression makes nothing of.
func incompressible(size int) *evidence.Capture {
	body := make([]byte, 0, size+sha256.Size)
	for sum := sha256.Sum256(nil); len(body) < size; sum = sha256.Sum256(sum[:]) {
		body = append(body, sum[:]...)
	}
	return evidence.New(evidence.Content{Exchanges: []evidence.Exchange{{URL: "https://toko.example/", Status: 200, Body: body[:size]}}})
}

// broken fails as a disk does.
type broken struct{ after int }

var errDisk = errors.New("disk is gone")

func (b *broken) Write(p []byte) (int, error) {
	if b.after -= len(p); b.after < 0 {
		return 0, errDisk
	}
	return len(p), nil
}

func (b *broken) Read([]byte) (int, error) { return 0, errDisk }

// A disk that fails is not taken for a file that was tampered with.
func TestUnsealTellsWhoFailed(t *testing.T) {
	k := x25519(t)
	v := openVault(t, t.TempDir(), k)
	s := seal(t, v, secretCapture())
	file, err := os.ReadFile(v.Path(s.Name))
	if err != nil {
		t.Fatal(err)
	}
	err = evidence.Unseal(&broken{}, bytes.NewReader(file), identities(t, k))
	if !errors.Is(err, errDisk) || errors.Is(err, evidence.ErrDamaged) {
		t.Errorf("writing fails: %v", err)
	}
	for _, at := range []int{0, 100, len(file) - 10} {
		err = evidence.Unseal(io.Discard, io.MultiReader(bytes.NewReader(file[:at]), &broken{}), identities(t, k))
		if !errors.Is(err, errDisk) || errors.Is(err, evidence.ErrDamaged) {
			t.Errorf("reading fails after %d bytes: %v", at, err)
		}
	}
}

func TestVaultFolder(t *testing.T) {
	dir := t.TempDir()
	k := x25519(t)
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	v := openVault(t, dir, k)
	if info, err := os.Stat(dir); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("folder has mode %v, %v", info.Mode(), err)
	}
	var want []string
	for range 5 {
		want = append(want, seal(t, v, secretCapture()).Name)
	}
	slices.Sort(want)
	for _, other := range []string{"README", "notes.warc.gz.age", want[0] + "~", "short.tmp"} {
		if err := os.WriteFile(filepath.Join(dir, other), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	names := func(v *evidence.Vault) []string {
		t.Helper()
		names, err := v.Names(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return names
	}
	if diff := cmp.Diff(want, names(v)); diff != "" {
		t.Errorf("names (-want +got):\n%s", diff)
	}

	r, err := evidence.OpenReader(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Seal(t.Context(), secretCapture(), about); !errors.Is(err, evidence.ErrNoRecipients) || r.CanSeal() || !v.CanSeal() {
		t.Errorf("a reader seals: %v", err)
	}
	if _, err := unseal(r, want[1], identities(t, k)); err != nil {
		t.Errorf("a reader does not read: %v", err)
	}
	for range 2 { // the second time it is gone already
		if err := r.Remove(want[1]); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(slices.Delete(want, 1, 2), names(v)); diff != "" {
		t.Errorf("names after one was removed (-want +got):\n%s", diff)
	}
	if _, err := v.Reader(strings.Repeat("0", 32) + ".warc.gz.age"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file that is not there: %v", err)
	}
	for _, name := range []string{"", ".", "..", "README", "../ledger.db", "/etc/passwd"} {
		if err := v.Remove(name); err == nil {
			t.Errorf("removed %q", name)
		}
		if _, err := v.Reader(name); err == nil {
			t.Errorf("read %q", name)
		}
		if path := v.Path(name); path != "" {
			t.Errorf("path of %q is %s", name, path)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "README")); err != nil {
		t.Error(err)
	}
}

func TestOpenVaultErrors(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	r := recipients(t, x25519(t))
	for name, tt := range map[string]struct {
		dir  string
		r    *evidence.Recipients
		want string
	}{
		"no recipients": {dir, nil, "open vault: no recipients: name the public keys (age1...) of those who may open originals"},
		"a file":        {file, r, "open vault: " + file + " is not a folder"},
		"no parent":     {filepath.Join(dir, "no", "evidence"), r, "open vault: mkdir " + filepath.Join(dir, "no", "evidence") + ": no such file or directory"},
	} {
		if _, err := evidence.OpenVault(tt.dir, tt.r, evidence.VaultConfig{}); err == nil || err.Error() != tt.want {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := evidence.OpenReader(filepath.Join(dir, "no")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("reader of a missing vault: %v", err)
	}
	if _, err := evidence.OpenReader(file); err == nil || !strings.Contains(err.Error(), "not a folder") {
		t.Errorf("reader of a file: %v", err)
	}
}

func TestNilVault(t *testing.T) {
	var v *evidence.Vault
	if v.CanSeal() || v.Fingerprints() != nil {
		t.Error("a nil vault seals")
	}
	if _, err := v.Seal(t.Context(), secretCapture(), about); !errors.Is(err, evidence.ErrNoRecipients) {
		t.Errorf("got %v", err)
	}
}

// When sealing fails nothing is left.
func TestSealFails(t *testing.T) {
	dir := t.TempDir()
	v := openVault(t, dir, x25519(t))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := v.Seal(ctx, secretCapture(), about); !errors.Is(err, context.Canceled) {
		t.Errorf("canceled: %v", err)
	}
	if _, err := v.Seal(t.Context(), nil, about); err == nil {
		t.Error("nothing was sealed")
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 0 {
		t.Errorf("left over: %v, %v", entries, err)
	}
	if err := os.Remove(dir); err != nil {
		t.Fatal(err)
	}
	_, err := v.Seal(t.Context(), secretCapture(), about)
	if !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("without the folder: %v", err)
	}
	for _, s := range secrets {
		if strings.Contains(err.Error(), s) {
			t.Errorf("error quotes the page: %v", err)
		}
	}
}

// Listings of one page are sealed by several workers from the same slices.
func TestSealTogether(t *testing.T) {
	k := x25519(t)
	v := openVault(t, t.TempDir(), k)
	c := secretCapture()
	var names sync.Map
	var wait sync.WaitGroup
	for range 16 {
		wait.Go(func() {
			s, err := v.Seal(t.Context(), c, about)
			if err != nil {
				t.Error(err)
			}
			names.Store(s.Name, true)
		})
	}
	wait.Wait()
	ids := identities(t, k)
	n := 0
	for name := range names.Range {
		n++
		file, err := unseal(v, name.(string), ids)
		if err != nil {
			t.Fatal(err)
		}
		if records, err := readRecords(file); err != nil || len(records) != 4 {
			t.Errorf("%d records, %v", len(records), err)
		}
	}
	if n != 16 {
		t.Errorf("%d files", n)
	}
}

func shaPrefix(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:16])
}
