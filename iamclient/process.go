package iamclient

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials/processcreds"
)

// process gets credentials from a command of the shell. The SDK's provider hands it the program's own terminal: what the
// command printed would tear the screen, and what it read would be the operator's keys.
type process string

// ProviderSources says what kind of credentials these are.
func (process) ProviderSources() []aws.CredentialSource {
	return []aws.CredentialSource{aws.CredentialSourceProfileProcess, aws.CredentialSourceProcess}
}

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
