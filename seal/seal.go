// Package seal derives keys from a secret of the data folder, one for each use, and seals under them what is not to stand in clear
// in a file. It knows neither the files nor what is sealed.
package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"fmt"
)

// KeySize is the length in bytes of a secret, and of each key that is derived from it.
const KeySize = 32

// Derive returns the key for one use of a secret, by HKDF-SHA256. Keys for different uses tell nothing of each other, nor of the
// secret. A use is never renamed: what was sealed for it could not be opened any more.
func Derive(secret []byte, use string) ([]byte, error) {
	if len(secret) != KeySize {
		return nil, fmt.Errorf("a key of the Config has %d bytes, it must have %d", len(secret), KeySize)
	}
	key, err := hkdf.Key(sha256.New, secret, nil, "ronda "+use, KeySize)
	if err != nil {
		return nil, fmt.Errorf("derive keys: %w", err)
	}
	return key, nil
}

// New returns AES-256-GCM under the key for one use of a secret. Its nonces are random and stand in front of what is sealed, so that
// Seal and Open are given none. It is safe for concurrent use.
func New(secret []byte, use string) (cipher.AEAD, error) {
	key, err := Derive(secret, use)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("derive keys: %w", err)
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		return nil, fmt.Errorf("derive keys: %w", err)
	}
	return aead, nil
}
