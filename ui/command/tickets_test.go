//go:build unix

package command_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"iampasswd/iamclient/demoiam"
	"iampasswd/iamclient/grants"
)

// ticket is a call to the help desk.
type ticket struct {
	user  string
	after map[int]string // what the screen shows before the key of that number is pressed, counted from 0
	end   string         // what it shows in the end
	done  func(s *demoiam.Server) bool
}

// tickets are the five calls of the manual, in its order.
var tickets = []ticket{
	{
		user: "Bob", after: map[int]string{2: "esc clears", 3: "Reset password for Bob", 4: "✓ the same", 5: "Password changed for Bob"}, end: "sent to the clipboard",
		done: func(s *demoiam.Server) bool { return renewed(s, "Bob") },
	},
	{
		user: "nina.newhire", after: map[int]string{2: "nina.newhire                no", 3: "password for nina.newhire", 4: "✓ the same", 5: "Console password created for nina.newhire"},
		end:  "sent to the clipboard",
		done: func(s *demoiam.Server) bool { return renewable(s, "nina.newhire") },
	},
	{
		user: "lola.lostphone",
		after: map[int]string{
			2: "esc clears", 3: "Reset password for lola.lostphone", 4: "✓ the same", 5: "Password changed for lola.lostphone", 6: "sent to the clipboard",
			7: "enter reset", 8: "Deactivate the MFA device of lola.lostphone?",
		},
		end: "MFA device of lola.lostphone removed.",
		done: func(s *demoiam.Server) bool {
			u, _ := s.User("lola.lostphone")
			return renewed(s, "lola.lostphone") && len(u.MFA) == 0
		},
	},
	{
		user: "leo.leaver",
		after: map[int]string{
			2: "esc clears", 3: "Type leo.leaver to do the 5 ticked steps",
		},
		end: "leo.leaver offboarded: 5 steps done.",
		done: func(s *demoiam.Server) bool {
			u, _ := s.User("leo.leaver")
			_, revoked := s.InlinePolicy("leo.leaver", "AWSRevokeOlderSessions")
			return !u.Console && revoked && u.AccessKeys[0].Inactive && u.AccessKeys[1].Inactive
		},
	},
	{
		user: "lars.lockedout", after: map[int]string{2: "esc clears", 3: "Let lars.lockedout change their own password"},
		end: "lars.lockedout may change their password",
		done: func(s *demoiam.Server) bool {
			return renewable(s, "lars.lockedout")
		},
	},
}

// renewed tells whether a user has got a new password, and can sign in with it.
func renewed(s *demoiam.Server, user string) bool {
	return s.Count("UpdateLoginProfile", user) == 1 && renewable(s, user)
}

// renewable tells whether a user has a password that has to be changed, and may change it: who may not is locked out.
func renewable(s *demoiam.Server, user string) bool {
	required, _ := s.ResetRequired(user)
	return required && s.MayChangeOwn(user)
}

// row is a line of the manual's table: the keys, how many of them are no name, and the characters of the AWS CLI.
type row struct {
	keys              []string
	count, characters int
}

func ticketRows(t *testing.T) (rows []row, commands []string) {
	t.Helper()
	topic, err := os.ReadFile("manual/calls.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(topic), "\n| the caller ") // below the command that runs this test
	for _, m := range regexp.MustCompile(`(?m)^\| .* \| (/?.*) \| (\d+) keys \| \d+ clicks \| (\d+) characters \|$`).FindAllStringSubmatch(section, -1) {
		var r row
		r.keys = strings.Fields(m[1])
		_, _ = fmt.Sscan(m[2]+" "+m[3], &r.count, &r.characters)
		rows = append(rows, r)
	}
	for _, m := range regexp.MustCompile("(?s)```sh\n(.*?)\n```").FindAllStringSubmatch(section, -1) {
		commands = append(commands, m[1])
	}
	if len(rows) != len(tickets) || len(commands) != len(tickets) {
		t.Fatalf("the manual has %d rows and %d groups of commands, want %d", len(rows), len(commands), len(tickets))
	}
	return rows, commands
}

// The five calls, from launch to done, with the keys that the manual names and no other. It is also held to its count. The
// caller may do no more than `iampasswd permissions admin` says.
func TestTickets(t *testing.T) {
	t.Parallel()
	rows, _ := ticketRows(t)
	policy, err := grants.Policy(grants.Admin, grants.Scope{})
	if err != nil {
		t.Fatal(err)
	}
	for i, ticket := range tickets {
		t.Run(ticket.user, func(t *testing.T) {
			t.Parallel()
			account := demoiam.Company(60, demoiam.Latency{Min: 40 * time.Millisecond, Max: 120 * time.Millisecond})
			account.SetCallerPolicy(policy)
			server := serveAccount(t, account)
			x := start(t, 80, 24, environment(t, staticKeys()...), "--endpoint-url", server.url)
			x.shows("60", "adam.abebe")
			pressed := 0
			for _, key := range rows[i].keys {
				key, quoted := strings.CutPrefix(strings.TrimSuffix(key, "`"), "`")
				name := !quoted
				if text := ticket.after[pressed]; text != "" && !name {
					x.shows(text)
				}
				if bytes, ok := map[string]string{"enter": enter, "esc": esc, "ctrl+g": ctrl('g')}[key]; ok {
					key = bytes
				}
				x.types(key)
				if !name {
					pressed++
				}
			}
			x.shows(ticket.end)
			if !ticket.done(account) {
				t.Errorf("it is not done:\n%s", x.text())
			}
			if pressed != rows[i].count || pressed > 12 {
				t.Errorf("it took %d keys, the manual says %d, and 12 are the most", pressed, rows[i].count)
			}
			x.types(ctrl('c'))
		})
	}
}

// The commands of the manual do the same with the AWS CLI, and have as many characters as it says.
func TestTicketsWithTheAWSCLI(t *testing.T) {
	t.Parallel()
	rows, commands := ticketRows(t)
	for i, ticket := range tickets {
		length := utf8.RuneCountInString(commands[i]) - len(ticket.user)*strings.Count(commands[i], "--user-name ")
		if length != rows[i].characters {
			t.Errorf("%s: the commands have %d characters, the manual says %d", ticket.user, length, rows[i].characters)
		}
	}
	tool(t, "aws")
	tool(t, "sh")
	for i, ticket := range tickets {
		t.Run(ticket.user, func(t *testing.T) {
			account := demoiam.Company(60, demoiam.Latency{})
			server := serveAccount(t, account)
			u, _ := account.User(ticket.user)
			script := commands[i]
			for n, key := range u.AccessKeys {
				script = strings.ReplaceAll(script, fmt.Sprintf("KEY%d", n+1), key.ID)
			}
			cmd := exec.CommandContext(t.Context(), "sh", "-e")
			cmd.Env = append(environment(t, staticKeys()...), "AWS_ENDPOINT_URL="+server.url)
			cmd.Stdin = strings.NewReader(script)
			var output bytes.Buffer
			cmd.Stdout, cmd.Stderr = &output, &output
			if err := cmd.Run(); err != nil || (!ticket.done(account) && ticket.user != "nina.newhire") {
				t.Errorf("%v, done: %v\n%s", err, ticket.done(account), output.String())
			}
		})
	}
}
