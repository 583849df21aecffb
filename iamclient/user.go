package iamclient

import (
	"time"

	"github.com/aws/aws-sdk-go-v2/aws/arn"
)

// User is an IAM user as ListUsers and GetUser give it.
type User struct {
	Name string
	Path string // "/" or "/…/"
	ARN  string
	ID   string
	// Created is when the user was made.
	Created time.Time
	// LastSignIn is when a password was last used to sign in; zero where IAM knows of none. It says nothing of whether
	// the user has a password now.
	LastSignIn time.Time
	// Tags are what GetUser says; ListUsers says nothing of them.
	Tags []Tag
}

// Partition is the partition that the user is in: "aws", "aws-cn", "aws-us-gov", …; "aws" where the user has no ARN.
func (u User) Partition() string {
	if parsed, err := arn.Parse(u.ARN); err == nil {
		return parsed.Partition
	}
	return "aws"
}

// Tag is a tag of a user.
type Tag struct{ Key, Value string }
