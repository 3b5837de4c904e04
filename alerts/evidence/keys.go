package evidence

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"filippo.io/age"
)

// Errors of sealing and unsealing.
var (
	// ErrNoKey means that none of the identities is a recipient of the sealed file.
	ErrNoKey = errors.New("no identity given opens this file: it was sealed to other keys, or its head is damaged")
	// ErrDamaged means that a sealed file is not as it was written. What came out of it before the damage is not the whole.
	ErrDamaged = errors.New("sealed file is damaged or cut short: what came out of it is incomplete and proves nothing")
	// ErrNoRecipients means that nothing can be sealed, because it is not said to whom.
	ErrNoRecipients = errors.New("no recipients: name the public keys (age1...) of those who may open originals")
)

// Recipients are the public keys that originals are sealed to: each of their holders can open every file alone.
type Recipients struct {
	keys         []age.Recipient
	fingerprints []string
}

// ParseRecipients reads age public keys, age1... (X25519) or age1pq1... (hybrid: ML-KEM-768 and X25519). The two kinds
// cannot be mixed, since one plain key would undo what the hybrid ones are for. At least one key is needed
// (ErrNoRecipients).
func ParseRecipients(keys []string) (*Recipients, error) {
	r := &Recipients{}
	hybrid := 0
	for i, text := range keys {
		key, short, err := parseRecipient(strings.TrimSpace(text))
		if err != nil {
			return nil, fmt.Errorf("recipient %d: %w", i+1, err)
		}
		if slices.Contains(r.fingerprints, short) {
			return nil, fmt.Errorf("recipient %d: the same key is given twice", i+1)
		}
		if _, ok := key.(*age.HybridRecipient); ok {
			hybrid++
		}
		r.keys = append(r.keys, key)
		r.fingerprints = append(r.fingerprints, short)
	}
	switch {
	case len(r.keys) == 0:
		return nil, ErrNoRecipients
	case hybrid != 0 && hybrid != len(r.keys):
		return nil, errors.New("recipients of both kinds (age1... and age1pq1...): use one kind for all, a plain key would undo the post-quantum ones")
	}
	return r, nil
}

// parseRecipient never quotes what it was given: it may be the wrong key of the pair.
func parseRecipient(text string) (age.Recipient, string, error) {
	switch lower := strings.ToLower(text); {
	case strings.HasPrefix(lower, "age-secret-key-"):
		return nil, "", errors.New("this is a secret key: take it off this machine, and give the public key that belongs to it (age-keygen -y)")
	case strings.HasPrefix(lower, "age1pq1"):
		key, err := age.ParseHybridRecipient(text)
		if err != nil {
			return nil, "", errors.New("not a whole age public key (age1pq1...): copy it again, all of it on one line")
		}
		return key, fingerprint("mlkem768x25519", key.String()), nil
	case strings.HasPrefix(lower, "age1"):
		key, err := age.ParseX25519Recipient(text)
		if err != nil {
			return nil, "", errors.New("not a whole age public key (age1...): copy it again, all of it on one line")
		}
		return key, fingerprint("x25519", key.String()), nil
	default:
		return nil, "", errors.New("not an age public key: it begins with age1 (age-keygen makes one; SSH keys and passphrases are not taken)")
	}
}

// fingerprint is short enough to read out over the telephone: the kind of key, and the first 16 bytes of the SHA-256 of the
// public key's text, in hexadecimal.
func fingerprint(kind, key string) string {
	sum := sha256.Sum256([]byte(key))
	return kind + ":" + hex.EncodeToString(sum[:16])
}

// Fingerprints returns a short name of each key, in the order in which they were given. Nil has none.
func (r *Recipients) Fingerprints() []string {
	if r == nil {
		return nil
	}
	return slices.Clone(r.fingerprints)
}

// Identities are secret keys. They print as "[identities]" by every route.
type Identities struct {
	list func() []age.Identity // a function, because fmt cannot look into one
}

const identitiesPlaceholder = "[identities]"

// String, Format, GoString and MarshalText never show a key.
func (Identities) String() string { return identitiesPlaceholder }

// Format implements fmt.Formatter for all verbs.
func (Identities) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, identitiesPlaceholder) }

// GoString implements fmt.GoStringer.
func (Identities) GoString() string { return identitiesPlaceholder }

