// Package keeping is for who works with what an instance keeps: alerts read, closed and signed in for, pictures dismissed, originals
// opened and shown, cases held and erased. Who opens or changes something is entered in the access log before.
package keeping

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
	"unicode/utf8"

	"ronda/alerts"
	"ronda/alerts/ledger"
	"ronda/alerts/stream"
	"ronda/cmd/ronda/command"
	"ronda/cmd/ronda/datafolder"
)

// Alerts is the command alerts: it lists them and their pictures, tails them live, closes one, dismisses a picture, and signs in to the page.
func Alerts(ctx context.Context, c command.Console, args []string) error {
	return command.Choose(ctx, c, "alerts", []command.Verb{
		{Name: "list", Synopsis: "the alerts of a data folder, the newest first", Run: alertsList},
		{Name: "tail", Synopsis: "what happens to alerts, live from NATS", Run: alertsTail},
		{Name: "pictures", Synopsis: "where else the pictures of an alert stood; without an alert those that link to nothing", Run: alertsPictures},
		{Name: "dismiss", Synopsis: "a picture links to no other listing any more: a logo, a drawing", Run: alertsDismiss("dismiss")},
		{Name: "restore", Synopsis: "a dismissed picture links again", Run: alertsDismiss("restore")},
		{Name: "retract", Synopsis: "an alert was a mistake: its receivers are told to undo what followed", Run: alertsClose("retract")},
		{Name: "resolve", Synopsis: "the listing of an alert is gone: its receivers are told", Run: alertsClose("resolve")},
		{Name: "sign-in", Synopsis: "make a link with which an analyst decides on the page", Run: alertsSignIn},
	}, args)
}

// alertsList prints the ledger's alerts, or those that its flags select, newest first; also beside a running instance.
func alertsList(ctx context.Context, c command.Console, args []string) error {
	fs := command.Flags(c, "alerts list", "")
	format := command.FormatFlag(fs, "text", "jsonl")
	data := fs.String("data", command.DefaultConfig().Data, "data folder")
	limit := fs.Int("limit", 0, "print at most this many; 0: all")
	filter := ledger.AlertFilter{Limit: 500}
	fs.Func("state", "only alerts of this `state`: "+words(alerts.States()), choice(&filter.State, alerts.States()))
	fs.Func("kind", "only alerts of this `kind`: "+words(alerts.Kinds()), choice(&filter.Kind, alerts.Kinds()))
	fs.Func("severity", "only alerts of this `severity`: "+words(alerts.Severities()), choice(&filter.Severity, alerts.Severities()))
	fs.Func("platform", "only alerts of this `domain`, as toko.example", func(s string) error {
		filter.Platform = strings.ToLower(strings.TrimSpace(s))
		return nil
	})
	fs.StringVar(&filter.Case, "case", "", "only alerts of the case of this `id`")
	if rest, err := command.Parse(fs, args); err != nil {
		return err
	} else if len(rest) > 0 {
		return command.Usagef("list takes no arguments")
	}
	book, err := datafolder.OpenLedger(ctx, *data)
	if err != nil {
		return err
	}
	defer book.Close()
	out := tabwriter.NewWriter(c.Out, 0, 4, 2, ' ', 0)
	encoder := json.NewEncoder(c.Out)
	encoder.SetEscapeHTML(false)
	for printed := 0; ; {
		page, err := book.Alerts(ctx, filter)
		if err != nil {
			return fmt.Errorf("read alerts: %w", err)
		}
		for i := range page {
			if *limit > 0 && printed == *limit {
				return out.Flush()
			}
			printed++
			if *format == "jsonl" {
				err = encoder.Encode(page[i])
			} else {
				_, err = fmt.Fprintln(out, alertText(&page[i]))
			}
			if err != nil {
				return fmt.Errorf("write alerts: %w", err)
			}
		}
		if len(page) < filter.Limit {
			return out.Flush()
		}
		filter.After = page[len(page)-1].Number
	}
}

// alertsTail prints events as they arrive on NATS, until it is interrupted.
func alertsTail(ctx context.Context, c command.Console, args []string) error {
	fs := command.Flags(c, "alerts tail", "")
	format := command.FormatFlag(fs, "text", "jsonl")
	url := fs.String("nats", "nats://127.0.0.1:4222", "NATS server to read from")
	all := fs.Bool("all", false, "begin with the oldest event that the stream holds, not with now")
	if rest, err := command.Parse(fs, args); err != nil {
		return err
	} else if len(rest) > 0 {
		return command.Usagef("tail takes no arguments")
	}
	since := time.Now()
	if *all {
		since = time.Time{}
	}
	return stream.Tail(ctx, *url, "", since, func(event alerts.Event) error {
		line := string(event.Body)
		if *format == "text" {
			var err error
			if line, err = eventText(&event); err != nil {
				return err
			}
		}
		_, err := fmt.Fprintln(c.Out, line)
		return err
	})
}

// eventText says in a line what happened to which alert. Its columns are as wide as their longest word: what comes next is not known yet.
// The type is the body's, a stream's messages say it nowhere else.
func eventText(e *alerts.Event) (string, error) {
	var body struct {
		Type string      `json:"type"`
		Data alerts.Data `json:"data"`
	}
	if err := json.Unmarshal(e.Body, &body); err != nil {
		return "", fmt.Errorf("read event: %w", err)
	}
	what := strings.TrimSuffix(strings.TrimPrefix(body.Type, "id.ronda.alert."), ".v1")
	parts := columns(&body.Data)
	return fmt.Sprintf("%s  %-9s  %s  %-12s  %s  %-8s  %-11s  %s", e.Time.UTC().Format(time.RFC3339), what, e.AlertID,
		parts[0], parts[1], parts[2], parts[3], strings.Join(parts[4:], "  ")), nil
}

// alertText is the line of an alert: what orders are given by and what is short first, what may be long behind it.
func alertText(a *ledger.Alert) string {
	parts := slices.Insert(columns(&a.Data), 4, "case "+a.CaseID) // behind the documents
	parts = append([]string{a.FirstSeen.UTC().Format(time.RFC3339), a.ID, string(a.State)}, parts...)
	if title, long := parts[len(parts)-1], 60; utf8.RuneCountInString(title) > long {
		parts[len(parts)-1] = string([]rune(title)[:long]) + "…"
	}
	return strings.Join(append(parts, seenText(a.Seen)), "\t")
}

// choice reads one of a few words into to.
func choice[T ~string](to *T, list []T) func(string) error {
	return func(s string) error {
		if !slices.Contains(list, T(s)) {
			return errors.New("must be one of " + words(list))
		}
		*to = T(s)
		return nil
	}
}

func words[T ~string](list []T) string {
	texts := make([]string, len(list))
	for i, w := range list {
		texts[i] = string(w)
	}
	return strings.Join(texts, ", ")
}

// columns are the words of one alert for people.
func columns(d *alerts.Data) []string {
	place := d.URL
	if d.Part != "" {
		place += " (" + d.Part + ")"
	}
	return []string{string(d.Kind), fmt.Sprintf("%.2f", d.Score), string(d.Severity), strings.Join(d.Documents, "+"), place, d.Title}
}
