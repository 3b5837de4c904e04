package crash

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"ronda/alerts"
	"ronda/trials"
)

// comparisonFails spoils the folder of the uninterrupted run in every way that the trials look for and asserts that each
// is found.
func (y *crashYard) comparisonFails(t *testing.T) {
	query := func(file string, statements ...string) func(*testing.T, string) {
		return func(t *testing.T, data string) { crashExec(t, filepath.Join(data, file), statements...) }
	}
	const free = "DROP TRIGGER event_keep_delete; DROP TRIGGER event_keep_update"
	block := filepath.Join("nats", "jetstream", "RONDA", "streams", "ALERTS", "msgs")
	for _, spoilt := range []struct {
		name  string
		spoil func(t *testing.T, data string)
		want  string // begins or ends the one complaint, or stands in it; "" for no complaint at all
	}{
		{"nothing", func(*testing.T, string) {}, ""},
		{"an alert is gone", query(trials.LedgerFile, "DELETE FROM capture", "DELETE FROM alert WHERE opened = 3"), "which is missing"},
		{"the newest event is gone", query(trials.LedgerFile, free, "DELETE FROM capture",
			"DELETE FROM alert WHERE opened = (SELECT max(number) FROM event)",
			"DELETE FROM event WHERE number = (SELECT max(number) FROM event)"), "has 0 opened events in the ledger"},
		{"an event is gone", query(trials.LedgerFile, free, "DELETE FROM capture", "DELETE FROM alert WHERE opened = 3",
			"DELETE FROM event WHERE number = 3"), "the ledger does not verify"},
		{
			"an event says something else", query(trials.LedgerFile, free, "UPDATE event SET body = CAST(replace(CAST(body AS TEXT), 'sale', 'SALE') AS BLOB)"),
			"the ledger does not verify",
		},
		{
			"an alert has another kind", query(trials.LedgerFile, `UPDATE alert SET data = json_set(data, '$.kind', 'none') WHERE opened = 2`),
			`is of kind "none"`,
		},
		{"the messages are gone", func(t *testing.T, data string) { remove(t, filepath.Join(data, block)) }, "the stream lacks event 1 "},
		{"the last message is cut", func(t *testing.T, data string) {
			remove(t, filepath.Join(data, block, "index.db"))
			path := filepath.Join(data, block, "1.blk")
			info, err := os.Stat(path)
			if err == nil {
				err = os.Truncate(path, info.Size()-100)
			}
			if err != nil {
				t.Fatal(err)
			}
		}, "the stream lacks event"},
		{
			"a URL is to be fetched again", query(trials.FrontierFile,
				"UPDATE url SET state = 0 WHERE id = (SELECT min(id) FROM url WHERE state = 1)",
				"UPDATE host SET queued = (SELECT count(*) FROM url WHERE host = host.id AND state = 0), done = (SELECT count(*) FROM url WHERE host = host.id AND state = 1)"),
			`is "queued", want "done"`,
		},
		{"a URL is lost", query(trials.FrontierFile, "DELETE FROM url WHERE id = (SELECT min(id) FROM url WHERE state = 1)",
			"UPDATE host SET done = (SELECT count(*) FROM url WHERE host = host.id AND state = 1)"), `is "", want "done"`},
		{"a row refers to nothing", query("deliveries.db", "DELETE FROM endpoint"), "foreign_key_check says"},
		{"a page of a database is damaged", func(t *testing.T, data string) {
			file, err := os.OpenFile(filepath.Join(data, "deliveries.db"), os.O_RDWR, 0)
			if err != nil {
				t.Fatal(err)
			}
			defer file.Close()
			if _, err := file.WriteAt([]byte("damaged"), 3*4096); err != nil {
				t.Fatal(err)
			}
		}, "integrity_check says"},
		{"an original is gone", func(t *testing.T, data string) { remove(t, anOriginal(t, data)) }, "an original is not as it was sealed"},
		{"an original is damaged", func(t *testing.T, data string) {
			if err := os.Truncate(anOriginal(t, data), 100); err != nil {
				t.Fatal(err)
			}
		}, "an original is not as it was sealed"},
		{"an original is one too many", func(t *testing.T, data string) {
			if err := os.WriteFile(filepath.Join(data, trials.EvidenceFolder, "another"), nil, 0o600); err != nil {
				t.Fatal(err)
			}
		}, "stands in no row"},
		{"a file is left over", func(t *testing.T, data string) {
			if err := os.WriteFile(filepath.Join(data, "left.tmp"), nil, 0o600); err != nil {
				t.Fatal(err)
			}
		}, "the folder holds"},
	} {
		t.Run(spoilt.name, func(t *testing.T) {
			data := filepath.Join(t.TempDir(), "data")
			if err := os.CopyFS(data, os.DirFS(y.reference.data)); err != nil {
				t.Fatal(err)
			}
			spoilt.spoil(t, data)
			wantProblem(t, compareBooks(y.books, readBooks(t, data)), spoilt.want)
		})
	}
	t.Run("an alert is opened twice", func(t *testing.T) {
		b := *y.books // the ledger's own index refuses such a row
		b.events = append(slices.Clone(b.events), b.events[0])
		wantProblem(t, compareBooks(y.books, &b), "has 2 opened events in the ledger")
	})
	t.Run("a message is there twice", func(t *testing.T) {
		b := crashBooks{events: y.books.events, stream: append(slices.Clone(y.books.stream), y.books.stream[0])}
		b.checkStream()
		wantProblem(t, b.faults, "2 times")
	})
	t.Run("an alert is one too many", func(t *testing.T) {
		b := *y.books
		b.events = append(slices.Clone(b.events), alerts.Event{AlertID: "another", Type: alerts.TypeOpened})
		wantProblem(t, compareBooks(y.books, &b), "which the uninterrupted run did not open")
	})
	deliveries := y.web.deliveries("reference")
	t.Run("a delivery is missing", func(t *testing.T) {
		wantProblem(t, compareDeliveries(y.books, deliveries[1:]), "was not delivered")
	})
	t.Run("a delivery has another id", func(t *testing.T) {
		got := slices.Clone(deliveries)
		got[0].id = got[1].id
		wantProblem(t, compareDeliveries(y.books, got), "has other bytes")
	})
}

