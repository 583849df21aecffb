package demoiam

import (
	"crypto/rand"
	"encoding/base64"
	"maps"
	mathrand "math/rand/v2"
	"strings"
	"time"
)

// session is a set of temporary credentials, in force.
type session struct {
	caller  string // ARN
	token   string
	expires time.Time
}

// The bounds of DurationSeconds, and its default.
const (
	shortestSession = 900
	longestSession  = 43_200
	usualSession    = 3_600
)

// callerBy is the ARN of the caller whose access key that is: the role that was
// assumed for it, or else the one whom every other key belongs to.
func (a *account) callerBy(keyID, token string) (string, error) {
	s, temporary := a.sessions[keyID]
	switch {
	case !temporary:
		return a.caller, nil
	case token != s.token:
		return a.caller, usual("InvalidClientTokenId")
	case !time.Now().Before(s.expires):
		return s.caller, usual("ExpiredToken")
	}
	return s.caller, nil
}

// assumeRole is STS's AssumeRole. Any role can be assumed, in any account. With
// a SerialNumber there has to be the right TokenCode; whose device it is, is not
// looked at.
func (a *account) assumeRole(p *params, out *xmlWriter) error {
	role := p.required("RoleArn", entityARN)
	name := p.required("RoleSessionName", roleSession)
	_, mfa := p.optional("SerialNumber", mfaSerial)
	code, given := p.optional("TokenCode", tokenCode)
	seconds := orElse(p.integer("DurationSeconds", shortestSession, longestSession), usualSession)
	if err := p.err(); err != nil {
		return err
	}
	parts := strings.SplitN(role, ":", 6)
	if len(parts) < 6 || parts[0] != "arn" || parts[2] != "iam" || !strings.HasPrefix(parts[5], "role/") {
		return refuse("ValidationError", "%s is invalid", role)
	}
	if strings.HasSuffix(p.caller, ":root") {
		return refuse("AccessDenied", "Roles may not be assumed by root accounts.")
	}
	if mfa && (!given || a.mfaCode != "" && code != a.mfaCode) {
		return refuse("AccessDenied", "MultiFactorAuthentication failed with invalid MFA one time pass code.")
	}
	caller := "arn:" + parts[1] + ":sts::" + parts[4] + ":assumed-role/" + role[strings.LastIndexByte(role, '/')+1:] + "/" + name
	a.writeSession(out, caller, time.Duration(seconds)*time.Second)
	return nil
}

// writeSession gives out credentials, and forgets those that have expired.
func (a *account) writeSession(out *xmlWriter, caller string, life time.Duration) {
	now := time.Now()
	maps.DeleteFunc(a.sessions, func(_ string, s session) bool { return now.Sub(s.expires) > expiredKept })
	keyID := identifier("ASIA", mathrand.Uint64(), 0, 16) //nolint:gosec // an id, and no secret
	s := session{caller: caller, token: randomText(240), expires: now.Add(life).Truncate(time.Second)}
	a.sessions[keyID] = s
	out.group("Credentials", func() {
		out.text("AccessKeyId", keyID)
		out.text("SecretAccessKey", randomText(30))
		out.text("SessionToken", s.token)
		out.instant("Expiration", s.expires)
	})
	out.group("AssumedRoleUser", func() {
		out.text("AssumedRoleId", a.callerID(caller))
		out.text("Arn", caller)
	})
}

// expiredKept is how long a session that has expired is known to have done so.
// Then its key is like any other, and would belong to the account's caller.
const expiredKept = 24 * time.Hour

func randomText(bytes int) string {
	b := make([]byte, bytes)
	rand.Read(b)
	return base64.StdEncoding.EncodeToString(b)
}
