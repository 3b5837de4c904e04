package store

import (
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"hash"

	"ronda/seal"
)

// Key names a URL or a host in the file: the first half of an HMAC-SHA256. Equal keys mean equal texts, and without the
// secret nobody can tell by trying texts which one a key belongs to.
type Key [16]byte

// sealer hides URLs and host names in the file and finds them again. It is not safe for concurrent use.
type sealer struct {
	aead        cipher.AEAD // AES-256-GCM; its nonce is random and stands in front of the sealed text
	urls, hosts hash.Hash
	check       []byte // stands in the file, to tell a wrong secret from a damaged row

	text, sum, sealed []byte // kept between calls
}

func newSealer(secret []byte) (*sealer, error) {
	aead, err := seal.New(secret, "frontier seal")
	if err != nil {
		return nil, err
	}
	derived := make(map[string][]byte)
	for _, use := range []string{"url", "host", "check"} {
		if derived[use], err = seal.Derive(secret, "frontier "+use); err != nil {
			return nil, err
		}
	}
	return &sealer{
		aead:  aead,
		urls:  hmac.New(sha256.New, derived["url"]),
		hosts: hmac.New(sha256.New, derived["host"]),
		check: derived["check"],
	}, nil
}

// keyring is the sealer of the key under which everything is written, and those of the keys before.
type keyring struct {
	present *sealer
	former  []*sealer
}

func newKeyring(present []byte, former [][]byte) (k keyring, err error) {
	if k.present, err = newSealer(present); err != nil {
		return k, err
	}
	for _, secret := range former {
		s, err := newSealer(secret)
		if err != nil {
			return k, err
		}
		k.former = append(k.former, s)
	}
	return k, nil
}

func (s *sealer) url(canonical string) Key { return s.find(s.urls, canonical) }

func (s *sealer) host(name string) Key { return s.find(s.hosts, name) }

func (s *sealer) find(mac hash.Hash, text string) Key {
	s.text = append(s.text[:0], text...)
	mac.Reset()
	mac.Write(s.text)
	s.sum = mac.Sum(s.sum[:0])
	return Key(s.sum)
}

// seal returns the text as it stands in the row with the given key; it does not open in another row. The result is valid
// until the next call.
func (s *sealer) seal(k Key, text string) []byte {
	s.text = append(s.text[:0], text...)
	s.sealed = s.aead.Seal(s.sealed[:0], nil, s.text, k[:])
	return s.sealed
}

// open returns the text that was sealed for the row with the given key, or false when the row is not what was written.
func (s *sealer) open(k Key, sealed []byte) (string, bool) {
	text, err := s.aead.Open(s.text[:0], nil, sealed, k[:])
	if err != nil {
		return "", false
	}
	s.text = text
	return string(text), true
}
