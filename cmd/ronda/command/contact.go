package command

import (
	"errors"
	"flag"
	"net/mail"
	"net/url"
	"strings"
)

// NoContact is what is said where ronda visits sites without naming anybody who answers for it.
const NoContact = "the sites that are visited are not told whom to write to: give a mail address or the URL of a page about this watch with -contact (crawl.contact)"

var errContact = errors.New("is neither a mail address nor the URL of a page: write it like watch@ministry.example or https://ministry.example/ronda")

// ContactFlag adds -contact, laid over what value holds.
func ContactFlag(fs *flag.FlagSet, value *string) {
	fs.Func("contact", "mail address or URL in the user agent, for whom ronda visits", func(s string) error {
		*value = s
		return checkContact(s)
	})
}

// checkContact tells whether site owners could reach somebody by a contact. "" is none, and right. The error does not repeat it.
func checkContact(contact string) error {
	if contact == "" {
		return nil
	}
	for _, r := range contact {
		if r <= ' ' || r > '~' || strings.ContainsRune("()<>\\\"", r) {
			return errContact // it stands in brackets, in a header
		}
	}
	if u, err := url.Parse(contact); err == nil && (u.Scheme == "https" || u.Scheme == "http") {
		if u.User != nil || !strings.Contains(u.Hostname(), ".") && u.Hostname() != "localhost" {
			return errContact
		}
		return nil
	}
	address, err := mail.ParseAddress(strings.TrimPrefix(contact, "mailto:"))
	if err != nil || address.Name != "" || !strings.Contains(address.Address[strings.LastIndexByte(address.Address, '@'):], ".") {
		return errContact
	}
	return nil
}
