package demoiam

import "strings"

// names is what the names of the demo company are made of. User names are
// ASCII, at AWS as well, so everybody here has left their accents at home.
type names struct{ first, last, services, duties []string }

func newNames() names {
	return names{
		first: strings.Fields(`
		adam aisha ana andrei anika arjun astrid bianca bruno camila carlos chen chloe daniel diego dmitri
		elena emeka emily emre erik fatima felix freya gabriel giulia grace hana hassan helena hugo ibrahim
		ines ingrid isabel ivan jack james jana joao jonas julia kaori karim katya kenji kofi lars
		laura leila liam lina lucas luis magda mai malik marco maria marta mateo mei mina mohamed
		nadia naomi natalia nikolai noah noor olga oliver omar oscar paolo paul petra priya rafael rahul
		ravi rosa ryan samira sanjay sara sofia stefan tariq thomas tomas vera wei yara yuki zoe`),
		last: strings.Fields(`
		abebe adeyemi ahmed almeida andersen bakker banerjee barros becker bianchi brandt brown campbell carvalho castro chanda
		cohen costa danso dubois duarte eriksen esposito fernandes ferrari fischer fonseca garcia gomes gonzalez gruber gupta
		haddad hansen hernandez hoffmann horvat hughes ito ivanova jansen jensen johansson kaplan kaur keller kim kobayashi
		kovacs kowalski kumar laine larsen laurent lee lehmann lima lindgren lopez lund macedo martin mbeki mehta
		meyer molina moreau moreno mueller murphy nakamura navarro ndiaye nguyen nielsen novak nowak nunes okafor oliveira
		olsen ortiz osei park patel pereira petrov pham pinto popescu quispe ramos reyes ribeiro ricci rossi
		saito salazar santos sato schmidt schneider sharma silva singh smirnov smith sousa suzuki svensson takahashi tanaka
		tavares teixeira torres tran turner vargas vega verma vieira virtanen wagner walsh wang weber williams wong
		yamamoto yilmaz zhang ziegler`),
		services: strings.Fields(`
		billing catalog checkout contracts datalake deploy fraud image inventory invoices ledger mail metrics mobile orders
		partners payments payroll pricing release reports returns search shipping support tax warehouse web`),
		duties: strings.Fields("backup bot ci deployer exporter importer monitor sync terraform"),
	}
}

// What many users have is kept once.
var (
	robotTags   = tags("owner", "platform")
	robotGroups = []string{"robots"}
	phone       = []MFADevice{{}}
	selfService = []string{mayChangePassword}
)

// selfServiceGroup is for members of the cast who show something else than a
// lock-out: nothing but that is to get in the way.
const selfServiceGroup = "self-service"

// groupPolicies is what the groups have attached. Most users here are on a path,
// so the account has a policy of its own that lets them change their password.
var groupPolicies = map[string][]string{
	"engineering": {ChangeOwnPassword}, "finance": {ChangeOwnPassword}, "sales": {ChangeOwnPassword}, "helpdesk": {ChangeOwnPassword},
	"contractors": {ChangeOwnPassword}, "marketing": {ChangeOwnPassword}, selfServiceGroup: {ChangeOwnPassword},
	"mfa-required": {ForceMFA},
}

// department is where people work. Those who share one share its tags.
type department struct {
	path   string
	groups []string
	tags   []Tag
}

func departments() []department {
	return []department{
		{"/", []string{"operations"}, tags("department", "operations", "cost-center", "1000")},
		{"/", []string{"people"}, tags("department", "people", "cost-center", "1200")},
		{"/contractors/", []string{"contractors"}, tags("department", "contractors", "agency", "Northwind")},
		{"/engineering/", []string{"engineering"}, tags("department", "engineering", "cost-center", "4100")},
		{"/engineering/platform/", []string{"engineering", "platform"}, tags("department", "engineering", "team", "platform", "cost-center", "4110")},
		{"/engineering/mobile/", []string{"engineering", "mobile"}, tags("department", "engineering", "team", "mobile", "cost-center", "4120")},
		{"/finance/", []string{"finance"}, tags("department", "finance", "cost-center", "2100")},
		{"/legal/", []string{"legal"}, tags("department", "legal", "cost-center", "2300")},
		{"/marketing/", []string{"marketing"}, tags("department", "marketing", "cost-center", "3200")},
		{"/sales/", []string{"sales"}, tags("department", "sales", "cost-center", "3100")},
		{"/support/", []string{"support"}, tags("department", "support", "cost-center", "3400")},
	}
}
