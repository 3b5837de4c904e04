package evidence_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"regexp"
	"strings"
	"testing"

	"filippo.io/age"

	"ronda/alerts/evidence"
)

func TestParseRecipients(t *testing.T) {
	plain, other, post := x25519(t), x25519(t), hybrid(t)
	const (
		notWhole   = "recipient 1: not a whole age public key (age1...): copy it again, all of it on one line"
		notAge     = "recipient 1: not an age public key: it begins with age1 (age-keygen makes one; SSH keys and passphrases are not taken)"
		isSecret   = "this is a secret key: take it off this machine, and give the public key that belongs to it (age-keygen -y)"
		mixed      = "recipients of both kinds (age1... and age1pq1...): use one kind for all, a plain key would undo the post-quantum ones"
		noneIsText = "no recipients: name the public keys (age1...) of those who may open originals"
	)
	tests := map[string]struct {
		keys []string
		want string // error
	}{
		"one":             {[]string{plain.public}, ""},
		"two":             {[]string{plain.public, other.public}, ""},
		"post-quantum":    {[]string{post.public}, ""},
		"white space":     {[]string{" " + plain.public + "\n"}, ""},
		"none":            {nil, noneIsText},
		"mixed":           {[]string{plain.public, post.public}, mixed},
		"twice":           {[]string{plain.public, " " + plain.public}, "recipient 2: the same key is given twice"},
		"cut":             {[]string{plain.public[:40]}, notWhole},
		"cut, pq":         {[]string{post.public[:400]}, "recipient 1: not a whole age public key (age1pq1...): copy it again, all of it on one line"},
		"typing error":    {[]string{plain.public[:20] + "b" + plain.public[21:]}, notWhole},
		"empty":           {[]string{""}, notAge},
		"ssh":             {[]string{"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA=="}, notAge},
		"secret":          {[]string{plain.public, plain.secret}, "recipient 2: " + isSecret},
		"secret, pq":      {[]string{post.secret}, "recipient 1: " + isSecret},
		"secret, lowered": {[]string{strings.ToLower(plain.secret)}, "recipient 1: " + isSecret},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			r, err := evidence.ParseRecipients(tt.keys)
			if tt.want == "" {
				if err != nil || len(r.Fingerprints()) != len(tt.keys) {
					t.Errorf("got %v, %v", r.Fingerprints(), err)
				}
				return
			}
			if err == nil || err.Error() != tt.want {
				t.Errorf("got %v, want %s", err, tt.want)
			}
		})
	}
	if _, err := evidence.ParseRecipients(nil); !errors.Is(err, evidence.ErrNoRecipients) {
		t.Errorf("got %v", err)
	}
}

// An operator can find the same fingerprint with: printf %s age1... | sha256sum | cut -c1-32.
func TestFingerprints(t *testing.T) {
	const public = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p" // of age's own documentation
	r, err := evidence.ParseRecipients([]string{public})
	if err != nil {
		t.Fatal(err)
	}
	if got := r.Fingerprints(); len(got) != 1 || !regexp.MustCompile(`^x25519:[0-9a-f]{32}$`).MatchString(got[0]) || got[0] != "x25519:"+shaPrefix(public) {
		t.Errorf("got %v", got)
	}
	r.Fingerprints()[0] = "changed"
	if r.Fingerprints()[0] == "changed" {
		t.Error("a caller changed the recipients")
	}
	var none *evidence.Recipients
	if none.Fingerprints() != nil {
		t.Error("nil has fingerprints")
	}
}

func TestReadIdentities(t *testing.T) {
	plain, post := x25519(t), hybrid(t)
	tests := map[string]struct{ file, want string }{
		"both kinds":     {plain.secret + "\r\n" + post.secret + "\n", ""},
		"empty":          {"# nothing\n\n", "identity file: it holds no key (age-keygen makes one)"},
		"public":         {"\n" + plain.public, "identity file, line 2: this is a public key: the secret one (AGE-SECRET-KEY-...) is needed"},
		"cut":            {plain.secret[:40], "identity file, line 1: not a whole age secret key: copy it again, all of it on one line"},
		"cut, pq":        {post.secret[:40], "identity file, line 1: not a whole age secret key: copy it again, all of it on one line"},
		"lower case":     {strings.ToLower(plain.secret), "identity file, line 1: not an age secret key (AGE-SECRET-KEY-...)"},
		"ssh":            {"-----BEGIN OPENSSH PRIVATE KEY-----\nabc", "identity file, line 1: not an age secret key (AGE-SECRET-KEY-...)"},
		"passphrase":     {"age-encryption.org/v1\n-> scrypt", "identity file, line 1: the file is locked with a passphrase: unlock it first (age -d)"},
		"passphrase, -a": {"-----BEGIN AGE ENCRYPTED FILE-----\n", "identity file, line 1: the file is locked with a passphrase: unlock it first (age -d)"},
		"one long line":  {strings.Repeat("x", 1<<17), "identity file: not a file of age secret keys (age-keygen makes one)"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			ids, err := evidence.ReadIdentities(strings.NewReader(tt.file))
			if tt.want == "" {
				if err != nil || len(ids.Fingerprints()) != 2 {
					t.Errorf("got %v, %v", ids, err)
				}
				return
			}
			if err == nil || err.Error() != tt.want {
				t.Errorf("got %v, want %s", err, tt.want)
			}
		})
	}
	if _, err := evidence.ReadIdentities(&broken{}); !errors.Is(err, errDisk) {
		t.Errorf("a disk that fails: %v", err)
	}
}

