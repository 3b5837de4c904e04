//go:build bars

package rules

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ronda/rules"
	"ronda/trials"
)

// TestBarEditLoop tells how long a rule author waits, with the corpus and with 8,000 texts.
func TestBarEditLoop(t *testing.T) {
	corpus := filepath.Join(trials.Root(t), "rules", "corpus")
	texts, err := rules.ReadCorpus(os.DirFS(corpus))
	if err != nil {
		t.Fatal(err)
	}
	author := texts[0].Author
	large := t.TempDir()
	// Texts of the same words in another order, by authors of their own: as much work as others.
	random := rand.New(rand.NewPCG(7, 7))
	out, err := os.Create(filepath.Join(large, "all.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	encoder := json.NewEncoder(out)
	for i := range 8000 {
		text := texts[i%len(texts)]
		if i >= len(texts) {
			lines := strings.Split(text.Text, "\n")
			for k, line := range lines {
				words := strings.Fields(line)
				random.Shuffle(len(words), func(a, b int) { words[a], words[b] = words[b], words[a] })
				lines[k] = strings.Join(words, " ")
			}
			text.Text, text.ID, text.Author = strings.Join(lines, "\n"), fmt.Sprint("shuffled-", i), text.Author+"-shuffled"
		}
		if err := encoder.Encode(text); err != nil {
			t.Fatal(err)
		}
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	changed := copyRules(t, "zamrudku")
	binary := trials.Binary(t, "")
	for _, folder := range []string{corpus, large} {
		for _, args := range [][]string{
			{"eval", folder},
			{"eval", folder, "-corpus", folder, "-leave-out", author},
			{"rules", "test", "-rules", changed, "-corpus", folder},
			{"rules", "train", "-rules", filepath.Join(trials.Root(t), "rules"), "-corpus", folder, "-out", filepath.Join(t.TempDir(), "learned.gz")},
		} {
			began := time.Now()
			if out, err := exec.CommandContext(t.Context(), binary, args...).CombinedOutput(); err != nil {
				t.Fatalf("ronda %s: %v\n%s", strings.Join(args, " "), err, out)
			}
			t.Logf("%6.1f s  ronda %s", time.Since(began).Seconds(), strings.Join(args, " "))
		}
	}
}

// TestBarLearnedIsCurrent holds the weights that are shipped to what the corpus and the lists give.
func TestBarLearnedIsCurrent(t *testing.T) {
	out := filepath.Join(t.TempDir(), "learned.gz")
	train := exec.CommandContext(t.Context(), trials.Binary(t, ""), "rules", "train", "-out", out)
	train.Dir = trials.Root(t)
	if said, err := train.CombinedOutput(); err != nil {
		t.Fatalf("train: %v\n%s", err, said)
	}
	fresh, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	shipped, err := os.ReadFile(filepath.Join(trials.Root(t), "rules", "learned.gz"))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(fresh, shipped) {
		t.Error("rules/learned.gz is not what ronda rules train gives: run it and commit the file")
	}
}
