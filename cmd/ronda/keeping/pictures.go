package keeping

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"ronda/alerts/ledger"
	"ronda/cmd/ronda/command"
	"ronda/cmd/ronda/datafolder"
)

// alertsPictures prints where else the pictures of an alert stood, and without an alert the pictures that link to nothing; also
// beside a running instance.
func alertsPictures(ctx context.Context, c command.Console, args []string) error {
	fs := command.Flags(c, "alerts pictures", "[ALERT]")
	format := command.FormatFlag(fs, "text", "jsonl")
	data := fs.String("data", command.DefaultConfig().Data, "data folder")
	rest, err := command.ParseAround(fs, args)
	if err != nil {
		return err
	}
	if len(rest) > 1 {
		return command.Usagef("pictures takes the id of one alert, or nothing: then it lists the pictures that were dismissed or are in quarantine")
	}
	book, err := datafolder.OpenLedger(ctx, *data)
	if err != nil {
		return err
	}
	defer book.Close()
	if len(rest) == 0 {
		list, err := book.SilencedPictures(ctx)
		if err != nil {
			return err
		}
		if len(list) == 0 {
			fmt.Fprintln(c.Err, "no picture was dismissed or is in quarantine; with the id of an alert its pictures are shown")
		}
		return printRows(c, *format, list, silencedText)
	}
	if _, err := book.Alert(ctx, rest[0]); err != nil {
		return fmt.Errorf("this is no id of an alert: ronda alerts list shows them (%w)", ledger.ErrNotFound)
	}
	list, err := book.Pictures(ctx, rest[0])
	if err != nil {
		return err
	}
	if len(list) == 0 {
		fmt.Fprintln(c.Err, "no picture of this alert is kept to be known again")
	}
	return printRows(c, *format, list, pictureText)
}

// printRows prints a list, a line each.
func printRows[T any](c command.Console, format string, list []T, text func(*T) string) error {
	out := tabwriter.NewWriter(c.Out, 0, 4, 2, ' ', 0)
	encoder := json.NewEncoder(c.Out)
	encoder.SetEscapeHTML(false)
	for i := range list {
		var err error
		if format == "jsonl" {
			err = encoder.Encode(list[i])
		} else {
			_, err = fmt.Fprintln(out, text(&list[i]))
		}
		if err != nil {
			return fmt.Errorf("write list: %w", err)
		}
	}
	return out.Flush()
}

func silencedText(s *ledger.Silenced) string {
	note := s.Reason
	if s.Listings > 0 {
		note = fmt.Sprintf("linked to %d listings on %d platforms", s.Listings, s.Platforms)
	}
	return fmt.Sprintf("picture %d\talert %s\t%s\t%s\tby %s\t%d like it\t%s", s.Picture, s.AlertID, s.What, s.At.Format(time.RFC3339), s.Actor, s.Like, note)
}

func pictureText(p *ledger.Picture) string {
	lines := []string{fmt.Sprintf("picture %d\tno. %d of the listing\t%s", p.Number, p.Place+1, pictureState(p))}
	for _, o := range p.Others {
		what := "alike"
		if o.Card {
			what = "same document"
		}
		lines = append(lines, fmt.Sprintf("  alert %s\t%s %s\t%s  %s", o.AlertID, o.First.Format(time.RFC3339), what, o.Platform, o.Title))
	}
	return strings.Join(lines, "\n")
}

func pictureState(p *ledger.Picture) string {
	switch {
	case p.Dismissed:
		return "dismissed: links to nothing"
	case p.Quarantined:
		return "in quarantine: it linked to more than a picture can"
	case p.Seen == nil:
		return "seen nowhere else"
	}
	return seenText(p.Seen)
}

// seenText says in a line where a picture stood elsewhere, "" for nowhere.
func seenText(s *ledger.SeenBefore) string {
	if s == nil {
		return ""
	}
	listings := "other listings"
	if s.Listings == 1 {
		listings = "other listing"
	}
	return fmt.Sprintf("picture in %d %s on %s since %s", s.Listings, listings, strings.Join(s.Platforms, ", "), s.Since.Format(time.DateOnly))
}

// alertsDismiss puts a picture on the negative list or takes it off, in the running instance or here where none runs.
func alertsDismiss(what string) func(context.Context, command.Console, []string) error {
	return func(ctx context.Context, c command.Console, args []string) error { return silence(ctx, c, what, args) }
}

func silence(ctx context.Context, c command.Console, what string, args []string) error {
	const takes = "the number of one picture: ronda alerts pictures ALERT shows it"
	o, number, data, err := datafolder.ReadOrder(c, "alerts", what, "PICTURE", takes, args)
	if err != nil {
		return err
	}
	if o.Picture, err = strconv.ParseInt(number, 10, 64); err != nil || o.Picture <= 0 {
		return command.Usagef("%s takes %s", what, takes)
	}
	if _, _, err := datafolder.CarryOut(ctx, data, "/"+what+"-picture", o); err != nil {
		return err
	}
	words := map[string]string{
		"dismiss": "picture %d is dismissed: it links to no other listing, and neither does what is like it\n",
		"restore": "picture %d is restored: it links to other listings again\n",
	}
	_, err = fmt.Fprintf(c.Out, words[what], o.Picture)
	return err
}
