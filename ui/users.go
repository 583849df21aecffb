package ui

import (
	"cmp"
	"time"

	"iampasswd/iamclient"
	"iampasswd/ui/directory"
	"iampasswd/ui/remedy"
	"iampasswd/ui/text"
)

// usersScreen is the list of the account's users.
type usersScreen struct {
	account directory.View // the one that is open
	users   *directory.Users
	list    list[directory.Key]
	query   queryLine
	height  int // in lines

	live    liveRead
	pending pendingKey
}

// pendingKey is a key that waits for the live reading; the zero value: none.
type pendingKey struct {
	remedy *remedy.Remedy
	user   directory.Key // that it was pressed for
}

func newUsersScreen(account directory.View, users *directory.Users) *usersScreen {
	s := &usersScreen{account: account, users: users}
	s.list = newList(s)
	return s
}

// open goes to another account, whose users have not been read. How they are sorted and narrowed stays.
func (s *usersScreen) open(account directory.View) {
	s.account = account
	s.live = liveRead{id: s.live.id + 1} // what is still answered about the account before is stale
	s.pending = pendingKey{}
	s.list.at = directory.Key{}
	s.list.unmark()
	s.list.hold()
}

// widen shows all users again.
func (s *usersScreen) widen() {
	s.list.filter.clear()
	s.narrow()
}

// settle finds the cursor's row again after the rows have changed: the best match, where the operator has chosen nobody.
func (s *usersScreen) settle() {
	if s.users.Filtered() && !s.list.chosen {
		s.list.home()
	} else {
		s.list.hold()
	}
	s.list.countHidden()
}

// start begins with a filter, as if it had been typed and kept.
func (s *usersScreen) start(query string) {
	s.list.filter.SetValue(text.Clean(query))
	s.narrow()
}

// handedOver shows everybody again once a user is served, if the cursor is on that user still, and stays there.
func (s *usersScreen) handedOver(user directory.User) {
	if s.list.at.Folded() == user.Key().Folded() {
		s.list.chosen = true
		s.widen()
	}
}

// head is how many lines stand above the rows.
func (s *usersScreen) head() int {
	if s.list.filter.open {
		return usersHead + 1
	}
	return usersHead
}

func (s *usersScreen) rowCount() int { return s.users.Len() }

func (s *usersScreen) rowKey(i int) directory.Key { return s.users.At(i).Key() }

// resize tells the screen how many lines it has.
func (s *usersScreen) resize(height int) { s.height = height }

// found puts a user whose name was typed under the cursor, and into the list where it is not there.
func (s *usersScreen) found(user directory.User) {
	s.users.Admit(user)
	s.list.at = user.Key()
	s.list.hold()
	s.list.countHidden()
}

// sorted tells the order, and how to get to its first rows where the selection is further down.
func (s *usersScreen) sorted() action {
	return say{notice{text: "Sorted by " + s.users.Sorting() + "." + text.If(s.list.first(s.page()) > 0, " g goes there.")}}
}

// page is how many rows there is room for: what went wrong stands below them.
func (s *usersScreen) page() int {
	foot := 0
	if s.users.Listing().Problem != nil {
		foot = problemRoom
	}
	return max(1, s.height-s.head()-foot)
}

// selection returns the user under the cursor.
func (s *usersScreen) selection() (directory.User, bool) {
	i, ok := s.list.selected()
	if !ok {
		return directory.User{}, false
	}
	return s.users.At(i).Whose(), true
}

// remedy does what a remedy's key asks for. Where the question needs a live reading first, the key waits for it.
func (s *usersScreen) remedy(r *remedy.Remedy) action {
	user, ok := s.selection()
	if !ok {
		return sayThat(s.noUser())
	}
	if r.NeedsReading && s.live.about(user.Key()) == nil {
		s.pending = pendingKey{r, user.Key()}
		return say{notice{text: "Reading about " + user.Shown() + "…"}}
	}
	return askRemedy{r, user}
}

// doPending does what a key was pressed for before it could be done, unless the cursor is on somebody else since.
func (s *usersScreen) doPending() action {
	waits := s.pending
	s.pending = pendingKey{}
	if waits.remedy == nil || waits.user != s.list.at {
		return nil
	}
	if why := s.whyNot(waits.remedy); why != "" {
		return sayThat(why)
	}
	return s.remedy(waits.remedy)
}

// noUser is why a key for the user under the cursor does nothing where there is none.
func (s *usersScreen) noUser() string {
	if len(s.users.Accounts()) == 0 {
		return noAccountReason
	}
	return noUserReason
}

const noAccountReason = "No account has been reached. a shows why, r tries again."

const emptyReason = "No users were read: there is nothing to filter or to sort. r reads again."

const noUserReason = "There is no user under the cursor. r reads the list again, u takes an exact user name."

// helpState is what can be done for the user under the cursor.
func (s *usersScreen) helpState() helpState {
	state := helpState{
		noAccount: len(s.users.Accounts()) == 0, several: s.account.Several(),
		readOnly: s.account.ReadOnly(), demo: s.account.Demo(), marked: s.list.count() > 0, unchangeable: s.unchangeable(), whyNot: s.whyNot,
	}
	user, selected := s.selection()
	state.empty = s.users.Total() == 0 && !s.account.Listing().Active && s.list.filter.Value() == ""
	if !selected {
		state.noUser = true
		return state
	}
	state.creates = s.users.FactsOf(user).Console == iamclient.No
	if s.live.about(user.Key()) != nil {
		state.advised = s.advised(user)
	}
	return state
}

// advised is the remedy that the worst verdict names, where it helps; nil: none.
func (s *usersScreen) advised(user directory.User) *remedy.Remedy {
	in, _ := s.users.SignIn(user, time.Now())
	r := remedy.ByKey(in.Verdicts()[0].Key)
	if r == nil || s.whyNot(r) != "" {
		return nil
	}
	return r
}

// unchangeable is why nothing of the user under the cursor can be changed; empty: it can.
func (s *usersScreen) unchangeable() string {
	user, selected := s.selection()
	if !selected {
		return s.noUser()
	}
	if rule, ok := user.Protected(); ok {
		return "Protected, F2 says more: " + text.Sentence(cmp.Or(rule.Reason, rule.String()))
	}
	return ""
}

// whyNot is why a remedy does not help the user under the cursor; empty: it does, as far as is known.
func (s *usersScreen) whyNot(r *remedy.Remedy) string {
	if why := s.unchangeable(); why != "" {
		return why
	}
	user, _ := s.selection()
	if s.live.about(user.Key()) == nil {
		return ""
	}
	return r.Why(user)
}
