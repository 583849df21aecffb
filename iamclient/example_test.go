package iamclient_test

import (
	"context"
	"fmt"

	"iampasswd/iamclient"
	"iampasswd/iamclient/demoiam"
)

// A reset from start to end. The embedded IAM stands in for AWS: without Embedded, it is the account that the default
// credentials reach.
func Example() {
	ctx := context.Background()
	account := demoiam.Company(60, demoiam.Latency{})
	client, err := iamclient.New(ctx, iamclient.Options{Embedded: account.Transport()})
	if err != nil {
		fmt.Println(err)
		return
	}
	policy, _ := client.PasswordPolicy(ctx) // where it cannot be read, it is the AWS default and says so
	password := iamclient.Generate(policy)
	defer password.Wipe()

	_, err = client.Make(ctx, iamclient.UpdateLoginProfile("Bob", password, new(true)), iamclient.ChangeOptions{
		Reason:            "INC-4711",
		RetryUnmodifiable: true,
		Observe:           func(p iamclient.Progress) { fmt.Printf("attempt %d goes out\n", p.Attempt) },
	})
	fmt.Println(password, account.Check("Bob", password.Reveal()), err)
	// Output:
	// attempt 1 goes out
	// [redacted] true <nil>
}

func ExamplePolicy_Check() {
	policy := iamclient.Policy{MinLength: 14, RequireNumbers: true, RequireSymbols: true, ReusePrevention: 5}
	password := iamclient.NewSecret("correct horse 1")
	for _, verdict := range policy.Check(password) {
		fmt.Println([]string{"✗", "✓", "?"}[verdict.State], verdict.Rule)
	}
	// Output:
	// ✓ 14 characters or more
	// ✓ a number
	// ✗ a symbol
	// ? not one of the last 5
}

func ExampleError() {
	account := demoiam.Company(60, demoiam.Latency{})
	client, _ := iamclient.New(context.Background(), iamclient.Options{Embedded: account.Transport()})
	_, err := client.Make(context.Background(), iamclient.UpdateLoginProfile("nina.newhire", nil, new(true)), iamclient.ChangeOptions{})
	switch iamclient.KindOf(err) {
	case iamclient.KindNoLoginProfile:
		fmt.Println("the user exists and has no console password:", err)
	case iamclient.KindNoSuchUser:
		fmt.Println("there is no such user:", err)
	}
	// Output:
	// the user exists and has no console password: UpdateLoginProfile: NoSuchEntity: Login Profile for User nina.newhire cannot be found.
}
