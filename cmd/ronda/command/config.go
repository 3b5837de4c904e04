package command

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"ronda/alerts/desk"
	"ronda/alerts/evidence"
	"ronda/alerts/webhook"
	"ronda/crawler"
	"ronda/rules"
)

// Config is what one instance is run with: the file of -config, with flags laid over it. Every field has a default, so
// that ronda runs with no file at all.
type Config struct {
	Data     string                 `yaml:"data"`     // folder of everything that is kept
	Listen   string                 `yaml:"listen"`   // feed, API, metrics and health; "" for none
	Seeds    []string               `yaml:"seeds"`    // URLs to begin with
	Crawl    crawlConfig            `yaml:"crawl"`    //
	Rules    rulesConfig            `yaml:"rules"`    //
	Pictures picturesConfig         `yaml:"pictures"` //
	NATS     natsConfig             `yaml:"nats"`     //
	Webhooks []webhook.Subscription `yaml:"webhooks"` // receivers of alerts about their platform
	Log      logConfig              `yaml:"log"`      //

	Evidence  evidenceConfig  `yaml:"evidence"`
	Retention retentionConfig `yaml:"retention"`
}

type crawlConfig struct {
	Workers      int           `yaml:"workers"`       // pages carried at the same time
	Delay        time.Duration `yaml:"delay"`         // least time between two requests to one host
	MaxDepth     int           `yaml:"max_depth"`     // links from a seed
	HostLimit    int           `yaml:"host_limit"`    // pages of one host at the most; 0: no limit
	Scope        string        `yaml:"scope"`         // host, site (the seeds' registrable domains) or any
	Exclude      []string      `yaml:"exclude"`       // hosts that are left alone, with their subdomains: nothing is fetched from them
	Contact      string        `yaml:"contact"`       // URL or mail address in the user agent, for whom ronda visits
	AllowPrivate bool          `yaml:"allow_private"` // loopback and private addresses: tests and intranets only
	MinFreeMB    int           `yaml:"min_free_mb"`   // the crawl rests while the data folder's disk has less room; 0: never
}

type rulesConfig struct {
	Dir string `yaml:"dir"` // folder of *.yaml files (and learned.gz) to judge with; "": the built-in rules
}

type picturesConfig struct {
	Reading string `yaml:"reading"` // of pictures that are left in doubt: auto (codes, and words where Tesseract is installed) or off
}

type natsConfig struct {
	URL         string `yaml:"url"`         // external server or cluster; "": the embedded one
	Credentials string `yaml:"credentials"` // file for the external server
	Listen      string `yaml:"listen"`      // opens the embedded server to subscribers
}

// evidenceConfig says who may open originals. Without recipients none are kept.
type evidenceConfig struct {
	Recipients     []string `yaml:"recipients"`      // age public keys (age1...)
	RecipientsFile string   `yaml:"recipients_file"` // more of them, one a line; lines that begin with # are passed over
}

// retentionConfig says after how many days without being seen again something is erased; 0: never.
type retentionConfig struct {
	EvidenceDays int `yaml:"evidence_days"` // sealed originals and redacted captures
	AlertsDays   int `yaml:"alerts_days"`   // everything of cases in which nothing was seen for so long
}

type logConfig struct {
	Level  slog.Level `yaml:"level"`
	Format string     `yaml:"format"` // text or json
}

// DefaultConfig returns what an instance is run with where nothing is said.
func DefaultConfig() Config {
	return Config{
		Data:   "./ronda-data",
		Listen: "127.0.0.1:8080",
		Seeds:  []string{},
		Crawl: crawlConfig{
			Workers: 16, Delay: time.Second, MaxDepth: 12, Scope: "site", MinFreeMB: 256, Exclude: []string{},
		},
		Pictures: picturesConfig{Reading: ReadingAuto},
		Webhooks: []webhook.Subscription{},
		Log:      logConfig{Level: slog.LevelInfo, Format: "text"},

		Evidence:  evidenceConfig{Recipients: []string{}},
		Retention: retentionConfig{EvidenceDays: 180, AlertsDays: 400},
	}
}

// LoadConfig reads a configuration file over the defaults; "" are the defaults alone. An unknown key is an error, and so is what Check
// finds; with an error the configuration is not to be used.
func LoadConfig(path string) (Config, error) {
	cfg := DefaultConfig()
	if path == "" {
		return cfg, nil
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return cfg, fmt.Errorf("read configuration: %w", err)
	}
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	if err := decoder.Decode(&cfg); err != nil && !errors.Is(err, io.EOF) {
		return cfg, fmt.Errorf("read configuration (ronda config print shows every key): %w", rules.YAMLError(path, err))
	}
	if err := cfg.Check(); err != nil {
		return cfg, fmt.Errorf("configuration %s: %w", path, err)
	}
	return cfg, nil
}

