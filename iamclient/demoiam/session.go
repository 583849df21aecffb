package demoiam

import (
	"crypto/rand"
	"encoding/base64"
	mathrand "math/rand/v2"
	"strings"
	"sync"
	"time"
)

// principal is who sent a request, and what they may do.
type principal struct {
	arn  string
	role string      // ARN of the role that was assumed, where its session is known
	may  []statement // of identity-based policies; nil: everything

	mfaCode string // that of every MFA device in the account of the caller; "": any

	// limits are the session policies. At least one of them has to allow what a session does.
	// nil: there are none.
	limits     []statement
	limitTexts []string // for the record
}

// session is a set of temporary credentials. It does not change.
type session struct {
	principal

	account string // the number of the account that the role is in
	token   string
	expires time.Time
}

// sessions are those that AssumeRole gave out, in all accounts of an organization.
type sessions struct {
	mu    sync.Mutex
	byKey map[string]*session // by access key id
}

func newSessions() *sessions { return &sessions{byKey: make(map[string]*session)} }

// find finds a session by its access key id; nil is none.
func (all *sessions) find(keyID string) *session {
	all.mu.Lock()
	defer all.mu.Unlock()
	return all.byKey[keyID]
}

// add keeps a session, and forgets those that have expired. It returns the access
// key id.
func (all *sessions) add(s *session) string {
	keyID := identifier("ASIA", mathrand.Uint64(), 0, 16) //nolint:gosec // an id, and no secret
	now := time.Now()
	all.mu.Lock()
	defer all.mu.Unlock()
	for keyID, old := range all.byKey {
		if now.Sub(old.expires) > expiredKept {
			delete(all.byKey, keyID)
		}
	}
	all.byKey[keyID] = s
	return keyID
}

// expiredKept is how long a session that has expired is known to have done so.
// Then its key is like any other, and would belong to the account's caller.
const expiredKept = 24 * time.Hour

// identify tells who sent a request: the role that was assumed for its access key,
// or else the caller of the account that the key is of. The error says that the
// credentials are not valid, or not any more.
func (s *Server) identify(in *request) (*principal, error) {
	keyID, token := in.credentials()
	temporary := s.sessions.find(keyID)
	if temporary == nil {
		return s.home(keyID).owner(), nil
	}
	who := &temporary.principal
	if who.role == "" { // an unknown role may do what the caller may
		who = &principal{arn: who.arn, may: s.owner().may, mfaCode: who.mfaCode, limits: who.limits, limitTexts: who.limitTexts}
	}
	switch {
	case token != temporary.token:
		return s.owner(), usual("InvalidClientTokenId")
	case !time.Now().Before(temporary.expires):
		return who, usual("ExpiredToken")
	}
	return who, nil
}

// home is the account that an access key is of, which AssumeRole did not give.
func (s *Server) home(keyID string) *Server {
	if org := s.account.org; org != nil {
		return org.home(keyID)
	}
	return s
}

// owner is the principal that the keys of an account belong to.
func (s *Server) owner() *principal {
	s.mu.Lock()
	defer s.mu.Unlock()
	return &principal{arn: s.account.caller, may: s.account.callerPolicy, mfaCode: s.account.mfaCode}
}

// accountIn is the account in an ARN, or "".
func accountIn(arn string) string {
	if parts := strings.SplitN(arn, ":", 6); len(parts) == 6 {
		return parts[4]
	}
	return ""
}

func randomText(bytes int) string {
	b := make([]byte, bytes)
	rand.Read(b)
	return base64.StdEncoding.EncodeToString(b)
}
