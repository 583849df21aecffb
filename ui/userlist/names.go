package userlist

import (
	"context"

	"iampasswd/ui/directory"
)

// UserNames are the names of the users whom the query means, in the order of the account. What has to be known beside them is
// noted, as by [Run].
func UserNames(ctx context.Context, cfg Config) ([]string, error) {
	if cfg.Progress == nil {
		cfg.Progress = func(string) {}
	}
	cfg.Form = CSV // which comes as it is read
	var to namesPrinter
	r := &reading{Config: cfg, account: directory.NewAccount(cfg.Client, directory.Options{ReadOnly: true}), to: &to}
	err := r.run(ctx)
	if ctx.Err() != nil {
		err = context.Cause(ctx)
	}
	return to.names, err
}

// namesPrinter keeps the names.
type namesPrinter struct{ names []string }

func (p *namesPrinter) rows(users []*directory.Entry) error {
	for _, e := range users {
		p.names = append(p.names, e.Key().Name)
	}
	return nil
}

func (p *namesPrinter) end() error { return nil }
