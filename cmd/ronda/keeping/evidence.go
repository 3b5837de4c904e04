package keeping

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"golang.org/x/term"

	"ronda/alerts/access"
	"ronda/alerts/desk"
	"ronda/alerts/evidence"
	"ronda/alerts/ledger"
	"ronda/cmd/ronda/command"
	"ronda/cmd/ronda/datafolder"
)

// Evidence is the command evidence: it lists, opens and shows originals, holds cases, and erases them.
func Evidence(ctx context.Context, c command.Console, args []string) error {
	return command.Choose(ctx, c, "evidence", []command.Verb{
		{Name: "list", Synopsis: "the sealed originals of a data folder; opens none", Run: evidenceList},
		{Name: "open", Synopsis: "open an original with the secret key, and print or save it", Run: evidenceOpen},
		{Name: "serve", Synopsis: "show originals on a page of this machine", Run: evidenceServe},
		{Name: "purge", Synopsis: "erase a case, or what is kept longer than its period", Run: evidencePurge},
		{Name: "hold", Synopsis: "a case may not be erased", Run: evidenceHold("hold")},
		{Name: "release", Synopsis: "a held case may be erased again", Run: evidenceHold("release")},
	}, args)
}

// evidenceList prints the sealed originals that the ledger names; also beside a running instance. It opens none of them,
// and so leaves no entry in the access log.
func evidenceList(ctx context.Context, c command.Console, args []string) error {
	fs := command.Flags(c, "evidence list", "")
	format := command.FormatFlag(fs, "text", "jsonl")
	data := fs.String("data", command.DefaultConfig().Data, "data folder")
	if rest, err := command.Parse(fs, args); err != nil {
		return err
	} else if len(rest) > 0 {
		return command.Usagef("list takes no arguments")
	}
	named, err := datafolder.SealedOriginals(ctx, *data)
	if err != nil {
		return err
	}
	encoder := json.NewEncoder(c.Out)
	out := tabwriter.NewWriter(c.Out, 0, 4, 2, ' ', 0)
	for i := range named {
		e := &named[i]
		if *format == "jsonl" {
			err = encoder.Encode(struct {
				Name       string    `json:"name"`
				Alert      string    `json:"alert_id"`
				Case       string    `json:"case_id"`
				Sequence   int       `json:"sequence"`
				At         time.Time `json:"at"`
				Size       int64     `json:"size"`
				SHA256     string    `json:"sha256"`
				Recipients []string  `json:"recipients"`
				Held       bool      `json:"held"`
			}{e.Name, e.AlertID, e.CaseID, e.Sequence, e.At, e.Size, e.SHA256, e.Recipients, e.Held})
		} else {
			_, err = fmt.Fprintf(out, "%s\talert %s\tcase %s\t%s\t%s\t%s\n",
				e.At.Format(time.RFC3339), e.AlertID, e.CaseID, command.BytesText(e.Size), e.Name, heldText(e.Held))
		}
		if err != nil {
			return fmt.Errorf("write list: %w", err)
		}
	}
	return out.Flush()
}

func heldText(held bool) string {
	if held {
		return "held"
	}
	return ""
}

// reader is somebody who opens sealed originals.
type reader struct {
	data     string
	identity string // file
	actor    string
	reason   string

	ids    *evidence.Identities
	vault  *evidence.Vault
	access *access.Log
}

func (r *reader) flags(fs *flag.FlagSet) {
	fs.StringVar(&r.data, "data", command.DefaultConfig().Data, "data folder")
	fs.StringVar(&r.identity, "identity", "", "file of age secret keys, as age-keygen writes it")
	fs.StringVar(&r.actor, "actor", datafolder.Operator(), "who opens it, for the access log")
	fs.StringVar(&r.reason, "reason", "", "why, for the access log")
}

// open reads the keys and opens the folder. The caller closes the reader.
func (r *reader) open(ctx context.Context) (err error) {
	if r.identity == "" {
		return command.Usagef("needs -identity FILE: the secret key to which the originals were sealed")
	}
	if err := datafolder.HasLedger(r.data); err != nil {
		return err
	}
	if _, err := os.Stat(filepath.Join(r.data, datafolder.ManifestFile)); err == nil {
		return fmt.Errorf("%s is a backup, and the access log would change it: restore it first", r.data)
	}
	keys, err := os.Open(r.identity)
	if err != nil {
		return fmt.Errorf("read identity: %w", err)
	}
	defer keys.Close()
	if r.ids, err = evidence.ReadIdentities(keys); err != nil {
		return err
	}
	r.vault, err = evidence.OpenReader(filepath.Join(r.data, datafolder.EvidenceFolder))
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s holds no sealed originals: name recipients in the configuration before the watch (evidence.recipients)", r.data)
	}
	if err != nil {
		return err
	}
	r.access, err = access.Open(ctx, filepath.Join(r.data, datafolder.AccessFile))
	return err
}

