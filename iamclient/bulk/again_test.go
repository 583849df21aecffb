package bulk_test

import (
	"testing"
	"testing/synctest"

	"filippo.io/age"

	"iampasswd/iamclient/bulk"
	"iampasswd/iamclient/demoiam"
	"iampasswd/iamclient/journal"
)

// Another try over the same journal changes only the users that were refused. The others keep their passwords, which the run
// still holds, also where the journal is encrypted.
func TestAgain(t *testing.T) {
	identity, err := age.GenerateX25519Identity()
	wantOK(t, err)
	seal, err := journal.ForRecipients(identity.Recipient().String())
	wantOK(t, err)
	for name, opts := range map[string]journal.Options{"plain": {}, "encrypted": {Seal: seal}} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := company(6)
				st := newStage(t, s)
				st.opts = opts
				p := st.plan(names(6)...)
				heal := s.Inject(demoiam.Fault{Action: "UpdateLoginProfile", User: "user0002", Code: "AccessDenied"})
				heal2 := s.Inject(demoiam.Fault{Action: "UpdateLoginProfile", User: "user0003", Drop: demoiam.DropAfter})
				r := st.run(p)
				wantOK(t, r.Make(t.Context()))
				st.count(r, bulk.Counts{Total: 6, Done: 4, Refused: 1, Unknown: 1})
				heal()
				heal2()
				next, err := r.Again()
				wantOK(t, err)
				r.Wipe()
				wantOK(t, next.Make(t.Context()))
				st.count(next, bulk.Counts{Total: 6, Done: 6})
				for _, result := range next.Results() {
					if result.Password.Len() == 0 || !s.Check(result.User, result.Password.Reveal()) {
						t.Errorf("%s does not sign in with the password of the result", result.User)
					}
				}
				if n := s.Count("UpdateLoginProfile", "user0001"); n != 1 {
					t.Errorf("who was done was changed %d times", n)
				}
			})
		})
	}
}

// A plan with other options reads only the users again that the change of options affects.
func TestRevise(t *testing.T) {
	s := demoiam.New(demoiam.Options{Users: []demoiam.User{
		{Name: "Bob", Console: true, Policies: []string{"IAMUserChangePassword"}}, {Name: "lars", Console: true}, {Name: "nina"},
	}})
	st := newStage(t, s)
	o := bulk.Options{ResetRequired: true}
	p, err := bulk.Prepare(t.Context(), st.client, &bulk.Request{Operation: bulk.Reset, Users: []string{"Bob", "lars", "nina"}, Options: o})
	wantOK(t, err)
	wantItem(t, p, "lars", bulk.Refuse, "attaching")
	wantItem(t, p, "nina", bulk.Skip, "")
	read := s.Count("GetUser", "Bob")
	o.CreateMissing = true
	created, err := p.Revise(t.Context(), st.client, o, nil)
	wantOK(t, err)
	wantItem(t, created, "lars", bulk.Refuse, "attaching")
	wantItem(t, created, "nina", bulk.Refuse, "attaching") // who would be locked out as well
	back, err := created.Revise(t.Context(), st.client, bulk.Options{ResetRequired: true}, nil)
	wantOK(t, err)
	wantItem(t, back, "nina", bulk.Skip, "")
	o.LetChange = true
	allowed, err := created.Revise(t.Context(), st.client, o, nil)
	wantOK(t, err)
	wantItem(t, allowed, "lars", bulk.Change, "")
	wantItem(t, allowed, "nina", bulk.Create, "")
	o = bulk.Options{ResetRequired: true}
	back, err = allowed.Revise(t.Context(), st.client, o, nil)
	wantOK(t, err)
	wantItem(t, back, "lars", bulk.Refuse, "attaching")
	wantItem(t, back, "nina", bulk.Skip, "")
	wantItem(t, p, "nina", bulk.Skip, "")
	if n := s.Count("GetUser", "Bob"); n != read {
		t.Errorf("Bob was read %d times, want %d", n, read)
	}
}