// Check reports everything that is wrong at once, by the keys of the file. It reads the files that are named, of recipients and of rules.
func (cfg *Config) Check() error {
	var faults []error
	fault := func(format string, args ...any) { faults = append(faults, fmt.Errorf(format, args...)) }
	if cfg.Data == "" {
		fault("data: name a folder")
	}
	for key, addr := range map[string]string{"listen": cfg.Listen, "nats.listen": cfg.NATS.Listen} {
		if _, _, err := net.SplitHostPort(addr); addr != "" && err != nil {
			fault("%s: %q is no host:port", key, addr)
		}
	}
	for i, seed := range cfg.Seeds { // by its place: a URL may hold what leads to a person
		if _, err := crawler.CanonicalURL(seed); err != nil {
			fault("seeds: seed %d of %d: %w: write it like https://forum.example/", i+1, len(cfg.Seeds), err)
		}
	}
	if excluded, err := crawler.NewHosts(cfg.Crawl.Exclude); err != nil {
		fault("crawl.exclude: %w", err)
	} else if err := excludedSeeds(excluded, cfg.Seeds); err != nil {
		faults = append(faults, err)
	}
	if cfg.Crawl.Workers < 1 || cfg.Crawl.Workers > 1024 {
		fault("crawl.workers: %d is not between 1 and 1024", cfg.Crawl.Workers)
	}
	if cfg.Crawl.Delay < 0 || cfg.Crawl.MaxDepth < 0 || cfg.Crawl.HostLimit < 0 || cfg.Crawl.MinFreeMB < 0 {
		fault("crawl: delay, max_depth, host_limit and min_free_mb may not be negative")
	}
	if s := cfg.Crawl.Scope; s != "host" && s != "site" && s != "any" {
		fault("crawl.scope: %q is not one of host, site, any", s)
	}
	if err := checkContact(cfg.Crawl.Contact); err != nil {
		fault("crawl.contact: what stands here %w", err)
	}
	if dir := cfg.Rules.Dir; dir != "" {
		if _, err := rules.LoadFS(os.DirFS(dir)); err != nil {
			fault("rules.dir: %s: %w", dir, err)
		}
	}
	if r := cfg.Pictures.Reading; !slices.Contains(Readings, r) {
		fault("pictures.reading: %q is not one of %s", r, strings.Join(Readings, ", "))
	}
	if cfg.NATS.URL != "" && cfg.NATS.Listen != "" {
		fault("nats: url (an external server) and listen (the embedded one) exclude each other")
	}
	if _, err := cfg.Evidence.Keys(); err != nil {
		fault("evidence: %w", err)
	}
	if r := cfg.Retention; r.EvidenceDays < 0 || r.AlertsDays < 0 || r.EvidenceDays > MaxDays || r.AlertsDays > MaxDays {
		fault("retention: evidence_days and alerts_days are between 0 (for ever) and %d", MaxDays)
	}
	if f := cfg.Log.Format; f != "text" && f != "json" {
		fault("log.format: %q is not one of text, json", f)
	}
	if err := webhook.Validate(cfg.Webhooks, cfg.Crawl.AllowPrivate); err != nil {
		fault("webhooks: %w", err)
	}
	for _, w := range cfg.Webhooks {
		for _, p := range w.Platforms {
			if domain := crawler.Platform("https://" + p + "/"); domain == "" || !strings.EqualFold(domain, p) {
				fault("webhooks: %s: platforms: %q is no registrable domain such as toko.example, so that no alert would ever match it", w.Name, p)
			}
		}
	}
	return errors.Join(faults...)
}

// CheckDelivery reads the secrets of webhooks, which Check leaves alone: commands beside a run need none, and may be given by somebody who
// cannot read them. It reports what a start or every delivery would fail on.
func (cfg *Config) CheckDelivery() error {
	if err := webhook.Deliverable(cfg.Webhooks, cfg.Crawl.AllowPrivate); err != nil {
		return fmt.Errorf("webhooks: %w", err)
	}
	return nil
}

// excludedSeeds names the seeds that may not be fetched, by their place: a URL may hold what leads to a person.
func excludedSeeds(excluded crawler.Hosts, seeds []string) error {
	var faults []error
	for i, seed := range seeds {
		if excluded.Covers(seed) {
			faults = append(faults, fmt.Errorf("seeds: seed %d of %d is on a host that crawl.exclude leaves alone: take out one of the two", i+1, len(seeds)))
		}
	}
	return errors.Join(faults...)
}

// MaxDays is the longest retention, some hundred years: time.Duration holds no more than three hundred.
const MaxDays = 36500

// Periods returns how long things are kept.
func (r retentionConfig) Periods() desk.Retention {
	const day = 24 * time.Hour
	return desk.Retention{Evidence: time.Duration(r.EvidenceDays) * day, Alerts: time.Duration(r.AlertsDays) * day}
}

// Keys returns whom originals are sealed to, nil for nobody.
func (e evidenceConfig) Keys() (*evidence.Recipients, error) {
	keys := slices.Clone(e.Recipients)
	if e.RecipientsFile != "" {
		text, err := os.ReadFile(e.RecipientsFile)
		if err != nil {
			return nil, fmt.Errorf("read recipients: %w", err)
		}
		for line := range strings.Lines(string(text)) {
			if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
				keys = append(keys, line)
			}
		}
		if len(keys) == 0 {
			return nil, fmt.Errorf("%s names no recipient", e.RecipientsFile)
		}
	}
	if len(keys) == 0 {
		return nil, nil
	}
	return evidence.ParseRecipients(keys)
}

// ConfigFromFlag loads the file that -config names among a command's arguments, before the flags are parsed, because its values are the
// flags' defaults. Without -config it returns the defaults. The errors are LoadConfig's.
func ConfigFromFlag(args []string) (Config, error) {
	for i, arg := range args {
		for _, prefix := range []string{"-config", "--config"} {
			if arg == prefix && i+1 < len(args) {
				return LoadConfig(args[i+1])
			}
			if len(arg) > len(prefix) && arg[:len(prefix)+1] == prefix+"=" {
				return LoadConfig(arg[len(prefix)+1:])
			}
		}
	}
	return DefaultConfig(), nil
}

// What is read of pictures that are left in doubt by their shape, as the configuration says it.
const (
	ReadingAuto = "auto" // the codes on family cards, and words where Tesseract is installed
	ReadingOff  = "off"
)

// Readings are the values of pictures.reading, the default first.
var Readings = []string{ReadingAuto, ReadingOff}
