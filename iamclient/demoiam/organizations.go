package demoiam

import (
	"encoding/base64"
	"slices"
	"strconv"
	"strings"
)

// mostResults is how many items a page of Organizations has at most, and without
// MaxResults.
const mostResults = 20

// describedOrganization is Organizations' structure Organization.
type describedOrganization struct {
	ID                   string `json:"Id"`
	ARN                  string `json:"Arn"`
	FeatureSet           string
	MasterAccountID      string `json:"MasterAccountId"`
	MasterAccountARN     string `json:"MasterAccountArn"`
	MasterAccountEmail   string
	AvailablePolicyTypes []string
}

// describedAccount is the structure Account.
type describedAccount struct {
	ID              string `json:"Id"`
	ARN             string `json:"Arn"`
	Email, Name     string
	State           string
	Status          string `json:",omitempty"`
	Paths           []string
	JoinedMethod    string
	JoinedTimestamp int64 // Unix
}

// describedUnit is the structures OrganizationalUnit, and Root: that has no path, and
// no types of policies where none is enabled.
type describedUnit struct {
	ID   string `json:"Id"`
	ARN  string `json:"Arn"`
	Name string
	Path string `json:",omitempty"`
}

// describeOrganization is Organizations' DescribeOrganization, which every account
// of the organization may call.
func (a *account) describeOrganization(*params) (map[string]any, error) {
	if a.org == nil {
		return nil, notInUse()
	}
	m := a.org.management()
	return map[string]any{"Organization": describedOrganization{
		ID: a.org.id, ARN: a.org.arn("organization", ""), FeatureSet: "ALL", MasterAccountID: m.account.id,
		MasterAccountARN: a.org.arn("account", m.account.id), MasterAccountEmail: m.email(), AvailablePolicyTypes: []string{},
	}}, nil
}

// listAccounts is ListAccounts, in the order in which the accounts joined.
func (a *account) listAccounts(p *params) (map[string]any, error) {
	return a.list(p, "Accounts", false, func(string) []any { return a.org.describe(func(*member) bool { return true }) })
}

// listAccountsForParent is ListAccountsForParent: the accounts directly below the
// root or a unit.
func (a *account) listAccountsForParent(p *params) (map[string]any, error) {
	return a.list(p, "Accounts", true, func(parent string) []any {
		return a.org.describe(func(m *member) bool { return m.unit.id == parent })
	})
}

// listUnitsForParent is ListOrganizationalUnitsForParent.
func (a *account) listUnitsForParent(p *params) (map[string]any, error) {
	return a.list(p, "OrganizationalUnits", true, func(parent string) []any {
		units := []any{}
		for _, u := range a.org.units {
			if u.parent == parent {
				units = append(units, describedUnit{ID: u.id, ARN: a.org.arn("ou", u.id), Name: u.name, Path: u.path})
			}
		}
		return units
	})
}

// listRoots is ListRoots. An organization has one.
func (a *account) listRoots(p *params) (map[string]any, error) {
	return a.list(p, "Roots", false, func(string) []any {
		return []any{describedUnit{ID: rootID, ARN: a.org.arn("root", rootID), Name: rootName}}
	})
}

// describe describes accounts.
func (o *Organization) describe(which func(*member) bool) []any {
	accounts := []any{}
	for _, m := range o.accounts {
		if !which(m) {
			continue
		}
		joined, state := "INVITED", o.state(m.account.id)
		if slices.ContainsFunc(m.account.roles, func(r *role) bool { return r.Name == OrganizationRole }) {
			joined = "CREATED"
		}
		described := describedAccount{
			ID: m.account.id, ARN: o.arn("account", m.account.id), Email: m.email(), Name: m.name, State: state,
			JoinedMethod: joined, JoinedTimestamp: m.joined.Unix(), Paths: []string{m.unit.path + m.account.id + "/"},
		}
		// Status has three values only, and AWS has announced that it will go.
		if state == Active || state == Suspended || state == PendingClosure {
			described.Status = state
		}
		accounts = append(accounts, described)
	}
	return accounts
}