func (r *reader) Close() error {
	if r.access == nil {
		return nil
	}
	return r.access.Close()
}

// unseal returns the WARC file of a sealed original, all of it in memory. The access entry is written first; without it
// nothing is opened.
func (r *reader) unseal(ctx context.Context, e *ledger.EvidenceEntry) ([]byte, error) {
	var warc bytes.Buffer
	entry := access.Entry{Actor: r.actor, Action: datafolder.ActionOpen, Object: e.Name, Reason: command.Hide(r.reason)}
	err := datafolder.Recorded(ctx, r.access, entry, func() error {
		_, digest, err := datafolder.DigestFile(r.vault.Path(e.Name))
		if err != nil {
			return fmt.Errorf("read sealed original: %w", err)
		}
		if digest != e.SHA256 {
			return fmt.Errorf("%s is not the file that the ledger names: it was changed or damaged", e.Name)
		}
		sealed, err := r.vault.Reader(e.Name)
		if err != nil {
			return err
		}
		defer sealed.Close()
		return evidence.Unseal(&warc, sealed, r.ids)
	})
	if err != nil {
		return nil, err
	}
	return warc.Bytes(), nil
}

// evidenceOpen writes one original in clear, where the operator wants it.
func evidenceOpen(ctx context.Context, c command.Console, args []string) (err error) {
	fs := command.Flags(c, "evidence open", "NAME|ALERT")
	var r reader
	r.flags(fs)
	out := fs.String("o", "", "file to write (WARC, compressed); it may not exist yet. Without it: standard output")
	rest, err := command.ParseAround(fs, args)
	if err != nil {
		return err
	}
	if len(rest) != 1 {
		return command.Usagef("open takes the name of one sealed original, or of an alert: ronda evidence list shows them")
	}
	if terminal, ok := c.Out.(*os.File); ok && *out == "" && term.IsTerminal(int(terminal.Fd())) {
		return command.Usagef("open does not write to a terminal: give -o FILE, or pipe it on")
	}
	if err := r.open(ctx); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	named, err := datafolder.SealedOriginals(ctx, r.data)
	if err != nil {
		return err
	}
	e := chosen(named, rest[0])
	if e == nil {
		return fmt.Errorf("no sealed original is named %s, and no alert of that id has one: ronda evidence list shows them", command.Hide(rest[0]))
	}
	warc, err := r.unseal(ctx, e)
	if err != nil {
		return err
	}
	if *out != "" {
		return writeOriginal(*out, warc)
	}
	if _, err := c.Out.Write(warc); err != nil {
		return fmt.Errorf("write original: %w", err)
	}
	return nil
}

// writeOriginal writes an original in clear to a file that may not exist yet and that only its owner may read. Where the
// whole of it cannot be written nothing is left.
func writeOriginal(name string, warc []byte) error {
	f, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("write original: %w", err)
	}
	_, err = f.Write(warc)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("write original: %w", errors.Join(err, os.Remove(name)))
	}
	return nil
}

// chosen returns the original of a name, or the newest one of an alert; nil where there is none.
func chosen(named []ledger.EvidenceEntry, id string) (found *ledger.EvidenceEntry) {
	for i := range named {
		e := &named[i]
		if e.Name == id || e.AlertID == id && (found == nil || e.Sequence > found.Sequence) {
			found = e
		}
	}
	return found
}

// evidenceHold holds a case, or releases it.
func evidenceHold(what string) func(context.Context, command.Console, []string) error {
	return func(ctx context.Context, c command.Console, args []string) error { return holdCase(ctx, c, what, args) }
}

