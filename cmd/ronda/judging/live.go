package judging

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"ronda/alerts/access"
	"ronda/cmd/ronda/command"
	"ronda/cmd/ronda/datafolder"
	"ronda/detect"
	"ronda/detect/ident"
	"ronda/rules"
)

// Actions of the access log about rules.
const (
	actionRuleOff     = "rules.off"
	actionRuleOn      = "rules.on"
	actionRulesReload = "rules.reload"
)

// Outcomes of a reload.
const (
	reloadLoaded  = "loaded"
	reloadRefused = "refused"
)

// readSwitches reads which rules are off in a data folder.
func readSwitches(folder string) ([]datafolder.RuleSwitch, error) {
	name := filepath.Join(folder, datafolder.SwitchFile)
	text, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var file struct {
		Off []datafolder.RuleSwitch `json:"off"`
	}
	if err == nil {
		err = json.Unmarshal(text, &file)
	}
	if err != nil {
		return nil, fmt.Errorf("read which rules are off: %w; move %s away to begin with all of them on", err, name)
	}
	return file.Off, nil
}

func writeSwitches(folder string, off []datafolder.RuleSwitch) error {
	if off == nil {
		off = []datafolder.RuleSwitch{}
	}
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(struct {
		Off []datafolder.RuleSwitch `json:"off"`
	}{off}); err != nil {
		return fmt.Errorf("write which rules are off: %w", err)
	}
	if err := datafolder.ReplaceFile(filepath.Join(folder, datafolder.SwitchFile), text.String()); err != nil {
		return fmt.Errorf("write which rules are off: %w", err)
	}
	return nil
}

// Live are the rules that an instance judges with, which can be exchanged while it runs. It is safe for concurrent use:
// a page is judged by the detector that it began with.
type Live struct {
	folder string // data folder
	dir    string // of the rules; "": the built-in ones
	keys   *ident.Keyring
	read   Reading     // in pictures
	access *access.Log // of orders

	loaded, off prometheus.Gauge
	reloads     *prometheus.CounterVec

	now atomic.Pointer[detect.Detector]

	mu       sync.Mutex // held by whoever changes what follows
	set      *rules.Set
	switches []datafolder.RuleSwitch
}

// OpenLive loads the rules of an instance on a data folder from dir, or the built-in ones where that is "", without those that are switched
// off. A set that does not load, or breaks one of its examples, fails. keys are those of the instance's fingerprints.
func OpenLive(folder, dir string, keys *ident.Keyring, read Reading) (*Live, error) {
	l := &Live{
		folder: folder, dir: dir, keys: keys, read: read,
		loaded: prometheus.NewGauge(prometheus.GaugeOpts{Name: "ronda_rules_loaded", Help: "Rules that pages are judged with, without those that are off."}),
		off:    prometheus.NewGauge(prometheus.GaugeOpts{Name: "ronda_rules_off", Help: "Rules that somebody switched off."}),
		reloads: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "ronda_rules_reloads_total", Help: "Times that the rules were read anew: loaded, or refused because of a mistake in them.",
		}, []string{"outcome"}),
	}
	l.reloads.WithLabelValues(reloadLoaded)
	l.reloads.WithLabelValues(reloadRefused)
	set, err := checkedRules(dir)
	if err != nil {
		return nil, fmt.Errorf("%w; mend them, or start with the built-in rules (rules.dir: \"\")", err)
	}
	switches, err := readSwitches(folder)
	if err != nil {
		return nil, err
	}
	return l, l.use(set, switches, nil)
}

// Register makes the metrics of the rules known. It fails where they are known already.
func (l *Live) Register(reg prometheus.Registerer) error {
	for _, c := range []prometheus.Collector{l.loaded, l.off, l.reloads} {
		if err := reg.Register(c); err != nil {
			return fmt.Errorf("register metrics of rules: %w", err)
		}
	}
	return nil
}

// Detector returns what a page is to be judged with, from its first listing to its last.
func (l *Live) Detector() *detect.Detector { return l.now.Load() }

// maxBroken is how many broken examples an error names.
const maxBroken = 5

