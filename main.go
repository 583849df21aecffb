// Command iampasswd is passwd for AWS IAM.
package main

func main() {}
