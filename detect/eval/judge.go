// Package eval measures the detector on labelled texts: precision, recall and F1, by kind, platform and author, how far
// scores can be believed, and what was judged wrongly and why. It knows nothing of files, terminals and commands, and what
// it reports is masked.
package eval

import (
	"context"
	"fmt"

	"golang.org/x/sync/errgroup"

	"ronda/detect"
	"ronda/rules"
)

// Result is the verdict on one text.
type Result struct {
	Text    *rules.Text
	Finding detect.Finding
}

// Right reports whether the text was judged as it is labelled.
func (r *Result) Right() bool { return string(r.Finding.Kind) == r.Text.Label }

// Options say how a measurement is carried out.
type Options struct {
	Jobs int                   // texts judged, or authors left out, at the same time; 1 or less: one
	Step func(done, total int) // told of each step in turn, from any goroutine but never from two at once; may be nil
}

// Judge judges every text, and returns the results in their order.
func Judge(ctx context.Context, d *detect.Detector, texts []rules.Text, o Options) ([]Result, error) {
	results := make([]Result, len(texts))
	err := o.each(ctx, len(texts), func(i int) error {
		results[i] = Result{&texts[i], d.Detect(detect.ListingOf(&texts[i]))}
		return nil
	})
	return results, err
}

// each does n steps on the given number of goroutines, until one fails or ctx is done.
func (o Options) each(ctx context.Context, n int, do func(i int) error) error {
	group, ctx := errgroup.WithContext(ctx)
	todo, done := make(chan int), make(chan struct{})
	group.Go(func() error {
		defer close(todo)
		for i := range n {
			select {
			case todo <- i:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		return nil
	})
	for range max(1, o.Jobs) {
		group.Go(func() error {
			for i := range todo {
				if err := do(i); err != nil {
					return err
				}
				select {
				case done <- struct{}{}:
				case <-ctx.Done():
					return ctx.Err()
				}
			}
			return nil
		})
	}
	group.Go(func() error {
		for i := range n {
			select {
			case <-done:
			case <-ctx.Done():
				return ctx.Err()
			}
			if o.Step != nil {
				o.Step(i+1, n)
			}
		}
		return nil
	})
	return group.Wait()
}

// Trainer learns weights from texts.
type Trainer func(texts []rules.Text) (*rules.Learned, error)

// LeaveOut measures on authors whose texts were not learned from: for each of the named ones it trains on the texts of
// taught that are neither the author's nor nearly the same as one of the author's, and judges the author's texts of
// measured with the result. The results are in the order of authors, and of each author's texts.
func LeaveOut(ctx context.Context, set *rules.Set, train Trainer, taught, measured []rules.Text, authors []string, o Options) ([]Result, error) {
	byAuthor := make([][]Result, len(authors))
	err := o.each(ctx, len(authors), func(i int) error {
		var own, others []rules.Text
		for _, t := range measured {
			if t.Author == authors[i] {
				own = append(own, t)
			}
		}
		for _, t := range taught {
			if t.Author != authors[i] {
				others = append(others, t)
			}
		}
		learned, err := train(unlike(own, others))
		if err != nil {
			return fmt.Errorf("train without %s: %w", authors[i], err)
		}
		with := *set
		with.Learned = learned
		d, err := detect.New(detect.Config{Rules: &with})
		if err != nil {
			return err
		}
		byAuthor[i], err = Judge(ctx, d, own, Options{})
		return err
	})
	var results []Result
	for _, some := range byAuthor {
		results = append(results, some...)
	}
	return results, err
}

// unlike returns the texts of others that are not nearly the same as one of own.
func unlike(own, others []rules.Text) []rules.Text {
	all := append(append(make([]rules.Text, 0, len(own)+len(others)), own...), others...)
	alike := map[int]bool{}
	for _, d := range rules.NearDuplicates(all, rules.NearDuplicate) {
		if d.Of < len(own) {
			alike[d.Text] = true
		}
	}
	kept := make([]rules.Text, 0, len(others))
	for i := len(own); i < len(all); i++ {
		if !alike[i] {
			kept = append(kept, all[i])
		}
	}
	return kept
}
