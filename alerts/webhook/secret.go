package webhook

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strconv"
	"strings"
	"time"
)

// Secret is the key that signs an endpoint's deliveries. It prints as "[secret]" by every route. The zero value is no
// secret.
type Secret struct {
	key func() []byte // a function, because fmt cannot look into one
}

// ParseSecret reads a key of the form "whsec_<base64 of 24 to 64 random bytes>". The error never quotes the text.
func ParseSecret(text string) (Secret, error) {
	encoded, ok := strings.CutPrefix(text, "whsec_")
	if !ok {
		return Secret{}, errors.New(`secret does not begin with "whsec_"`)
	}
	key, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil {
		return Secret{}, errors.New(`secret is not "whsec_" and base64`)
	}
	if len(key) < 24 || len(key) > 64 {
		return Secret{}, fmt.Errorf("secret has %d bytes: 24 to 64 are needed, make one with: echo whsec_$(head -c 32 /dev/urandom | base64)", len(key))
	}
	return Secret{key: func() []byte { return key }}, nil
}

// Sign returns the value of the header webhook-signature for one attempt: "v1,<base64 of HMAC-SHA256>" over event id,
// time in seconds and body.
func (s Secret) Sign(id string, at time.Time, body []byte) string {
	mac := hmac.New(sha256.New, s.key())
	_, _ = io.WriteString(mac, id+"."+strconv.FormatInt(at.Unix(), 10)+".") // a hash never fails
	mac.Write(body)
	return "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// IsZero reports whether there is no secret.
func (s Secret) IsZero() bool { return s.key == nil }

// String returns "[secret]", or "" where there is none.
func (s Secret) String() string {
	if s.IsZero() {
		return ""
	}
	return "[secret]"
}

// Format implements fmt.Formatter for all verbs.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, s.String()) }

// GoString implements fmt.GoStringer.
func (s Secret) GoString() string { return s.String() }

// LogValue implements slog.LogValuer.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// MarshalText implements encoding.TextMarshaler with the placeholder, for JSON and YAML.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads the form that ParseSecret takes.
func (s *Secret) UnmarshalText(text []byte) (err error) {
	*s, err = ParseSecret(string(text))
	return err
}
