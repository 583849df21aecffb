package iamclient

import "fmt"

// Strictness says what a change of a policy does to the passwords that it takes, and for how long it takes them.
type Strictness int

const (
	// NeitherWay means that no password gets better or worse by it.
	NeitherWay Strictness = iota
	// Stronger means that the new policy is the stricter one.
	Stronger
	// Weaker means that the old policy was the stricter one.
	Weaker
)

// PolicyChange is one setting that two policies differ in.
type PolicyChange struct {
	Setting    string // in words, lower case: "minimum length"
	From, To   string // its two values in words: "14", "not required", "90 days"
	Strictness Strictness
}

// Changes returns what changes where next comes in the place of p: nothing where they enforce the same. The AWS default
// is compared by what it enforces: what three named kinds of characters imply is neither gained nor lost.
func (p Policy) Changes(next Policy) []PolicyChange {
	var changes []PolicyChange
	add := func(setting, from, to string, s Strictness) {
		if from != to {
			changes = append(changes, PolicyChange{setting, from, to, s})
		}
	}
	flag := func(setting, on, off string, from, to bool, s Strictness) {
		words := map[bool]string{true: on, false: off}
		add(setting, words[from], words[to], s)
	}
	required := func(setting string, from, to bool) {
		flag(setting, "required", "not required", from, to, stricter(from, to))
	}
	add("minimum length", fmt.Sprint(p.MinLength), fmt.Sprint(next.MinLength), higher(p.MinLength, next.MinLength))
	required("uppercase letter", p.RequireUppercase, next.RequireUppercase)
	required("lowercase letter", p.RequireLowercase, next.RequireLowercase)
	required("number", p.RequireNumbers, next.RequireNumbers)
	required("symbol", p.RequireSymbols, next.RequireSymbols)
	flag("three of four kinds", "required", "not required", p.ThreeOfFour, next.ThreeOfFour, stricter(p.threeKinds(), next.threeKinds()))
	flag("account's name", "refused", "accepted", p.ThreeOfFour, next.ThreeOfFour, stricter(p.ThreeOfFour, next.ThreeOfFour))
	add("maximum age", days(p.MaxAgeDays), days(next.MaxAgeDays), higher(forEver(next.MaxAgeDays), forEver(p.MaxAgeDays)))
	flag("hard expiry", "on", "off", p.HardExpiry, next.HardExpiry, stricter(p.HardExpiry, next.HardExpiry))
	add("earlier passwords", remembered(p.ReusePrevention), remembered(next.ReusePrevention), higher(p.ReusePrevention, next.ReusePrevention))
	flag("change their own", "every user", "by permission", p.UsersMayChange, next.UsersMayChange, NeitherWay)
	return changes
}

// Weaker tells whether anything is weaker where next comes in the place of p.
func (p Policy) Weaker(next Policy) bool {
	for _, c := range p.Changes(next) {
		if c.Strictness == Weaker {
			return true
		}
	}
	return false
}

// WeakerThanDefault tells whether the policy takes passwords that the AWS default refuses for their length or their
// kinds of characters. A custom policy with nothing set does.
func (p Policy) WeakerThanDefault() bool {
	return p.MinLength < DefaultPolicy(PolicyDefault).MinLength || !p.threeKinds()
}

// threeKinds tells whether every password has at least three of the four kinds of characters.
func (p Policy) threeKinds() bool {
	c := classes{p.RequireUppercase, p.RequireLowercase, p.RequireNumbers, p.RequireSymbols}
	return p.ThreeOfFour || c.count() >= 3
}

func days(n int) string {
	switch n {
	case 0:
		return "none"
	case 1:
		return "1 day"
	}
	return fmt.Sprintf("%d days", n)
}

func remembered(n int) string {
	switch n {
	case 0:
		return "accepted"
	case 1:
		return "not the last one"
	}
	return fmt.Sprintf("not the last %d", n)
}

// forEver is a maximum age as a number that grows with it, none included.
func forEver(age int) int {
	if age == 0 {
		return MaxAgeDays + 1
	}
	return age
}

func higher(from, to int) Strictness {
	switch {
	case to > from:
		return Stronger
	case to < from:
		return Weaker
	}
	return NeitherWay
}

func stricter(from, to bool) Strictness {
	switch {
	case to && !from:
		return Stronger
	case from && !to:
		return Weaker
	}
	return NeitherWay
}
