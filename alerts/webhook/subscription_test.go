package webhook_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/netip"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"

	"ronda/alerts/webhook"
)

const (
	testKey    = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
	testSecret = "whsec_" + testKey
)

func secret(t *testing.T, text string) webhook.Secret {
	t.Helper()
	s, err := webhook.ParseSecret(text)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// The vector that the specification's own libraries are tested with.
func TestSignVector(t *testing.T) {
	got := secret(t, testSecret).Sign("msg_p5jXN8AQM9LWM0D4loKWxJek", time.Unix(1614265330, 0), []byte(`{"test": 2432232314}`))
	if want := "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestParseSecretErrors(t *testing.T) {
	for name, text := range map[string]string{
		"empty":       "",
		"no prefix":   testKey,
		"other kind":  "whsk_" + testKey,
		"no base64":   "whsec_####" + testKey,
		"too short":   "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLQ==",
		"too long":    "whsec_" + strings.Repeat("MfKQ", 22),
		"placeholder": "[secret]",
	} {
		t.Run(name, func(t *testing.T) {
			_, err := webhook.ParseSecret(text)
			if err == nil {
				t.Fatal("accepted")
			}
			if strings.Contains(err.Error(), "MfKQ") {
				t.Errorf("error quotes the secret: %v", err)
			}
		})
	}
}

func TestSecretNeverPrints(t *testing.T) {
	sub := webhook.Subscription{Name: "toko", Secret: secret(t, testSecret)}
	holder := struct{ private webhook.Subscription }{sub}
	var out bytes.Buffer
	slog.New(slog.NewTextHandler(&out, nil)).Info("m", "secret", sub.Secret, "sub", sub, "holder", holder)
	slog.New(slog.NewJSONHandler(&out, nil)).Info("m", "secret", sub.Secret, "sub", sub)
	for _, v := range []any{sub.Secret, &sub.Secret, sub, &sub, holder, &holder} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d", "%t"} {
			fmt.Fprintf(&out, verb+"\n", v)
		}
	}
	for _, marshal := range []func(any) ([]byte, error){json.Marshal, yaml.Marshal} {
		text, err := marshal(sub)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Contains(text, []byte("[secret]")) {
			t.Errorf("no placeholder in %s", text)
		}
		out.Write(text)
	}
	for _, leak := range []string{testKey, fmt.Sprintf("%x", testKey), "31f290f6bf0629", "31F290F6BF0629", "49 242 144"} {
		if strings.Contains(out.String(), leak) {
			t.Errorf("printed %q:\n%s", leak, out.String())
		}
	}
	text, err := yaml.Marshal(webhook.Subscription{Name: "toko", SecretFile: "f"})
	if err != nil || strings.Contains(string(text), "secret: ") {
		t.Errorf("a secret where there is none (%v): %s", err, text)
	}
}

func TestSubscriptionYAML(t *testing.T) {
	const text = "name: toko\nurl: https://hooks.toko.example/ronda\nsecret: " + testSecret +
		"\nplatforms: [toko.example]\nkinds: [sale]\nmin_severity: high\n"
	var sub webhook.Subscription
	dec := yaml.NewDecoder(strings.NewReader(text))
	dec.KnownFields(true)
	if err := dec.Decode(&sub); err != nil {
		t.Fatal(err)
	}
	if err := webhook.Validate([]webhook.Subscription{sub}, false); err != nil {
		t.Error(err)
	}
	if sub.Secret.Sign("a", time.Unix(1, 0), nil) != secret(t, testSecret).Sign("a", time.Unix(1, 0), nil) {
		t.Error("the secret was not read")
	}
	err := yaml.Unmarshal([]byte("secret: "+testKey), &sub)
	if err == nil || strings.Contains(err.Error(), testKey) {
		t.Errorf("bad secret in a file: %v", err)
	}
}

