// Command minimal resets bob's password with the AWS SDK for Go and nothing else: what any program on that SDK costs
// that honours the AWS configuration. It is what the benchmark holds iampasswd against.
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/iam"
)

func main() {
	if err := reset(context.Background(), os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func reset(ctx context.Context, password string) error {
	cfg, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		return err
	}
	_, err = iam.NewFromConfig(cfg).UpdateLoginProfile(ctx, &iam.UpdateLoginProfileInput{
		UserName: aws.String("bob"), Password: aws.String(password),
	})
	return err
}