// brokenWatches spoils a folder between two starts as a ronda would that does things in the wrong order, and asserts that
// the trial finds out.
func (y *crashYard) brokenWatches(t *testing.T) {
	broken := func(name, step string, want string, statements ...string) {
		t.Run(name, func(t *testing.T) {
			c := y.trial(t, "broken-"+strings.ReplaceAll(name, " ", "-"))
			if !c.killAt(t, step, y.steps[step]/2) {
				t.Fatalf("the process did not come to %s", step)
			}
			crashExec(t, filepath.Join(c.data, trials.FrontierFile), statements...)
			c.finish(t)
			wantProblem(t, slices.Concat(compareBooks(y.books, readBooks(t, c.data)), c.manners(t)), want)
		})
	}
	const totals = `UPDATE host SET queued = (SELECT count(*) FROM url WHERE host = host.id AND state = 0),
		done = (SELECT count(*) FROM url WHERE host = host.id AND state = 1)`
	broken("acknowledges before it raises", "patrol.extracted", "has 0 opened events in the ledger",
		"UPDATE url SET state = 1 WHERE state = 0", totals)
	broken("forgets what is done", "patrol.judged", "which was done after start",
		"UPDATE url SET state = 0 WHERE outcome = 'read'", totals)
	broken("loses what is queued", "patrol.judged", `is "", want "done"`,
		"DELETE FROM url WHERE state = 0", totals)
}

func wantProblem(t *testing.T, problems []string, want string) {
	t.Helper()
	if want == "" {
		if len(problems) > 0 {
			t.Errorf("complaints: %q", problems)
		}
		return
	}
	if !slices.ContainsFunc(problems, func(problem string) bool { return strings.Contains(problem, want) }) {
		t.Errorf("%q was not noticed, only %q", want, problems)
	}
}

func anOriginal(t *testing.T, data string) string {
	t.Helper()
	entries, err := os.ReadDir(filepath.Join(data, trials.EvidenceFolder))
	if err != nil || len(entries) == 0 {
		t.Fatalf("no originals: %v", err)
	}
	return filepath.Join(data, trials.EvidenceFolder, entries[0].Name())
}

func crashExec(t *testing.T, path string, statements ...string) {
	t.Helper()
	db := openCopy(t, path)
	defer db.Close()
	for _, statement := range statements {
		if _, err := db.ExecContext(t.Context(), statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
}

func remove(t *testing.T, path string) {
	t.Helper()
	if err := os.RemoveAll(path); err != nil {
		t.Fatal(err)
	}
}