func TestValidateErrors(t *testing.T) {
	tests := []struct {
		name   string
		change func(*webhook.Subscription)
		want   string
	}{
		{"no name", func(s *webhook.Subscription) { s.Name = "" }, "webhook 1 has no name: give it one, it keeps its place in the queue"},
		{"no url", func(s *webhook.Subscription) { s.URL = "" }, "webhook toko: url is not of the form https://host/path"},
		{"password in url", func(s *webhook.Subscription) { s.URL = "https://u:MfKQ@toko.example/" }, "webhook toko: url is not of the form https://host/path"},
		{"other scheme", func(s *webhook.Subscription) { s.URL = "ftp://toko.example/" }, `webhook toko: url has scheme "ftp": use https`},
		{"plain", func(s *webhook.Subscription) { s.URL = "http://toko.example/" }, "webhook toko: url is not encrypted: use https"},
		{
			"plain loopback", func(s *webhook.Subscription) { s.URL = "http://[::1]:80/" },
			"webhook toko: url is a loopback address: allow it with -allow-private, or use https and a public address",
		},
		{"no secret", func(s *webhook.Subscription) { s.Secret = webhook.Secret{} }, "webhook toko: give either secret or secret_file"},
		{"two secrets", func(s *webhook.Subscription) { s.SecretFile = "f" }, "webhook toko: give either secret or secret_file"},
		{
			"kind", func(s *webhook.Subscription) { s.Kinds = []string{"sales"} },
			`webhook toko: unknown kind "sales": use sale, forgery, exposure, solicitation`,
		},
		{
			"severity", func(s *webhook.Subscription) { s.MinSeverity = "urgent" },
			`webhook toko: unknown min_severity "urgent": use critical, high, medium, low`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			sub := webhook.Subscription{Name: "toko", URL: "https://toko.example/", Secret: secret(t, testSecret)}
			tt.change(&sub)
			if err := webhook.Validate([]webhook.Subscription{sub}, false); err == nil || err.Error() != tt.want {
				t.Errorf("got %v\nwant %s", err, tt.want)
			}
		})
	}
	sub := webhook.Subscription{Name: "toko", URL: "http://localhost:1/", Secret: secret(t, testSecret)}
	if err := webhook.Validate([]webhook.Subscription{sub}, true); err != nil {
		t.Errorf("loopback, allowed: %v", err)
	}
	if err := webhook.Validate([]webhook.Subscription{sub, sub}, true); err == nil || !strings.Contains(err.Error(), "two of this name") {
		t.Errorf("two of one name: %v", err)
	}
	sub.Secret, sub.SecretFile = webhook.Secret{}, filepath.Join(t.TempDir(), "none")
	_, err := webhook.Open(t.Context(), filepath.Join(t.TempDir(), "q.db"), []webhook.Subscription{sub}, nil, webhook.Config{AllowPrivate: true})
	if err == nil || !strings.Contains(err.Error(), "webhook toko: read secret:") {
		t.Errorf("missing secret file: %v", err)
	}
}

func TestPublic(t *testing.T) {
	for text, want := range map[string]bool{
		"8.8.8.8": true, "1.1.1.1": true, "36.66.1.1": true, "2606:4700::1111": true, "2400:cb00::1": true,
		"172.15.255.255": true, "172.32.0.1": true, "100.128.0.1": true, "198.20.0.1": true,
		"127.0.0.1": false, "10.1.2.3": false, "172.16.0.1": false, "192.168.1.1": false, "169.254.169.254": false,
		"100.64.0.1": false, "0.0.0.0": false, "0.1.2.3": false, "224.0.0.1": false, "255.255.255.255": false,
		"198.18.0.1": false, "192.0.2.1": false, "203.0.113.9": false, "240.0.0.1": false,
		"::": false, "::1": false, "fe80::1": false, "fc00::1": false, "fd12::1": false, "ff02::1": false,
		"64:ff9b::7f00:1": false, "2002:7f00:1::": false, "2001::1": false, "2001:db8::1": false, "::127.0.0.1": false,
	} {
		if got := webhook.Public(netip.MustParseAddr(text)); got != want {
			t.Errorf("%s: public is %v, want %v", text, got, want)
		}
	}
}