// MarshalText implements encoding.TextMarshaler; log/slog uses it too.
func (Identities) MarshalText() ([]byte, error) { return []byte(identitiesPlaceholder), nil }

// Fingerprints returns the fingerprints of the public keys that belong to the identities, as Recipients does.
func (ids *Identities) Fingerprints() []string {
	var prints []string
	for _, id := range ids.list() {
		switch id := id.(type) {
		case *age.X25519Identity:
			prints = append(prints, fingerprint("x25519", id.Recipient().String()))
		case *age.HybridIdentity:
			prints = append(prints, fingerprint("mlkem768x25519", id.Recipient().String()))
		}
	}
	return prints
}

// ReadIdentities reads a file of secret keys as age-keygen writes it: one AGE-SECRET-KEY-... a line; empty lines and lines
// that begin with # are passed over. Its errors never quote the file.
func ReadIdentities(r io.Reader) (*Identities, error) {
	var ids []age.Identity
	lines := bufio.NewScanner(io.LimitReader(r, 1<<20))
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		id, err := parseIdentity(line)
		if err != nil {
			return nil, fmt.Errorf("identity file, line %d: %w", n, err)
		}
		ids = append(ids, id)
	}
	switch err := lines.Err(); {
	case errors.Is(err, bufio.ErrTooLong):
		return nil, errors.New("identity file: not a file of age secret keys (age-keygen makes one)")
	case err != nil:
		return nil, fmt.Errorf("read identity file: %w", err)
	case len(ids) == 0:
		return nil, errors.New("identity file: it holds no key (age-keygen makes one)")
	}
	return &Identities{list: func() []age.Identity { return ids }}, nil
}

func parseIdentity(line string) (age.Identity, error) {
	var id age.Identity
	var err error
	switch {
	case strings.HasPrefix(line, "AGE-SECRET-KEY-PQ-1"):
		id, err = age.ParseHybridIdentity(line)
	case strings.HasPrefix(line, "AGE-SECRET-KEY-1"):
		id, err = age.ParseX25519Identity(line)
	case strings.HasPrefix(line, "age-encryption.org/"), strings.HasPrefix(line, "-----BEGIN AGE ENCRYPTED FILE"):
		return nil, errors.New("the file is locked with a passphrase: unlock it first (age -d)")
	case strings.HasPrefix(line, "age1"):
		return nil, errors.New("this is a public key: the secret one (AGE-SECRET-KEY-...) is needed")
	default:
		return nil, errors.New("not an age secret key (AGE-SECRET-KEY-...)")
	}
	if err != nil { // its text may quote the key
		return nil, errors.New("not a whole age secret key: copy it again, all of it on one line")
	}
	return id, nil
}

// Unseal writes the WARC file (compressed member by member) that is in a sealed file to w. It fails with ErrNoKey, before
// anything is written, where none of the identities is a recipient, and with ErrDamaged where the sealed file was changed
// or cut: w then holds a beginning, which must be thrown away.
func Unseal(w io.Writer, sealed io.Reader, ids *Identities) error {
	in := &source{r: sealed}
	plain, err := age.Decrypt(in, ids.list()...)
	if err == nil {
		out := &sink{w: w}
		if _, err = io.Copy(out, plain); out.err != nil {
			return fmt.Errorf("unseal evidence: write: %w", out.err)
		}
	}
	var noMatch *age.NoIdentityMatchError
	switch {
	case err == nil:
		return nil
	case in.err != nil:
		return fmt.Errorf("unseal evidence: read: %w", in.err)
	case errors.As(err, &noMatch):
		return fmt.Errorf("unseal evidence: %w", ErrNoKey)
	default: // what age says may quote the head, which tells nothing that helps
		return fmt.Errorf("unseal evidence: %w", ErrDamaged)
	}
}

// source and sink remember whose fault it was: age reports its own findings and those of the disk alike.
type source struct {
	r   io.Reader
	err error
}

func (s *source) Read(p []byte) (int, error) {
	n, err := s.r.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		s.err = err
	}
	return n, err
}

type sink struct {
	w   io.Writer
	err error
}

func (s *sink) Write(p []byte) (int, error) {
	n, err := s.w.Write(p)
	if err != nil {
		s.err = err
	}
	return n, err
}
