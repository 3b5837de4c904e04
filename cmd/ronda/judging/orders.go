package judging

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"text/tabwriter"
	"time"

	"ronda/alerts/access"
	"ronda/cmd/ronda/command"
	"ronda/cmd/ronda/datafolder"
	"ronda/detect/ident"
)

// ShowRules is the command rules list. It prints the rules of a folder; or those that the instance on a data folder judges with and, where none runs,
// those that it would: with what is switched off.
func ShowRules(ctx context.Context, c command.Console, args []string) error {
	cfg, err := command.ConfigFromFlag(args)
	if err != nil {
		return err
	}
	fs := command.Flags(c, "rules list", "")
	fs.String("config", "", "configuration file, for the rules of an instance that does not run")
	format := command.FormatFlag(fs, "text", "json")
	data := fs.String("data", cfg.Data, "data folder of the instance whose rules are shown")
	folder := fs.String("rules", "", "folder of *.yaml files to show instead")
	if rest, err := command.Parse(fs, args); err != nil {
		return err
	} else if len(rest) > 0 {
		return command.Usagef("list takes no arguments")
	}
	states, err := listedRules(ctx, *data, cfg.Rules.Dir, *folder)
	if err != nil {
		return err
	}
	if *format == "json" {
		return json.NewEncoder(c.Out).Encode(states)
	}
	out := tabwriter.NewWriter(c.Out, 0, 4, 2, ' ', 0)
	for _, s := range states {
		if s.Off == nil {
			fmt.Fprintf(out, "%s\t%s\t%s\n", s.Name, s.Place, s.About)
			continue
		}
		place := s.Place
		if place == "" {
			place = "(no such rule)"
		}
		fmt.Fprintf(out, "%s\t%s\tOFF since %s by %s: %s\n", s.Name, place, s.Off.At.Format(time.RFC3339), command.Hide(s.Off.Actor), s.Off.Reason)
	}
	return out.Flush()
}

func listedRules(ctx context.Context, data, dir, folder string) ([]datafolder.RuleState, error) {
	if folder != "" {
		set, err := LoadRules(folder)
		if err != nil {
			return nil, err
		}
		return ruleStates(set, nil), nil
	}
	if _, err := os.Stat(filepath.Join(data, datafolder.ControlFile)); err == nil {
		r, err := datafolder.AskInstance(ctx, data, "/rules/list", datafolder.Order{})
		var noOne *net.OpError
		if err == nil || !errors.As(err, &noOne) { // a dead process left the socket
			return r.Rules, err
		}
	}
	set, err := LoadRules(dir)
	if err != nil {
		return nil, err
	}
	switches, err := readSwitches(data)
	return ruleStates(set, switches), err
}

// ChangeRules is the command rules reload, off or on, which what names. It has the rules of an instance read anew, or one of them switched off or on.
func ChangeRules(ctx context.Context, c command.Console, what string, args []string) error {
	cfg, err := command.ConfigFromFlag(args)
	if err != nil {
		return err
	}
	arguments := "RULE"
	if what == "reload" {
		arguments = ""
	}
	fs := command.Flags(c, "rules "+what, arguments)
	fs.String("config", "", "configuration file, for the data folder and the rules of an instance that does not run")
	data := fs.String("data", cfg.Data, "data folder")
	o := datafolder.Order{}
	o.Flags(fs)
	rest, err := command.ParseAround(fs, args)
	switch {
	case err != nil:
		return err
	case what == "reload" && len(rest) > 0:
		return command.Usagef("reload takes no arguments")
	case what != "reload" && len(rest) != 1:
		return command.Usagef("%s takes the name of one rule: ronda rules list shows them", what)
	case what != "reload":
		o.Rule = rest[0]
	}
	r, live, err := orderRules(ctx, *data, cfg.Rules.Dir, "/rules/"+what, o)
	if err != nil {
		return err
	}
	text := fmt.Sprintf("%d rules judge, %d are off", r.RulesLoaded, r.RulesOff)
	switch what {
	case "off":
		gave := ""
		if r.Effect != "" {
			gave = "; beside the learned words it gave at most " + r.Effect + " (log-odds)"
		}
		text = fmt.Sprintf("%s is off: %s%s; ronda rules on %s ends it", o.Rule, text, gave, o.Rule)
	case "on":
		text = fmt.Sprintf("%s is on: %s", o.Rule, text)
	}
	if !live {
		text += "; it takes effect at the next start"
	}
	if _, err = fmt.Fprintln(c.Out, text); err != nil {
		return err
	}
	for _, name := range r.OffUnknown {
		fmt.Fprintf(c.Err, "off, but no such rule: %s; was it renamed? ronda rules on %s forgets it\n", command.Hide(name), command.Hide(name))
	}
	return nil
}

// orderRules has an order carried out by the instance that runs on a data folder, and where none does, by this process.
func orderRules(ctx context.Context, data, dir, path string, o datafolder.Order) (r datafolder.Receipt, live bool, err error) {
	if err := datafolder.HasLedger(data); err != nil {
		return r, false, err
	}
	held, err := datafolder.Open(data)
	if errors.Is(err, datafolder.ErrInUse) {
		r, err = datafolder.AskInstance(ctx, data, path, o)
		return r, true, err
	}
	if err != nil {
		return r, false, err
	}
	defer held.Close()
	if path == "/rules/reload" {
		return r, false, fmt.Errorf("no instance runs on %s: the next start reads the rules anyway", data)
	}
	keys, err := ident.NewKeyring(ident.Key{ID: "none", Secret: datafolder.RandomSecret()}) // nothing is judged with it
	if err != nil {
		return r, false, err
	}
	l, err := OpenLive(data, dir, keys, Reading{})
	if err != nil {
		return r, false, err
	}
	log, err := access.Open(ctx, filepath.Join(data, datafolder.AccessFile))
	if err != nil {
		return r, false, err
	}
	r, err = l.Orders(log)[path](ctx, o)
	return r, false, errors.Join(err, log.Close())
}
