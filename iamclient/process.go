package iamclient

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials/processcreds"
	"github.com/aws/aws-sdk-go-v2/credentials/stscreds"
	"github.com/aws/aws-sdk-go-v2/service/sts"
)

// quietProcess takes the terminal away from a profile's credential_process. The SDK hands it the program's own: what
// it printed would tear the screen, and what it read would be the operator's keys. The roles that are assumed with the
// command's credentials are then put upon them again, as the SDK does.
func quietProcess(cfg *aws.Config, assuming *assuming) {
	chain, ok := cfg.Credentials.(aws.CredentialProviderSource)
	if !ok || !slices.Contains(chain.ProviderSources(), aws.CredentialSourceProcess) {
		return
	}
	profiles := sourceProfiles(*cfg)
	cfg.Credentials = aws.NewCredentialsCache(process(profiles[0].CredentialProcess))
	for _, p := range profiles {
		if p.RoleARN != "" {
			provider := stscreds.NewAssumeRoleProvider(sts.NewFromConfig(*cfg), p.RoleARN, asked(p), assuming.options)
			cfg.Credentials = aws.NewCredentialsCache(provider)
		}
	}
}

// asked is what a profile asks for when its role is assumed.
func asked(p config.SharedConfig) func(*stscreds.AssumeRoleOptions) {
	pointer := func(s string) *string {
		if s == "" {
			return nil
		}
		return &s
	}
	return func(o *stscreds.AssumeRoleOptions) {
		o.RoleSessionName = p.RoleSessionName
		o.ExternalID, o.SerialNumber = pointer(p.ExternalID), pointer(p.MFASerial)
		o.Duration = max(stscreds.DefaultDuration, aws.ToDuration(p.RoleDurationSeconds))
	}
}

// sourceProfiles are the profile and those whose credentials assume its role, the innermost first.
func sourceProfiles(cfg aws.Config) []config.SharedConfig {
	_, profile := configSources(cfg)
	profiles := []config.SharedConfig{profile}
	for profiles[0].Source != nil {
		profiles = slices.Insert(profiles, 0, *profiles[0].Source)
	}
	return profiles
}

// process gets credentials from a command of the shell.
type process string

func (command process) Retrieve(ctx context.Context) (aws.Credentials, error) {
	var said tail
	creds, err := processcreds.NewProviderCommand(processcreds.NewCommandBuilderFunc(func(ctx context.Context) (*exec.Cmd, error) {
		cmd, err := processcreds.DefaultNewCommandBuilder{Args: []string{string(command)}}.NewCommand(ctx)
		if err != nil {
			return nil, err
		}
		cmd.Stdin, cmd.Stderr = nil, &said
		cmd.WaitDelay = time.Second // for what the command leaves running
		return cmd, nil
	})).Retrieve(ctx)
	if err == nil {
		return creds, nil
	}
	_, noJSON := errors.AsType[*json.SyntaxError](err)
	_, otherJSON := errors.AsType[*json.UnmarshalTypeError](err)
	if noJSON || otherJSON {
		// The SDK's error has all of the output in it, keys and all.
		return creds, errors.New("credential_process printed something else than credentials")
	}
	if line := said.lastLine(); line != "" {
		err = fmt.Errorf("%w: %s", err, line)
	}
	return creds, err
}

// mostSaid is how much is kept of what a command says: a sentence or two.
const mostSaid = 200 // bytes

// tail keeps the end of what is written to it.
type tail struct{ text []byte }

func (t *tail) Write(p []byte) (int, error) {
	t.text = append(t.text, p...)
	t.text = t.text[max(0, len(t.text)-mostSaid):]
	return len(p), nil
}

func (t *tail) lastLine() string {
	text := bytes.TrimSpace(bytes.ToValidUTF8(t.text, nil)) // the cut may have gone through a character
	return string(text[bytes.LastIndexByte(text, '\n')+1:])
}
