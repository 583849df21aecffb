package iamclient_test

import (
	"fmt"
	"testing"

	"iampasswd/iamclient"
	"iampasswd/iamclient/demoiam"
)

func BenchmarkGenerate(b *testing.B) {
	for _, length := range []int{16, 128} {
		b.Run(fmt.Sprint(length), func(b *testing.B) {
			policy := iamclient.Policy{MinLength: length}
			b.ReportAllocs()
			for b.Loop() {
				iamclient.Generate(policy)
			}
		})
	}
}

func BenchmarkPolicyCheck(b *testing.B) {
	policy := iamclient.Policy{
		MinLength: 14, RequireUppercase: true, RequireLowercase: true, RequireNumbers: true, RequireSymbols: true,
		ReusePrevention: 5,
	}
	password := iamclient.Generate(policy)
	b.ReportAllocs()
	for b.Loop() {
		policy.Check(password)
	}
}

// BenchmarkUpdateLoginProfile is one change, from the call to the answer, without a network.
func BenchmarkUpdateLoginProfile(b *testing.B) {
	c := newClient(b, withBob())
	b.ReportAllocs()
	for b.Loop() {
		if err := reset(b.Context(), c); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkUsers reads 5,000 users, the most that an account has, as the program does: a small page, then full ones.
func BenchmarkUsers(b *testing.B) {
	const users = 5_000
	c := newClient(b, demoiam.Company(users, demoiam.Latency{}))
	b.ReportAllocs()
	for b.Loop() {
		read, limit, marker := 0, int32(iamclient.FirstPage), ""
		for {
			page, next, err := c.Users(b.Context(), marker, limit, nil)
			if err != nil {
				b.Fatal(err)
			}
			read += len(page)
			if next == "" {
				break
			}
			marker, limit = next, iamclient.FullPage
		}
		if read != users {
			b.Fatalf("%d users", read)
		}
	}
}

// BenchmarkGenerateWords is a password of words under a usual policy, and under the narrowest.
func BenchmarkGenerateWords(b *testing.B) {
	for _, length := range []int{14, 128} {
		b.Run(fmt.Sprint(length), func(b *testing.B) {
			policy := iamclient.Policy{MinLength: length}
			b.ReportAllocs()
			for b.Loop() {
				iamclient.Generator{Style: iamclient.StyleWords}.Generate(policy).Wipe()
			}
		})
	}
}
