// Package ui is the terminal UI. It decides what happens; package iamclient does it.
//
// There is one tea.Model, [Model]. Every screen and dialog is a part: a plain struct on a stack, of which the last is
// in front and alone gets what the operator does. A message takes this way:
//
//	terminal ─▶ Model.Update
//	  1 fact      what has happened: a size, an answer, the outcome of a change (facts, messages)
//	  2 input     keys that work everywhere, else the part in front (keys, part)
//	              │ returns an action
//	              ▼
//	    perform   own state, another part, or an effect (actions, perform)
//	              │
//	              ▼
//	    effects   a call of iamclient on a goroutine; its end is one message, taken at 1 (effects)
//
// The parts: usersScreen, over a directory that filters and sorts; form, made of secretFields and a sending, the state
// of its change; handover; force; askName; question; pager, for the help and for long errors. A part that has a change
// under way is a writer: the operator may stop watching it, and its outcome then stands in the line above the keys
// until it is opened. A part that holds passwords is a holder: it can be masked and wiped.
//
// Around the parts: where is the line of context on top, view sets everything on the screen, styles are its looks, text
// makes strings from AWS fit to show, problem puts errors into a person's words, clipboard takes passwords and drops
// them again.
//
// The screens are tested from outside, by running the whole program: see uitest.
package ui
