package main

import (
	"bytes"
	"encoding/hex"
	"os"
	"slices"
	"strings"
	"testing"
)

// The newest of several keys comes first, the tenth after the ninth, and one that is damaged is named.
func TestDataKeys(t *testing.T) {
	folder, err := openDataFolder(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer folder.Close()
	first, err := folder.dataKey(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	nine, ten := bytes.Repeat([]byte{9}, 32), bytes.Repeat([]byte{10}, 32)
	for id, secret := range map[string][]byte{"9": nine, "10": ten} {
		if err := writeNew(folder.file("keys", "data-"+id+".key"), hex.EncodeToString(secret)+"\n"); err != nil {
			t.Fatal(err)
		}
	}
	if keys, err := folder.dataKeys(t.Context()); err != nil || !slices.EqualFunc(keys, [][]byte{ten, nine, first}, bytes.Equal) {
		t.Errorf("%d keys, or in another order (%v)", len(keys), err)
	}
	if key, err := folder.dataKey(t.Context()); err != nil || !bytes.Equal(key, ten) {
		t.Errorf("the newest key is another (%v)", err)
	}
	if err := os.WriteFile(folder.file("keys", "data-9.key"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := folder.dataKeys(t.Context()); err == nil || !strings.Contains(err.Error(), "data-9.key is damaged") {
		t.Errorf("a damaged key: %v", err)
	}
}