func TestIdentitiesNeverPrint(t *testing.T) {
	plain, post := x25519(t), hybrid(t)
	ids := identities(t, plain, post)
	holder := struct {
		Public  *evidence.Identities
		private *evidence.Identities
		value   evidence.Identities
	}{ids, ids, *ids}
	var out bytes.Buffer
	slog.New(slog.NewTextHandler(&out, nil)).Info("m", "ids", ids, "holder", holder)
	slog.New(slog.NewJSONHandler(&out, nil)).Info("m", "ids", ids, "holder", holder)
	for _, v := range []any{ids, *ids, holder, &holder} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d", "%t"} {
			_, _ = fmt.Fprintf(&out, verb, v)
		}
		text, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		out.Write(text)
	}
	for _, leak := range []string{"SECRET", plain.secret[20:], fmt.Sprintf("%x", plain.secret[20:]), post.secret[24:]} {
		if strings.Contains(strings.ToUpper(out.String()), strings.ToUpper(leak)) {
			t.Errorf("printed:\n%s", out.String())
		}
	}
}

// Fixed keys, so that every process of a fuzz run reads the same files. They were made for this test and open nothing else.
const fuzzIdentities = "AGE-SECRET-KEY-1WEV25F5WFG7CWLCPVCRHSY5KDG8NL6L4W7V8PGYJ8DAF25WYJYZSAPCN34\n" +
	"AGE-SECRET-KEY-PQ-1MU6HJHQSFXHLW6C0S2XNRRD396WMYTFN0DZ08ES568KJLRF9XXESP64AJK\n"

// Whatever is given to be unsealed, nothing panics, and only a whole WARC file comes out without an error.
func FuzzUnseal(f *testing.F) {
	ids, err := evidence.ReadIdentities(strings.NewReader(fuzzIdentities))
	if err != nil {
		f.Fatal(err)
	}
	for line := range strings.Lines(fuzzIdentities) {
		v := openVault(f, f.TempDir(), key{public: publicOf(f, strings.TrimSpace(line))})
		for _, c := range []*evidence.Capture{secretCapture(), evidence.New(evidence.Content{})} {
			in, err := v.Reader(seal(f, v, c).Name)
			if err != nil {
				f.Fatal(err)
			}
			data, err := io.ReadAll(in)
			if err := errors.Join(err, in.Close()); err != nil {
				f.Fatal(err)
			}
			f.Add(data)
			f.Add(data[:len(data)/2])
		}
	}
	f.Add([]byte("age-encryption.org/v1\n-> X25519 AAAA\nAAAA\n--- AAAA\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		var out bytes.Buffer
		err := evidence.Unseal(&out, bytes.NewReader(data), ids)
		switch {
		case err == nil:
			if records, err := readRecords(out.Bytes()); err != nil || len(records) < 2 {
				t.Errorf("%d records came out, %v", len(records), err)
			}
		case !errors.Is(err, evidence.ErrDamaged) && !errors.Is(err, evidence.ErrNoKey):
			t.Errorf("got %v", err)
		case errors.Is(err, evidence.ErrNoKey) && out.Len() != 0:
			t.Errorf("%d bytes came out without a key", out.Len())
		}
	})
}

func publicOf(t testing.TB, secret string) string {
	t.Helper()
	ids, err := age.ParseIdentities(strings.NewReader(secret))
	if err != nil {
		t.Fatal(err)
	}
	switch id := ids[0].(type) {
	case *age.X25519Identity:
		return id.Recipient().String()
	case *age.HybridIdentity:
		return id.Recipient().String()
	}
	t.Fatal("a key of an unknown kind")
	return ""
}
