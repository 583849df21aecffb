package demoiam_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"iampasswd/iamclient/demoiam"
)

func TestDescribeOrganization(t *testing.T) {
	org := newOrganization()
	for _, as := range []key{hubKey, keyOf(lab), mustAssume(t, org.Transport(), hubKey, prod, demoiam.OrganizationRole, nil)} {
		status, answer := ask(t, org.Transport(), as, "DescribeOrganization", "{}")
		got := answer["Organization"].(map[string]any)
		if status != http.StatusOK || got["Id"] != "o-acmedemo23" || got["FeatureSet"] != "ALL" || got["MasterAccountId"] != hub ||
			got["MasterAccountArn"] != "arn:aws:organizations::"+hub+":account/o-acmedemo23/"+hub || got["MasterAccountEmail"] != "aws+acme-hub@acme.example" ||
			got["Arn"] != "arn:aws:organizations::"+hub+":organization/o-acmedemo23" {
			t.Errorf("%d %v", status, answer)
		}
	}
}

func TestListAccounts(t *testing.T) {
	org := newOrganization()
	status, answer := ask(t, org.Transport(), hubKey, "ListAccounts", "")
	if got := names(answer, "Accounts", "Id"); status != http.StatusOK || !slices.Equal(got, []string{hub, prod, lab}) || answer["NextToken"] != nil {
		t.Fatalf("%d %v", status, answer)
	}
	first, second := answer["Accounts"].([]any)[0].(map[string]any), answer["Accounts"].([]any)[1].(map[string]any)
	path := "o-acmedemo23/r-acme/" + org.UnitID("Workloads") + "/" + org.UnitID("Production") + "/" + prod + "/"
	if second["Arn"] != "arn:aws:organizations::"+hub+":account/o-acmedemo23/"+prod || second["Name"] != "prod" || second["Email"] != "aws+prod@acme.example" ||
		second["Status"] != "ACTIVE" || second["State"] != "ACTIVE" || second["JoinedMethod"] != "CREATED" ||
		!slices.Equal(second["Paths"].([]any), []any{path}) || second["JoinedTimestamp"].(float64) <= first["JoinedTimestamp"].(float64) {
		t.Errorf("%v", second)
	}
	if first["Name"] != "acme-hub" || first["JoinedMethod"] != "INVITED" || !slices.Equal(first["Paths"].([]any), []any{"o-acmedemo23/r-acme/" + hub + "/"}) {
		t.Errorf("%v", first)
	}
}

// A page has 20 items at most. One empty page comes between the first and the second.
func TestPagesOfAccounts(t *testing.T) {
	for _, c := range []struct {
		accounts, most int // 0: not said
		pages          []int
	}{
		{20, 0, []int{20}},
		{21, 0, []int{20, 0, 1}},
		{65, 20, []int{20, 0, 20, 20, 5}},
		{5, 2, []int{2, 0, 2, 1}},
		{4, 2, []int{2, 0, 2}},
	} {
		transport := demoiam.CompanyOrganization(c.accounts, 2, demoiam.Latency{}).Transport()
		var pages []int
		var ids []string
		for token := ""; ; {
			var members []string
			if c.most > 0 {
				members = append(members, fmt.Sprintf(`"MaxResults":%d`, c.most))
			}
			if token != "" {
				members = append(members, fmt.Sprintf(`"NextToken":%q`, token))
			}
			_, answer := ask(t, transport, hubKey, "ListAccounts", "{"+strings.Join(members, ",")+"}")
			page := names(answer, "Accounts", "Id")
			pages, ids = append(pages, len(page)), append(ids, page...)
			var more bool
			if token, more = answer["NextToken"].(string); !more {
				break
			}
		}
		slices.Sort(ids)
		if !slices.Equal(pages, c.pages) || len(slices.Compact(ids)) != c.accounts {
			t.Errorf("%d accounts by %d: pages of %v, %d accounts", c.accounts, c.most, pages, len(slices.Compact(ids)))
		}
	}
}

// Who has no Paths walks from the root down, and finds every account.
func TestWalkFromTheRoot(t *testing.T) {
	org := newOrganization()
	transport := org.Transport()
	_, roots := ask(t, transport, hubKey, "ListRoots", "{}")
	left := names(roots, "Roots", "Id")
	if !slices.Equal(left, []string{org.UnitID("")}) || !slices.Equal(names(roots, "Roots", "Arn"), []string{"arn:aws:organizations::" + hub + ":root/o-acmedemo23/r-acme"}) {
		t.Errorf("%v", roots)
	}
	var found []string
	for ; len(left) > 0 && len(found) < 10; left = left[1:] {
		parent := fmt.Sprintf(`{"ParentId":%q}`, left[0])
		_, accounts := ask(t, transport, hubKey, "ListAccountsForParent", parent)
		for _, id := range names(accounts, "Accounts", "Id") {
			found = append(found, left[0]+" "+id)
		}
		_, units := ask(t, transport, hubKey, "ListOrganizationalUnitsForParent", parent)
		left = append(left, names(units, "OrganizationalUnits", "Id")...)
		for i, path := range names(units, "OrganizationalUnits", "Path") {
			if id := names(units, "OrganizationalUnits", "Id")[i]; !strings.HasSuffix(path, left[0]+"/"+id+"/") ||
				names(units, "OrganizationalUnits", "Arn")[i] != "arn:aws:organizations::"+hub+":ou/o-acmedemo23/"+id || org.UnitID(names(units, "OrganizationalUnits", "Name")[i]) != id {
				t.Errorf("%v", units)
			}
		}
	}
	if want := []string{"r-acme " + hub, org.UnitID("Workloads") + " " + lab, org.UnitID("Production") + " " + prod}; !slices.Equal(found, want) {
		t.Errorf("found %v, want %v", found, want)
	}
}

