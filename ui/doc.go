// Package ui is the terminal UI. It decides what happens; package iamclient does it.
//
// There is one tea.Model, [Model]. Every screen and dialog is a part: a plain struct on a stack. The last one is in front,
// and it alone gets what the operator does. A message takes this way:
//
//	terminal ─▶ Model.Update                      (model_update)
//	  1 message   something has happened: a size, an answer, the outcome of a change (messages)
//	  2 input     keys that work everywhere, else the part in front (model_input, keys)
//	              │ returns an action (actions)
//	              ▼
//	    perform   own state, another part, or an effect (model_update)
//	              │
//	              ▼
//	    effects   a call of iamclient on a goroutine; its end is one message, taken at 1
//
// All methods of Model are in the files model_*: the account that is open, what is read, the changes under way, the
// screens that are opened, the way out.
//
// The parts:
//
//   - usersScreen, over the list of users, with the query in its filter (query); accessScreen, why the user under the cursor cannot sign in
//   - form, made of secretFields, over a draft; remedyPanel, for what needs no password (its codeFields take the codes of an MFA device); handover, which waits for the user to choose a new password (model_waiting), and over it spelling
//   - offboardScreen, the checklist for a leaver
//   - policyScreen, policyForm and policyReview, for the account's password policy
//   - historyScreen; accountsScreen, which switches profiles; overview, of several accounts; codePanel, which asks for an
//     MFA code
//   - askName; askReason; question; pager, for the help and for long errors
//   - bulkChoice, bulkPlan and bulkScreen, for one change of many users: what is done, to whom, and how far the run has got;
//     recipientPanel, passphrasePanel and bulkSave, for the files of their passwords
//
// A part is drawn from a read-only view of its account. A part that has a change under way, with a sending for its state,
// is a writer: the operator may stop watching it, and its outcome then stands in the line above the keys until it is
// opened. Its change keeps the account that it belongs to, whichever is open. So does the bulk run, of which there is one at a
// time: the model has the run, and its screen is told with every tick how far it has got. A part that holds passwords is a
// holder: it can be masked and wiped.
//
// Below the screens, and without a terminal: package directory has the accounts, their users and what is known of them;
// change makes a change; reset has a password's reset, from the draft to the hand-over; remedy has the list of remedies,
// offboard the checklist for a leaver; bulkreport tells of a bulk run and writes its files; explain puts errors into words,
// text makes strings fit; clipboard takes passwords and drops them again; plain is the program in lines; userlist and
// signinlist print users and sign-in attempts for other programs. What the terminal sends comes through package terminal,
// which hands on nothing that is torn.
//
// A file that is named after another, with a facet behind it, belongs to that one: keys_form has the keys of the form,
// effects_read what is asked of AWS, users_view what the list looks like.
//
// The screens are tested from outside, by running the whole program: see uitest.
package ui
