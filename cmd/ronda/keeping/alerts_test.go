package keeping

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"ronda/alerts"
	"ronda/detect"
)

// What the stream hands over has no type but the one in its body. The line says it, and of which alert, and columns stand below each other.
func TestEventText(t *testing.T) {
	const id = "dc4df685-bf96-57fd-8e6c-07be3ba41099"
	encoder, err := alerts.NewEncoder("urn:ronda:test")
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2025, 11, 22, 3, 4, 5, 0, time.UTC)
	place := 0
	for i, c := range []struct {
		typ  string
		kind detect.Kind
		docs []string
	}{
		{alerts.TypeOpened, detect.KindSale, []string{"kk", "ktp"}},
		{alerts.TypeUpdated, detect.KindExposure, nil},
		{alerts.TypeResolved, detect.KindSolicitation, []string{"ktp"}},
		{alerts.TypeRetracted, detect.KindForgery, []string{"ktp"}},
	} {
		f := detect.Finding{
			Key: "a", URL: "https://toko.example/1", Platform: "toko.example", Title: "Jual KTP", SeenAt: at, Kind: c.kind, Score: 0.91,
			Severity: detect.SeverityHigh, Documents: c.docs,
		}
		data := alerts.Describe(&f, func(text string) string { return text })
		data.CaseID = alerts.CaseID(id, 1)
		switch c.typ {
		case alerts.TypeResolved:
			data.State = alerts.StateTakenDown
		case alerts.TypeRetracted:
			data.State = alerts.StateDismissed
		}
		made := alerts.Event{AlertID: id, Type: c.typ, Sequence: i + 1, Subject: alerts.Subject("toko.example", c.kind, id), Time: at}
		if err := encoder.Encode(&made, &data); err != nil {
			t.Fatal(err)
		}
		line, err := eventText(&alerts.Event{AlertID: id, Time: at, Body: made.Body})
		if err != nil {
			t.Fatal(err)
		}
		if want := fmt.Sprintf("2025-11-22T03:04:05Z  %-9s  %s  %-12s  0.91  high ", c.typ, id, c.kind); !strings.HasPrefix(line, want) {
			t.Errorf("%s\n%s is the line, want it to begin as above", want, line)
		}
		at := strings.Index(line, "https://")
		if place == 0 {
			place = at
		}
		if at != place {
			t.Errorf("%s: the address begins in column %d, above in column %d", line, at, place)
		}
	}
}