func TestOrganizationsRefuse(t *testing.T) {
	org := newOrganization()
	const noAccess = "You don't have permissions to access this resource."
	const notInUse = "Your account is not a member of an organization."
	const invalid = "You specified an invalid value."
	session := mustAssume(t, org.Transport(), hubKey, prod, demoiam.OrganizationRole, nil)
	stolen := key{session[0], session[1], "stolen"}
	alone := demoiam.New(demoiam.Options{}).Transport()
	for _, c := range []struct {
		name                  string
		transport             http.RoundTripper
		as                    key
		operation, body       string
		code, message, reason string
	}{
		{"outside of an organization", alone, hubKey, "ListAccounts", "{}", "AWSOrganizationsNotInUseException", notInUse, ""},
		{"outside of an organization", alone, hubKey, "DescribeOrganization", "{}", "AWSOrganizationsNotInUseException", notInUse, ""},
		{"the one account of the demo", demoiam.CompanyOrganization(1, 5, demoiam.Latency{}).Transport(), hubKey, "ListRoots", "{}", "AWSOrganizationsNotInUseException", notInUse, ""},
		{"from a member", org.Transport(), keyOf(lab), "ListAccounts", "{}", "AccessDeniedException", noAccess, ""},
		{"from a session in a member", org.Transport(), session, "ListAccountsForParent", `{"ParentId":"r-acme"}`, "AccessDeniedException", noAccess, ""},
		{"with another's token", org.Transport(), stolen, "ListRoots", "{}", "UnrecognizedClientException", "The security token included in the request is invalid", ""},
		{"no results", org.Transport(), hubKey, "ListAccounts", `{"MaxResults":0}`, "InvalidInputException", invalid, "MIN_VALUE_EXCEEDED"},
		{"too many results", org.Transport(), hubKey, "ListAccounts", `{"MaxResults":21}`, "InvalidInputException", invalid, "MAX_VALUE_EXCEEDED"},
		{"results in words", org.Transport(), hubKey, "ListAccounts", `{"MaxResults":"some"}`, "SerializationException", "MaxResults is not an integer.", ""},
		{"another token", org.Transport(), hubKey, "ListAccounts", `{"NextToken":"x"}`, "InvalidInputException", invalid, "INVALID_NEXT_TOKEN"},
		{"no parent", org.Transport(), hubKey, "ListAccountsForParent", `{}`, "InvalidInputException", "You provided a value that does not match the required pattern.", "INVALID_PATTERN"},
		{"not a parent", org.Transport(), hubKey, "ListOrganizationalUnitsForParent", `{"ParentId":"ou-x"}`, "InvalidInputException", "You provided a value that does not match the required pattern.", "INVALID_PATTERN"},
		{"another root", org.Transport(), hubKey, "ListAccountsForParent", `{"ParentId":"r-other"}`, "ParentNotFoundException", "You specified parent that doesn't exist.", ""},
		{"another unit", org.Transport(), hubKey, "ListOrganizationalUnitsForParent", `{"ParentId":"ou-acme-nosuchou"}`, "ParentNotFoundException", "You specified parent that doesn't exist.", ""},
		{"no object", org.Transport(), hubKey, "ListRoots", `[]`, "SerializationException", "The request body is not a JSON object.", ""},
		{"an operation that there is not", org.Transport(), hubKey, "CloseAccount", `{}`, "UnknownOperationException", "Could not find operation CloseAccount for version AWSOrganizationsV20161128", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			status, answer := ask(t, c.transport, c.as, c.operation, c.body)
			reason, _ := answer["Reason"].(string)
			if status != http.StatusBadRequest || answer["__type"] != c.code || answer["Message"] != c.message || reason != c.reason {
				t.Errorf("%d %v", status, answer)
			}
		})
	}
}

// Faults of Organizations have its codes.
func TestFaultsOfOrganizations(t *testing.T) {
	org := newOrganization()
	for code, want := range map[string]struct {
		status    int
		code, end string
	}{
		"AccessDenied":     {http.StatusBadRequest, "AccessDeniedException", "because no identity-based policy allows the organizations:ListAccounts action"},
		"Throttling":       {http.StatusBadRequest, "TooManyRequestsException", "Rate exceeded"},
		"ServiceException": {http.StatusInternalServerError, "ServiceException", "because of an internal service error."},
	} {
		org.Management().Inject(demoiam.Fault{Action: "ListAccounts", Code: code, Times: 1})
		status, answer := ask(t, org.Transport(), hubKey, "ListAccounts", "{}")
		if status != want.status || answer["__type"] != want.code || !strings.HasSuffix(answer["Message"].(string), want.end) {
			t.Errorf("%s: %d %v", code, status, answer)
		}
	}
	if status, _ := ask(t, org.Transport(), hubKey, "ListAccounts", "{}"); status != http.StatusOK {
		t.Errorf("afterwards: %d", status)
	}
}
