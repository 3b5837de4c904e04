// Package keeping is for who works with what an instance keeps: alerts read, closed and signed in for, pictures dismissed, originals
// opened and shown, cases held and erased. Who opens or changes something is entered in the access log before.
package keeping

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

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

// alertsList prints the ledger's alerts, newest first; also beside a running instance.
func alertsList(ctx context.Context, c command.Console, args []string) error {
	fs := command.Flags(c, "alerts list", "")
	format := command.FormatFlag(fs, "text", "jsonl")
	data := fs.String("data", command.DefaultConfig().Data, "data folder")
	limit := fs.Int("limit", 0, "print at most this many; 0: all")
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
	filter := ledger.AlertFilter{Limit: 500}
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
				_, err = fmt.Fprintln(out, page[i].FirstSeen.Format(time.RFC3339)+"\t"+
					strings.Join(append(columns(&page[i].Data), seenText(page[i].Seen), stateText(page[i].State)), "\t"))
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
	words := columns(&body.Data)
	return fmt.Sprintf("%s  %-9s  %s  %-12s  %s  %-8s  %-11s  %s", e.Time.UTC().Format(time.RFC3339), what, e.AlertID,
		words[0], words[1], words[2], words[3], strings.Join(words[4:], "  ")), nil
}

// stateText says what became of an alert, "" while it is open.
func stateText(s alerts.State) string {
	if s == alerts.StateOpen {
		return ""
	}
	return string(s)
}

// columns are the words of one alert for people.
func columns(d *alerts.Data) []string {
	place := d.URL
	if d.Part != "" {
		place += " (" + d.Part + ")"
	}
	return []string{string(d.Kind), fmt.Sprintf("%.2f", d.Score), string(d.Severity), strings.Join(d.Documents, "+"), place, d.Title}
}
