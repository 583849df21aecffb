// Package ui is the terminal UI. It decides what happens; package iamclient does it.
//
// What the terminal sends comes through package terminal, which hands on nothing that is torn. There is one tea.Model,
// [Model]. Every screen and dialog is a part: a plain struct on a stack. The last one is in front, and it alone gets what
// the operator does. A message takes this way:
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
// The parts:
//
//   - usersScreen, over a directory that filters and sorts; accessScreen, why the user under the cursor cannot sign in
//   - form, made of secretFields; remedy, for what needs no password; handover, and over it spelling
//   - policyScreen, policyForm and policyReview, for the account's password policy
//   - accountsScreen, which switches profiles; codePanel, which asks for an MFA code
//   - askName; question; pager, for the help and for long errors
//
// A part that has a change under way, with a sending for its state, is a writer: the operator may stop watching it, and
// its outcome then stands in the line above the keys until it is opened. A part that holds passwords is a holder: it can
// be masked and wiped.
//
// What is known of a user beyond the list is the user's standing: from the credential report, from the look (the live
// reading of the user under the cursor) and from what was changed here. verdict says what it means for signing in, aid
// which key helps; columns and access_view show it.
//
// Around the parts: where is the line of context on top, view sets everything on the screen, styles are its looks, input
// is a line of text and filter one that narrows a list, clipboard takes passwords and drops them again, csvfile keeps one
// for the operator, and unseen those that would be lost when the program is ended from outside. Package text
// makes what is shown fit the terminal, and package explain puts errors into a person's words.
//
// A file that is named after another, with a facet behind it, is a part of that one: keys_form has the keys of the form,
// facts_change what becomes of a change, effects_read what is asked of AWS, users_input what the operator does to the
// list and users_view what it looks like.
//
// The plain mode does the main job without a screen: [RunPlain] holds a conversation in lines, one question after the
// other, by the same effects, whose messages it waits for (plain, plain_ask, plain_users, plain_reset, plain_send,
// plain_handover). It fills the same form, and its errors are in the same words,
// but for the keys.
//
// The screens are tested from outside, by running the whole program: see uitest.
package ui
