package ui

import (
	"iampasswd/ui/explain"
	"iampasswd/ui/text"
)

// policyKeys work where the policy is shown; editing and deleting say why they do not work.
func policyKeys(editing, deleting string, readOnly bool) keyMap {
	edit := bind(intentEdit, []string{"e"}, "e", "edit", "edit the policy; what changes is shown before it is sent").unless(editing)
	remove := bind(intentDelete, []string{"d"}, "d", "AWS default", "back to the AWS default: delete the account's own policy; asks").unless(deleting)
	if readOnly {
		edit, remove = edit.hidden().unless(explain.ReadOnly), remove.hidden().unless(explain.ReadOnly)
	}
	return keyMap{
		edit, remove,
		bind(intentRefresh, []string{"r"}, "r", "read again", "read the policy again"),
		bind(intentHelp, []string{"?"}, "", "", ""),
		backKey(), detailsKey(),
	}
}

// policyFormKeys are the keys of the policy's form: tick is what space does to the box under the cursor, empty where there
// is none.
func policyFormKeys(enter, tick string) keyMap {
	return keyMap{
		bind(intentEnter, []string{"enter"}, "enter", enter, "next field; on the button, on to the review"),
		bind(intentSubmit, []string{"ctrl+s"}, "ctrl+s", text.If(enter != "review", "review"), "on to the review from any field"),
		bind(intentToggle, []string{"space"}, "space", tick, "tick or untick the box under the cursor"),
		bind(intentNextField, []string{"tab", "down"}, "tab", "", "next field; shift+tab: the one before"),
		bind(intentPrevField, []string{"shift+tab", "up"}, "", "", ""),
		backKey(),
	}
}

func policyReviewKeys(verb, back string, sending, failed bool) keyMap {
	enter := bind(intentEnter, []string{"enter", "ctrl+s"}, "enter", verb, "send the change, once the account is typed")
	if sending {
		enter = enter.unless(sendingReason)
	}
	return keyMap{
		enter,
		bind(intentDown, []string{"down", "pgdown"}, "↓", "read on", "the rest of what changes"),
		bind(intentUp, []string{"up", "pgup"}, "↑", "back up", "what changes, from the top"),
		bind(intentBack, []string{"esc"}, "esc", back, "back"), detailsIf(failed),
	}
}