// arn is the ARN of something in the organization; "" is the organization itself.
func (o *Organization) arn(kind, id string) string {
	m := o.management()
	arn := "arn:" + m.account.partition + ":organizations::" + m.account.id + ":" + kind + "/" + o.id
	if id != "" {
		arn += "/" + id
	}
	return arn
}

func (m *member) email() string {
	return "aws+" + strings.ReplaceAll(strings.ToLower(m.name), " ", "-") + "@acme.example"
}

// unitBy finds a unit, or the root, by its id.
func (o *Organization) unitBy(id string) *unit {
	for _, u := range o.units {
		if u.id == id {
			return u
		}
	}
	return nil
}

// list is what the lists have in common: who may call them, their parameters and
// their pages. Where there is a second page, an empty one comes before it, which
// AWS says can happen and clients forget.
func (a *account) list(p *params, name string, below bool, items func(parent string) []any) (map[string]any, error) {
	switch {
	case a.org == nil:
		return nil, notInUse()
	case a.org.management().account.id != a.id:
		return nil, refuse("AccessDenied", "You don't have permissions to access this resource.")
	}
	most, err := p.mostResults()
	if err != nil {
		return nil, err
	}
	start, empty, ok := readToken(p.form.Get("NextToken"))
	parent := p.form.Get("ParentId")
	switch {
	case !ok:
		return nil, invalidInput("INVALID_NEXT_TOKEN")
	case below && !isParent(parent):
		return nil, invalidInput("INVALID_PATTERN")
	case below && a.org.unitBy(parent) == nil:
		return nil, refuse("ParentNotFoundException", "You specified parent that doesn't exist.")
	case empty:
		return map[string]any{name: []any{}, "NextToken": token(start, false)}, nil
	}
	all := items(parent)
	start = min(start, len(all))
	end := min(start+most, len(all))
	page := map[string]any{name: all[start:end]}
	if end < len(all) {
		page["NextToken"] = token(end, start == 0)
	}
	return page, nil
}

// mostResults reads MaxResults.
func (p *params) mostResults() (int, error) {
	text := p.form.Get("MaxResults")
	if text == "" {
		return mostResults, nil
	}
	n, err := strconv.Atoi(text)
	switch {
	case err != nil:
		return 0, refuse("SerializationException", "MaxResults is not an integer.")
	case n < 1:
		return 0, invalidInput("MIN_VALUE_EXCEEDED")
	case n > mostResults:
		return 0, invalidInput("MAX_VALUE_EXCEEDED")
	}
	return n, nil
}

func notInUse() error {
	return refuse("AWSOrganizationsNotInUseException", "Your account is not a member of an organization.")
}

func invalidInput(reason string) error {
	message := "You specified an invalid value."
	if reason == "INVALID_PATTERN" {
		message = "You provided a value that does not match the required pattern."
	}
	return &problem{code: "InvalidInputException", message: message, reason: reason}
}

// isParent tells whether a text can be the id of a root or a unit.
func isParent(id string) bool {
	if root, ok := strings.CutPrefix(id, "r-"); ok {
		return isLabel(root, 4)
	}
	unit, ok := strings.CutPrefix(id, "ou-")
	root, own, both := strings.Cut(unit, "-")
	return ok && both && isLabel(root, 4) && isLabel(own, 8)
}

// isLabel tells whether a text has lower-case letters and digits only, and at least
// so many, and no more than 32.
func isLabel(text string, shortest int) bool {
	return len(text) >= shortest && len(text) <= 32 &&
		every(func(r rune) bool { return 'a' <= r && r <= 'z' || '0' <= r && r <= '9' })(text)
}

// A token stands for the place in the list where the next page starts, and says
// whether an empty page comes first.
const emptyFirst = "empty:"

func token(start int, empty bool) string {
	text := strconv.Itoa(start)
	if empty {
		text = emptyFirst + text
	}
	return base64.URLEncoding.EncodeToString([]byte(text))
}

func readToken(token string) (start int, empty, ok bool) {
	if token == "" {
		return 0, false, true
	}
	plain, err := base64.URLEncoding.DecodeString(token)
	text, empty := strings.CutPrefix(string(plain), emptyFirst)
	start, notNumber := strconv.Atoi(text)
	return start, empty, err == nil && notNumber == nil && start > 0
}