func holdCase(ctx context.Context, c command.Console, what string, args []string) error {
	o, id, data, err := datafolder.ReadOrder(c, "evidence", what, "CASE", "the id of one case: ronda alerts list shows it", args)
	if err != nil {
		return err
	}
	o.Case = id
	if _, _, err := datafolder.CarryOut(ctx, data, "/"+what, o); err != nil {
		return err
	}
	words := map[string]string{
		"hold":    "case %s is held: it is neither erased nor purged until it is released\n",
		"release": "case %s is released: erasure and retention apply to it again\n",
	}
	_, err = fmt.Fprintf(c.Out, words[what], o.Case)
	return err
}

// days is a flag value in days (180d) or in Go's units (36h).
type days struct{ value *time.Duration }

func (d days) String() string {
	if d.value == nil || *d.value == 0 {
		return ""
	}
	return d.value.String()
}

func (d days) Set(s string) error {
	if number, ok := strings.CutSuffix(s, "d"); ok {
		n, err := strconv.Atoi(number)
		if err != nil || n < 0 || n > command.MaxDays {
			return errors.New("must be a number of days like 180d")
		}
		*d.value = time.Duration(n) * 24 * time.Hour
		return nil
	}
	value, err := time.ParseDuration(s)
	if err != nil || value < 0 {
		return errors.New("must be a time like 180d or 36h")
	}
	*d.value = value
	return nil
}

// evidencePurge erases one case, or what has been kept long enough.
func evidencePurge(ctx context.Context, c command.Console, args []string) error {
	fs := command.Flags(c, "evidence purge", "")
	cfg, err := command.ConfigFromFlag(args)
	if err != nil {
		return err
	}
	fs.String("config", "", "configuration file, for the retention of an instance that does not run")
	data := fs.String("data", cfg.Data, "data folder")
	format := command.FormatFlag(fs, "text", "json")
	o := datafolder.Order{}
	o.Flags(fs)
	fs.StringVar(&o.Case, "case", "", "erase all of this case, in every copy that ronda has")
	fs.BoolVar(&o.DryRun, "dry-run", false, "only count what would be erased")
	var older time.Duration
	fs.Var(days{&older}, "older-than", "erase sealed originals and captures of what was not seen for so long, as in 180d, and nothing else")
	if rest, err := command.Parse(fs, args); err != nil {
		return err
	} else if len(rest) > 0 {
		return command.Usagef("purge takes no arguments; a case is named with -case ID")
	}
	given := map[string]bool{}
	fs.Visit(func(f *flag.Flag) { given[f.Name] = true })
	path := "/purge"
	switch {
	case given["case"] && (given["older-than"] || o.DryRun):
		return command.Usagef("purge takes either -case, or -older-than and -dry-run")
	case given["case"] && o.Reason == "":
		return command.Usagef("purge -case needs -reason TEXT: it goes into the access log")
	case given["case"]:
		path = "/erase"
	case given["older-than"] && older == 0:
		return command.Usagef("purge -older-than 0 would erase every original: name a time")
	case given["older-than"]:
		o.Keep = &desk.Retention{Evidence: older}
	case given["config"]:
		keep := cfg.Retention.Periods()
		o.Keep = &keep
	}
	r, live, err := datafolder.CarryOut(ctx, *data, path, o)
	if err != nil {
		return err
	}
	if *format == "json" {
		return json.NewEncoder(c.Out).Encode(r)
	}
	return printErased(c, &r, live)
}

// printErased says what was erased, and where copies may be left.
func printErased(c command.Console, r *datafolder.Receipt, live bool) error {
	verb := "erased"
	if r.DryRun {
		verb = "would erase"
	}
	if r.Case != "" {
		fmt.Fprintf(c.Out, "%s case %s: ", verb, r.Case)
	} else {
		fmt.Fprintf(c.Out, "%s %d cases: ", verb, len(r.Cases))
	}
	fmt.Fprintf(c.Out, "%d alerts, %d events, %d redacted captures, %d sealed originals (%s)\n",
		r.Alerts, r.Events, r.Captures, r.Originals, command.BytesText(r.Bytes))
	if len(r.Held) > 0 {
		fmt.Fprintf(c.Out, "kept under a legal hold: %s\n", strings.Join(r.Held, ", "))
	}
	if r.DryRun || r.Events == 0 {
		return nil
	}
	nats := "The running instance erases the events from NATS as well."
	if !live {
		nats = "NATS still holds the events: the next ronda run erases them there."
	}
	_, err := fmt.Fprintf(c.Out, "%s Backups made before still hold all of it, and receivers keep what they were sent.\n", nats)
	return err
}
