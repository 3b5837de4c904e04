// Package webhook delivers the ledger's events to subscribers over HTTP, signed in the manner of the Standard Webhooks
// specification (standardwebhooks.com). It owns a durable queue in a file of its own: a delivery survives a crash, is tried
// over three days, and no endpoint waits for another. Each endpoint has its own position in the ledger.
//
// It sends the events' bytes as they are and must not know what an alert means beyond what a subscription filters by.
package webhook

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"os"
	"slices"
	"strings"

	"ronda/alerts"
)

// Subscription says which events go to which endpoint. It is the form in which the configuration file holds it.
type Subscription struct {
	Name        string   `yaml:"name"`                   // unique; stands in logs and in the queue
	URL         string   `yaml:"url"`                    // https; http only for loopback, when private addresses are allowed
	Secret      Secret   `yaml:"secret,omitempty"`       // signing key; better kept in SecretFile
	SecretFile  string   `yaml:"secret_file,omitempty"`  // file that holds the signing key and nothing else
	Platforms   []string `yaml:"platforms,omitempty"`    // registrable domains; none: all
	Kinds       []string `yaml:"kinds,omitempty"`        // none: all
	MinSeverity string   `yaml:"min_severity,omitempty"` // "": all
}

// In their order of urgency and precedence; the values of the published schema.
func severities() []string { return []string{"critical", "high", "medium", "low"} }
func kinds() []string      { return []string{"sale", "forgery", "exposure", "solicitation"} }

// Validate reports what is wrong with a list of subscriptions, without reading secret files. Plain http to loopback is
// accepted only where private addresses are allowed.
func Validate(subs []Subscription, allowPrivate bool) error {
	names := map[string]bool{}
	for i, s := range subs {
		if s.Name == "" {
			return fmt.Errorf("webhook %d has no name: give it one, it keeps its place in the queue", i+1)
		}
		if names[s.Name] {
			return fmt.Errorf("webhook %s: there are two of this name", s.Name)
		}
		names[s.Name] = true
		if err := s.validate(allowPrivate); err != nil {
			return fmt.Errorf("webhook %s: %w", s.Name, err)
		}
	}
	return nil
}

// Deliverable reports what Validate leaves to a start and to deliveries: a secret that cannot be had from its file, and an endpoint that
// spells out an address that nothing is delivered to.
func Deliverable(subs []Subscription, allowPrivate bool) error {
	var faults []error
	for _, s := range subs {
		if _, err := s.secret(); err != nil {
			faults = append(faults, fmt.Errorf("webhook %s: %w", s.Name, err))
		}
		if u, err := url.Parse(s.URL); err == nil && !allowPrivate && privateHost(u.Hostname()) {
			faults = append(faults, fmt.Errorf("webhook %s: %w, so that nothing would be delivered: use a public one, or permit it with crawl.allow_private", s.Name, ErrAddress))
		}
	}
	return errors.Join(faults...)
}

func privateHost(host string) bool {
	addr, err := netip.ParseAddr(host)
	return loopbackHost(host) || err == nil && !public(addr.Unmap().WithZone(""))
}

func (s *Subscription) validate(allowPrivate bool) error {
	u, err := url.Parse(s.URL)
	switch {
	case err != nil || u.Host == "" || u.User != nil:
		return errors.New("url is not of the form https://host/path") // not quoted: it may hold a token
	case u.Scheme == "https":
	case u.Scheme != "http":
		return fmt.Errorf("url has scheme %q: use https", u.Scheme)
	case !loopbackHost(u.Hostname()):
		return errors.New("url is not encrypted: use https")
	case !allowPrivate:
		return errors.New("url is a loopback address: allow it with -allow-private, or use https and a public address")
	}
	if s.Secret.IsZero() == (s.SecretFile == "") {
		return errors.New("give either secret or secret_file")
	}
	for _, k := range s.Kinds {
		if !slices.Contains(kinds(), k) {
			return fmt.Errorf("unknown kind %q: use %s", k, strings.Join(kinds(), ", "))
		}
	}
	if s.MinSeverity != "" && !slices.Contains(severities(), s.MinSeverity) {
		return fmt.Errorf("unknown min_severity %q: use %s", s.MinSeverity, strings.Join(severities(), ", "))
	}
	return nil
}

func loopbackHost(host string) bool {
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.IsLoopback()
}

// secret returns the signing key, from its file where it has one.
func (s *Subscription) secret() (Secret, error) {
	if s.SecretFile == "" {
		return s.Secret, nil
	}
	text, err := os.ReadFile(s.SecretFile)
	if err != nil {
		return Secret{}, fmt.Errorf("read secret: %w", err)
	}
	secret, err := ParseSecret(strings.TrimSpace(string(text)))
	if err != nil {
		return Secret{}, fmt.Errorf("%s: %w", s.SecretFile, err)
	}
	return secret, nil
}

// wants reports whether a subscriber asked for alerts like this one.
func (s *Subscription) wants(platform string, data *alerts.Data) bool {
	return (len(s.Platforms) == 0 || slices.ContainsFunc(s.Platforms, func(p string) bool { return strings.EqualFold(p, platform) })) &&
		(len(s.Kinds) == 0 || slices.Contains(s.Kinds, string(data.Kind))) &&
		(s.MinSeverity == "" || slices.Index(severities(), string(data.Severity)) <= slices.Index(severities(), s.MinSeverity))
}
