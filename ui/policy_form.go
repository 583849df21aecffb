package ui

import (
	"fmt"
	"strconv"
	"strings"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"iampasswd/iamclient"
	"iampasswd/ui/change"
	"iampasswd/ui/directory"
	"iampasswd/ui/text"
)

// setting is a place in the form of the policy that the cursor can be at. The numbers come first.
type setting int

const (
	settingLength setting = iota
	settingAge
	settingReuse
	settingUpper
	settingLower
	settingNumber
	settingSymbol
	settingHard
	settingOwn
	settingButton
	settings // how many there are
)

// numbers is how many of the settings are numbers.
const numbers = 3

// policyForm edits the account's password policy.
type policyForm struct {
	of      directory.View
	base    iamclient.Policy // what was read, and is to change
	draft   iamclient.Policy // what it is to be, as far as the fields make sense
	inputs  [numbers]textinput.Model
	focus   setting
	refusal string // what was wrong with the last key
	follows bool   // the policy has changed under the hands of the operator
}

func newPolicyForm(of directory.View) *policyForm {
	policy := *of.Policy()
	f := &policyForm{of: of, base: policy, draft: policy.Custom()}
	for i := range f.inputs {
		f.inputs[i] = newTextInput()
		f.inputs[i].CharLimit = 4
		f.inputs[i].SetValue(numeral(*f.number(setting(i)).of))
	}
	return f
}

// numeral is a number as its field has it: nothing where it is off.
func numeral(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// numberSetting is a setting that is a number.
type numberSetting struct {
	label, unit string
	least, most int
	optional    bool // empty and 0 are off
	of          *int
}

func (f *policyForm) number(at setting) numberSetting {
	switch at {
	case settingAge:
		return numberSetting{"Maximum age", "days", 1, iamclient.MaxAgeDays, true, &f.draft.MaxAgeDays}
	case settingReuse:
		return numberSetting{"Earlier passwords", "refused", 1, iamclient.MaxRemembered, true, &f.draft.ReusePrevention}
	}
	return numberSetting{"Minimum length", "characters", iamclient.MinPolicyLength, iamclient.MaxPasswordLength, false, &f.draft.MinLength}
}

// takes says what a field takes.
func (n numberSetting) takes() string {
	if n.optional {
		return fmt.Sprintf("%s, %d to %d; empty: none", n.unit, n.least, n.most)
	}
	return fmt.Sprintf("%s, %d to %d", n.unit, n.least, n.most)
}

// asks says what is missing where a field makes no sense.
func (n numberSetting) asks() string {
	if n.optional {
		return fmt.Sprintf("has to be %d to %d, or empty", n.least, n.most)
	}
	return fmt.Sprintf("has to be %d to %d", n.least, n.most)
}

// parse reads a field. ok tells whether it makes sense, and hopeless that no further digit makes it so.
func (n numberSetting) parse(text string) (value int, ok, hopeless bool) {
	value, _ = strconv.Atoi(text) // digits alone get into a field
	if n.optional && value == 0 {
		return 0, true, false
	}
	return value, value >= n.least && value <= n.most, value > n.most
}

func (f *policyForm) box(at setting) *bool {
	return map[setting]*bool{
		settingUpper: &f.draft.RequireUppercase, settingLower: &f.draft.RequireLowercase,
		settingNumber: &f.draft.RequireNumbers, settingSymbol: &f.draft.RequireSymbols,
		settingHard: &f.draft.HardExpiry, settingOwn: &f.draft.UsersMayChange,
	}[at]
}

// inOrder is how the cursor goes through the form.
func inOrder() []setting {
	return []setting{
		settingLength, settingUpper, settingLower, settingNumber, settingSymbol,
		settingAge, settingHard, settingReuse, settingOwn, settingButton,
	}
}

func (*policyForm) takesText() bool { return true }

func (f *policyForm) account() directory.View { return f.of }

func (f *policyForm) keys() keyMap {
	enter, tick := "next", ""
	if box := f.box(f.focus); box != nil {
		tick = tickOrUntick(*box)
	}
	if f.focus == settingButton {
		enter = "review"
	}
	return policyFormKeys(enter, tick)
}

func (f *policyForm) press(k tea.KeyPressMsg, _ canvas) action {
	f.refusal = ""
	b, ok := f.keys().match(k)
	if !ok {
		return f.edit(k)
	}
	switch b.intent {
	case intentNextField:
		f.step(1)
	case intentPrevField:
		f.step(-1)
	case intentToggle:
		if box := f.box(f.focus); box != nil {
			*box = !*box
		}
		if f.focus == settingButton {
			return f.review()
		}
	case intentEnter:
		if f.focus == settingButton {
			return f.review()
		}
		f.step(1)
	case intentSubmit:
		return f.review()
	case intentBack:
		if f.touched() {
			return ask{question{text: "Discard your changes of the policy?", verb: "discard", yes: leave{2}}}
		}
		return leave{1}
	}
	return nil
}

func (f *policyForm) step(n int) {
	all := inOrder()
	for i, at := range all {
		if at == f.focus {
			f.focus = all[(i+n+len(all))%len(all)]
			return
		}
	}
}

func (f *policyForm) edit(k tea.KeyPressMsg) action {
	if f.focus < numbers && strings.Trim(k.Text, "0123456789") != "" {
		f.refusal = "Only digits go in here."
		return nil
	}
	f.change(k)
	return nil
}

func (f *policyForm) paste(pasted string) action {
	f.refusal = ""
	pasted = strings.TrimSpace(text.Clean(pasted))
	if f.focus < numbers && strings.Trim(pasted, "0123456789") != "" {
		f.refusal = "Not pasted: only digits go in here."
		return nil
	}
	f.change(tea.PasteMsg{Content: pasted})
	return nil
}

// change edits the number under the cursor, and takes it over where it makes sense.
func (f *policyForm) change(msg tea.Msg) {
	if f.focus >= numbers {
		return
	}
	input, n := &f.inputs[f.focus], f.number(f.focus)
	*input, _ = input.Update(msg)
	if value, ok, _ := n.parse(input.Value()); ok {
		*n.of = value
	}
}

// wrong tells whether the text of a number makes no sense.
func (f *policyForm) wrong(at setting) bool {
	_, ok, _ := f.number(at).parse(f.inputs[at].Value())
	return !ok
}

// touched tells whether there is anything to lose.
func (f *policyForm) touched() bool {
	for i := range f.inputs {
		if f.wrong(setting(i)) {
			return true
		}
	}
	return f.draft != f.base.Custom()
}

// review goes on to what the change does, where all of it makes sense.
func (f *policyForm) review() action {
	for at := range setting(numbers) {
		if f.wrong(at) {
			f.focus = at
			f.refusal = f.number(at).label + " " + f.number(at).asks() + "."
			return nil
		}
	}
	if f.draft == f.base {
		f.refusal = "Nothing is changed: this is the policy as it is."
		return nil
	}
	return reviewPolicy{f.of, change.Policy{From: f.base, To: f.draft}}
}

// loaded takes the policy as it is now. What the operator has touched stays, the rest follows it.
func (f *policyForm) loaded(now iamclient.Policy) {
	if !now.Verified() || now == f.base {
		return
	}
	f.follows = f.follows || f.touched()
	f.draft = f.base.Custom().Rebase(f.draft, now.Custom())
	f.base = now
	for at := range f.inputs {
		n := f.number(setting(at))
		if value, ok, _ := n.parse(f.inputs[at].Value()); ok && value != *n.of {
			f.inputs[at].SetValue(numeral(*n.of))
		}
	}
}
