package command_test

import (
	"testing"

	"ronda/alerts"
	"ronda/cmd/ronda/command"
)

// TestPlatforms holds that a site which is called as files are keeps its name in its alerts.
func TestPlatforms(t *testing.T) {
	for host, want := range map[string]string{
		"toko-budi.zip": "toko-budi.zip", "berkas.example": "berkas.example", "081200001190.example": "************.example", "127.0.0.1:8080": "127.0.0.1:8080", "": "",
	} {
		if got := alerts.MaskHost(host, command.MaskPage); got != want {
			t.Errorf("%q is shown as %q, want %q", host, got, want)
		}
	}
}