// checkedRules loads a folder of rules, or the built-in ones, and runs their examples.
func checkedRules(dir string) (*rules.Set, error) {
	set, err := LoadRules(dir)
	if err != nil {
		return nil, fmt.Errorf("rules: %w", err)
	}
	if dir == "" { // a test of ours has run their examples
		return set, nil
	}
	detector, err := detect.New(detect.Config{Rules: set})
	if err != nil {
		return nil, err
	}
	_, found := Broken(detector, set)
	if len(found) == 0 {
		return set, nil
	}
	lines := []string{"rules: an example is not what its rule does:"}
	for _, b := range found[:min(len(found), maxBroken)] {
		lines = append(lines, b.String())
	}
	if n := len(found) - maxBroken; n > 0 {
		lines = append(lines, fmt.Sprintf("and %d more", n))
	}
	return nil, errors.New(strings.Join(lines, "\n"))
}

// use makes a detector of a set without what is switched off, and from then on judges with it. Before it takes effect it
// calls keep, which may be nil; an error of keep, or of the set, leaves all as it was. The caller holds mu.
func (l *Live) use(set *rules.Set, switches []datafolder.RuleSwitch, keep func() error) error {
	on := set.Without(offNames(switches)...)
	detector, err := detect.New(detect.Config{Rules: on, Keys: l.keys, Brief: true, Words: l.read.words, Blind: l.read.off, Mask: command.DetectMasks()})
	if err != nil {
		return err
	}
	if keep != nil {
		if err := keep(); err != nil {
			return err
		}
	}
	l.set, l.switches = set, switches
	l.now.Store(detector)
	l.loaded.Set(float64(len(on.Rules)))
	l.off.Set(float64(len(set.Rules) - len(on.Rules)))
	return nil
}

// Orders returns what the control socket takes about rules. Each is entered in an access log, which stays open as long as they are taken.
// It is called once, before the first of them.
func (l *Live) Orders(log *access.Log) datafolder.Orders {
	l.access = log
	return datafolder.Orders{"/rules/reload": l.reload, "/rules/off": l.switchOff, "/rules/on": l.switchOn, "/rules/list": l.list}
}

// reload reads the rules anew. What does not load, or breaks an example, is refused, and the old rules go on.
func (l *Live) reload(ctx context.Context, o datafolder.Order) (r datafolder.Receipt, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	err = datafolder.Recorded(ctx, l.access, access.Entry{Actor: o.Actor, Action: actionRulesReload, Reason: command.Hide(o.Reason)}, func() error {
		set, err := checkedRules(l.dir)
		if err != nil {
			return fmt.Errorf("the rules were not loaded, the old ones go on: %w", err)
		}
		return l.use(set, l.switches, nil)
	})
	outcome := reloadLoaded
	if err != nil {
		outcome = reloadRefused
	}
	l.reloads.WithLabelValues(outcome).Inc()
	return l.receipt(), err
}

// switchOff switches one rule off until somebody switches it on, also over a restart and a reload.
func (l *Live) switchOff(ctx context.Context, o datafolder.Order) (datafolder.Receipt, error) {
	return l.turn(ctx, actionRuleOff, o, func(rest, former []datafolder.RuleSwitch) []datafolder.RuleSwitch {
		if len(former) > 0 && o.Reason == "" { // who repeats the order has nothing to add to the reason
			return append(rest, former...)
		}
		s := datafolder.RuleSwitch{Rule: o.Rule, Actor: o.Actor, Reason: command.Hide(o.Reason), At: time.Now().UTC().Truncate(time.Second)}
		return append(rest, s)
	})
}

// switchOn switches a rule on again.
func (l *Live) switchOn(ctx context.Context, o datafolder.Order) (datafolder.Receipt, error) {
	return l.turn(ctx, actionRuleOn, o, func(rest, _ []datafolder.RuleSwitch) []datafolder.RuleSwitch { return rest })
}

