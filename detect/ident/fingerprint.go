package ident

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"sync"
)

// Fingerprint is a keyed digest of an identifier, a contact or a handle: "<key id>:<hex>". Two equal values under one
// key have equal fingerprints; without the key nothing can be learnt from it, which a plain digest does not give: the
// likely population numbers can be enumerated in minutes. The zero value means that there is none.
type Fingerprint string

// Key is a secret for fingerprints with the id that every fingerprint made with it carries.
type Key struct {
	ID     string // letters, digits and hyphens
	Secret []byte // at least 16 bytes
}

// Keyring makes fingerprints. Its first key signs; the others are kept so that older fingerprints can still be compared.
// A Keyring is safe for concurrent use.
type Keyring struct {
	keys []signer
}

// signer is a key with digests in the making, which are dear to begin.
type signer struct {
	id   string
	macs *sync.Pool // of *mac
}

// mac is a digest in the making, with room for what goes in and comes out.
type mac struct {
	hash.Hash
	buf []byte
}

func newSigner(k Key) signer {
	secret := bytes.Clone(k.Secret)
	return signer{k.ID, &sync.Pool{New: func() any { return &mac{Hash: hmac.New(sha256.New, secret)} }}}
}

// NewKeyring checks keys and returns a ring whose first key signs.
func NewKeyring(keys ...Key) (*Keyring, error) {
	if len(keys) == 0 {
		return nil, errors.New("make keyring: no key given")
	}
	for _, k := range keys {
		if k.ID == "" {
			return nil, errors.New("make keyring: a key has no id")
		}
		if len(k.Secret) < 16 {
			return nil, fmt.Errorf("make keyring: key %s has %d bytes, at least 16 are needed", k.ID, len(k.Secret))
		}
	}
	r := &Keyring{keys: make([]signer, len(keys))}
	for i, k := range keys {
		r.keys[i] = newSigner(k)
	}
	return r, nil
}

// Fingerprint returns the digest of value under the signing key, or "" for an empty value. The domain keeps equal texts
// of different meaning apart (a phone and an account number, say).
func (r *Keyring) Fingerprint(domain, value string) Fingerprint {
	if value == "" {
		return ""
	}
	return r.keys[0].fingerprint(domain, []byte(value))
}

// Lasting returns the digest of value under the oldest key, which a rotation does not change. It serves to know a thing
// again, where Fingerprint serves to link. "" for an empty value.
func (r *Keyring) Lasting(domain, value string) Fingerprint {
	if value == "" {
		return ""
	}
	return r.keys[len(r.keys)-1].fingerprint(domain, []byte(value))
}

// All returns the digests of value under every key of the ring, the signing key's first. It serves to find links that
// were made before a rotation.
func (r *Keyring) All(domain, value string) []Fingerprint {
	if value == "" {
		return nil
	}
	out := make([]Fingerprint, len(r.keys))
	for i, k := range r.keys {
		out[i] = k.fingerprint(domain, []byte(value))
	}
	return out
}

func (s signer) fingerprint(domain string, value []byte) Fingerprint {
	m := s.macs.Get().(*mac)
	defer s.macs.Put(m)
	m.Reset()
	m.buf = append(append(append(m.buf[:0], domain...), 0), value...)
	m.Write(m.buf)
	clear(m.buf)
	m.buf = m.Sum(m.buf[:0])
	end := len(m.buf)
	m.buf = append(append(m.buf, s.id...), ':')
	m.buf = hex.AppendEncode(m.buf, m.buf[:end])
	return Fingerprint(m.buf[end:])
}

// String never shows the secret.
func (r *Keyring) String() string {
	if r == nil || len(r.keys) == 0 {
		return "keyring(empty)"
	}
	return "keyring(" + r.keys[0].id + ")"
}

// GoString never shows the secret.
func (r *Keyring) GoString() string { return r.String() }
