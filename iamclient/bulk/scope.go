package bulk

import (
	"slices"

	"iampasswd/iamclient"
)

// scoped returns a client for the changes of the plan, and what AWS keeps them to.
func (p *Plan) scoped(client *iamclient.Client) (*iamclient.Client, iamclient.Scope) {
	var operations []iamclient.Operation
	var users []iamclient.User
	for _, item := range p.Items {
		if !item.Acts() {
			continue
		}
		users = append(users, iamclient.User{Name: item.User, ARN: item.ARN})
		for _, step := range p.steps(item, nil) {
			if !slices.Contains(operations, step.Operation) {
				operations = append(operations, step.Operation)
			}
		}
	}
	return client.ForPlan(operations, users)
}