// turn changes the switch of one rule; change is given the other switches, and its former one if there is one.
func (l *Live) turn(ctx context.Context, action string, o datafolder.Order, change func(rest, former []datafolder.RuleSwitch) []datafolder.RuleSwitch) (r datafolder.Receipt, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	named := func(s datafolder.RuleSwitch) bool { return s.Rule == o.Rule }
	var former []datafolder.RuleSwitch
	if i := slices.IndexFunc(l.switches, named); i >= 0 {
		former = l.switches[i : i+1 : i+1]
	}
	if !hasRule(l.set, o.Rule) && former == nil { // it is not entered: it may be anything
		return r, noRule(o.Rule, l.set)
	}
	after := change(slices.DeleteFunc(slices.Clone(l.switches), named), former)
	err = datafolder.Recorded(ctx, l.access, access.Entry{Actor: o.Actor, Action: action, Object: o.Rule, Reason: command.Hide(o.Reason)}, func() error {
		return l.use(l.set, after, func() error { return writeSwitches(l.folder, after) })
	})
	r = l.receipt()
	r.Effect = effect(o.Rule, l.set)
	return r, err
}

// list tells of every rule.
func (l *Live) list(context.Context, datafolder.Order) (datafolder.Receipt, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	r := l.receipt()
	r.Rules = ruleStates(l.set, l.switches)
	return r, nil
}

// receipt says how many rules there are. The caller holds mu.
func (l *Live) receipt() datafolder.Receipt {
	off := len(l.set.Rules) - len(l.set.Without(offNames(l.switches)...).Rules)
	return datafolder.Receipt{RulesLoaded: len(l.set.Rules) - off, RulesOff: off, OffUnknown: l.unknown()}
}

// unknown returns the names that are off and that no rule has: of a rule that was renamed, perhaps, and is on again. The caller holds mu.
func (l *Live) unknown() []string {
	return slices.DeleteFunc(offNames(l.switches), func(name string) bool { return hasRule(l.set, name) })
}

func hasRule(set *rules.Set, name string) bool {
	return slices.ContainsFunc(set.Rules, func(r rules.Rule) bool { return r.Name == name })
}

// Tell says in a log, under the message what, which rules an instance judges with. A name may be anything that somebody has typed.
func (l *Live) Tell(log *slog.Logger, what string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	r := l.receipt()
	off := slices.DeleteFunc(offNames(l.switches), func(name string) bool { return !hasRule(l.set, name) })
	log.Info(what, "dir", command.Hide(cmp.Or(l.dir, "built-in")), "rules", r.RulesLoaded, "off", command.Hide(strings.Join(off, " ")))
	for _, name := range r.OffUnknown {
		log.Warn("off, but no such rule: was it renamed?", "rule", command.Hide(name))
	}
}

func offNames(switches []datafolder.RuleSwitch) []string {
	names := make([]string, len(switches))
	for i := range switches {
		names[i] = switches[i].Rule
	}
	return names
}

// ruleStates joins a set with its switches. Switches of rules that the set does not have stand at the end.
func ruleStates(set *rules.Set, switches []datafolder.RuleSwitch) []datafolder.RuleState {
	states := make([]datafolder.RuleState, 0, len(set.Rules))
	for i := range set.Rules {
		r := &set.Rules[i]
		states = append(states, datafolder.RuleState{Name: r.Name, Place: fmt.Sprintf("%s:%d", r.File, r.Line), About: r.About})
	}
	for i := range switches {
		s := &switches[i]
		at := slices.IndexFunc(states, func(r datafolder.RuleState) bool { return r.Name == s.Rule })
		if at < 0 {
			states, at = append(states, datafolder.RuleState{Name: s.Rule}), len(states)
		}
		states[at].Off = s
	}
	return states
}

// ReloadOnHangup reads the rules anew at each SIGHUP, until ctx is done. An instance with the built-in rules has nothing to
// read, and ends with its terminal as ever.
func (l *Live) ReloadOnHangup(ctx context.Context, log *slog.Logger) {
	if l.dir == "" {
		<-ctx.Done()
		return
	}
	hangup := make(chan os.Signal, 1)
	signal.Notify(hangup, syscall.SIGHUP)
	defer signal.Stop(hangup)
	for {
		select {
		case <-ctx.Done():
			return
		case <-hangup:
		}
		if _, err := l.reload(ctx, datafolder.Order{Actor: "ronda", Reason: "SIGHUP"}); err != nil {
			log.Error("rules were not loaded", "err", command.Hide(err.Error()))
			continue
		}
		l.Tell(log, "rules were loaded")
	}
}
