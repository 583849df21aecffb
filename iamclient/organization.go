package iamclient

import (
	"context"
	"slices"
	"strings"

	"iampasswd/iamclient/printable"
)

// organizations is AWS Organizations.
var organizations = jsonAPI{id: "Organizations", name: "organizations", target: "AWSOrganizationsV20161128"}

// OrgAccount is an account of an organization, fit to show.
type OrgAccount struct {
	Number string // 12 digits
	Name   string
	// State is ACTIVE, SUSPENDED, PENDING_ACTIVATION, PENDING_CLOSURE, CLOSED, or what AWS comes to call others.
	State string
	// Paths are where the account is in the organization: o-…/r-…/ou-…/…/NUMBER/. Empty where AWS does not say.
	Paths []string
}

// Below tells whether the account is in an OU or root, at any depth. known is false where AWS does not say where it is.
func (a OrgAccount) Below(parent string) (below, known bool) {
	for _, path := range a.Paths {
		if strings.Contains("/"+path, "/"+parent+"/") {
			return true, true
		}
	}
	return false, len(a.Paths) > 0
}

// accountsAnswer is a page of ListAccounts and ListAccountsForParent.
type accountsAnswer struct {
	Accounts []struct {
		ID            string `json:"Id"`
		Name          string
		State, Status string
		Paths         []string
	}
	NextToken string
}

// accounts are those of a page. Status is what State was called before 2026-09-09.
func (a accountsAnswer) accounts() []OrgAccount {
	var all []OrgAccount
	for _, of := range a.Accounts {
		if !isNumber(of.ID) {
			continue
		}
		account := OrgAccount{Number: of.ID, Name: printable.Text(of.Name), State: printable.Text(of.State), Paths: of.Paths}
		if account.State == "" {
			account.State = printable.Text(of.Status)
		}
		all = append(all, account)
	}
	return all
}

func isNumber(id string) bool {
	return len(id) == 12 && strings.Trim(id, "0123456789") == ""
}

// pageOf asks for a page of at most 20, which is all that Organizations gives.
type pageOf struct {
	ParentID   string `json:"ParentId,omitempty"`
	NextToken  string `json:",omitempty"`
	MaxResults int
}

const orgPage = 20

// longestToken is how long the token of a page may be, in bytes, by the API model of Organizations.
const longestToken = 100_000

// OrgAccounts reads the accounts of the organization, and hands out each page as it comes. Only the management account and
// delegated administrators may; for others the error is of [KindDenied]. After an error, accounts are missing.
//
// AWS operation: Organizations ListAccounts.
func (c *Client) OrgAccounts(ctx context.Context, take func(page []OrgAccount)) error {
	return orgPages("ListAccounts", func(token string) (int, string, error) {
		var out accountsAnswer
		err := askJSON(ctx, c, organizations, "ListAccounts", pageOf{NextToken: token, MaxResults: orgPage}, &out)
		if err == nil {
			take(out.accounts())
		}
		return len(out.Accounts), out.NextToken, err
	})
}

// OrgAccountsBelow reads the numbers of the accounts that are in an OU or a root, at any depth, by as many requests as that
// takes. It is for where [OrgAccount.Paths] does not say.
//
// AWS operations: Organizations ListAccountsForParent and ListOrganizationalUnitsForParent.
func (c *Client) OrgAccountsBelow(ctx context.Context, parent string) ([]string, error) {
	var numbers []string
	known := []string{parent} // those that come later were found below those before
	for i := 0; i < len(known); i++ {
		parent := known[i]
		err := orgPages("ListAccountsForParent", func(token string) (int, string, error) {
			var out accountsAnswer
			err := askJSON(ctx, c, organizations, "ListAccountsForParent", pageOf{parent, token, orgPage}, &out)
			for _, a := range out.accounts() {
				numbers = append(numbers, a.Number)
			}
			return len(out.Accounts), out.NextToken, err
		})
		if err != nil {
			return nil, err
		}
		err = orgPages("ListOrganizationalUnitsForParent", func(token string) (int, string, error) {
			var out struct {
				OrganizationalUnits []struct {
					ID string `json:"Id"`
				}
				NextToken string
			}
			err := askJSON(ctx, c, organizations, "ListOrganizationalUnitsForParent", pageOf{parent, token, orgPage}, &out)
			for _, unit := range out.OrganizationalUnits {
				if !slices.Contains(known, unit.ID) {
					known = append(known, unit.ID)
				}
			}
			return len(out.OrganizationalUnits), out.NextToken, err
		})
		if err != nil {
			return nil, err
		}
	}
	return numbers, nil
}

// orgPages reads a list of Organizations to its end. A page can be empty and not be the last.
func orgPages(operation string, read func(token string) (items int, next string, err error)) error {
	list := Listing{most: longestToken}
	for token := ""; ; {
		items, next, err := read(token)
		if err != nil || next == "" {
			return err
		}
		if err := list.Follow(operation, items, next); err != nil {
			return err
		}
		token = next
	}
}

// OrgManager reads the number of the organization's management account, which any account of the organization may.
//
// AWS operation: Organizations DescribeOrganization.
func (c *Client) OrgManager(ctx context.Context) (string, error) {
	var out struct {
		Organization struct {
			MasterAccountID string `json:"MasterAccountId"`
		}
	}
	err := askJSON(ctx, c, organizations, "DescribeOrganization", struct{}{}, &out)
	return printable.Text(out.Organization.MasterAccountID), err
}
