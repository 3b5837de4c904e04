package seal_test

import (
	"bytes"
	"encoding/hex"
	"strings"
	"testing"

	"ronda/seal"
)

func secret() []byte {
	b := make([]byte, seal.KeySize)
	for i := range b {
		b[i] = byte(i)
	}
	return b
}

// Files that were sealed before stay readable: key and form are what another implementation of HKDF and AES-GCM makes of them.
func TestKeysAreAsBefore(t *testing.T) {
	key, err := seal.Derive(secret(), "frontier seal")
	if want := "78740d6da2dfbf1a86be0c161ee9c0fd63e8a5688b68f9dedbf0572fda71fdeb"; err != nil || hex.EncodeToString(key) != want {
		t.Errorf("key %x, %v", key, err)
	}
	aead, err := seal.New(secret(), "frontier seal")
	if err != nil {
		t.Fatal(err)
	}
	sealed, err := hex.DecodeString("000102030405060708090a0b" + "384444ecfb00930f0c2fdf308517920b84f3da11a461bdfec0f0969c5829f8e2cc3b")
	if err != nil {
		t.Fatal(err)
	}
	if text, err := aead.Open(nil, nil, sealed, []byte("row")); err != nil || string(text) != "https://a.example/" {
		t.Errorf("opened %q, %v", text, err)
	}
}

func TestSeal(t *testing.T) {
	aead, err := seal.New(secret(), "a")
	if err != nil {
		t.Fatal(err)
	}
	text, row := []byte("what is sealed"), []byte("row 7")
	one, two := aead.Seal(nil, nil, text, row), aead.Seal(nil, nil, text, row)
	if bytes.Equal(one, two) || bytes.Contains(one, text[:4]) || len(one) != len(text)+28 {
		t.Errorf("sealed %x and %x", one, two)
	}
	if got, err := aead.Open(nil, nil, one, row); err != nil || !bytes.Equal(got, text) {
		t.Errorf("opened %q, %v", got, err)
	}
	for i := range one {
		damaged := bytes.Clone(one)
		damaged[i] ^= 1
		if _, err := aead.Open(nil, nil, damaged, row); err == nil {
			t.Errorf("opened with byte %d changed", i)
		}
	}
	if _, err := aead.Open(nil, nil, one, []byte("row 8")); err == nil {
		t.Error("opened in another row")
	}
	other, err := seal.New(secret(), "b")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := other.Open(nil, nil, one, row); err == nil {
		t.Error("opened with the key of another use")
	}
	if _, err := aead.Open(nil, nil, one[:11], row); err == nil {
		t.Error("opened half a nonce")
	}
}

func TestSizeOfSecrets(t *testing.T) {
	for _, size := range []int{0, 16, 31, 33, 64} {
		if _, err := seal.New(make([]byte, size), "a"); err == nil || !strings.Contains(err.Error(), "it must have 32") {
			t.Errorf("secret of %d bytes: %v", size, err)
		}
	}
}
