package iamclient

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"
)

// Result is what AWS answers to a change.
type Result struct {
	LoginProfile LoginProfile // of CreateLoginProfile; the other operations answer nothing
}

// request makes the request of a change, and notes in the log what becomes of it.
func (s *session) request(ctx context.Context, what Change, log *attemptLog) (Result, error) {
	user := aws.String(what.User)
	switch what.Operation {
	case OpUpdateLoginProfile:
		return requested(ctx, s, log, api.UpdateLoginProfile, &iam.UpdateLoginProfileInput{
			UserName: user, Password: revealed(what.Password), PasswordResetRequired: what.ResetRequired,
		})
	case OpCreateLoginProfile:
		out, err := callLogged(ctx, s, log, api.CreateLoginProfile, &iam.CreateLoginProfileInput{
			UserName: user, Password: revealed(what.Password), PasswordResetRequired: aws.ToBool(what.ResetRequired),
		})
		if err != nil {
			return Result{}, err
		}
		return Result{toLoginProfile(what.User, out.LoginProfile)}, nil
	case OpDeleteLoginProfile:
		return requested(ctx, s, log, api.DeleteLoginProfile, &iam.DeleteLoginProfileInput{UserName: user})
	case OpChangePassword:
		return requested(ctx, s, log, api.ChangePassword, &iam.ChangePasswordInput{
			OldPassword: aws.String(what.OldPassword.Reveal()), NewPassword: aws.String(what.Password.Reveal()),
		})
	case OpDeactivateMFADevice:
		return requested(ctx, s, log, api.DeactivateMFADevice, &iam.DeactivateMFADeviceInput{UserName: user, SerialNumber: aws.String(what.Device)})
	case OpDeleteVirtualMFADevice:
		return requested(ctx, s, log, api.DeleteVirtualMFADevice, &iam.DeleteVirtualMFADeviceInput{SerialNumber: aws.String(what.Device)})
	case OpResyncMFADevice:
		return requested(ctx, s, log, api.ResyncMFADevice, &iam.ResyncMFADeviceInput{
			UserName: user, SerialNumber: aws.String(what.Device),
			AuthenticationCode1: aws.String(what.Codes[0].Reveal()), AuthenticationCode2: aws.String(what.Codes[1].Reveal()),
		})
	case OpUpdateAccessKey:
		return requested(ctx, s, log, api.UpdateAccessKey, &iam.UpdateAccessKeyInput{
			UserName: user, AccessKeyId: aws.String(what.Key), Status: types.StatusTypeInactive,
		})
	case OpUpdateServiceSpecificCredential:
		return requested(ctx, s, log, api.UpdateServiceSpecificCredential, &iam.UpdateServiceSpecificCredentialInput{
			UserName: user, ServiceSpecificCredentialId: aws.String(what.Credential), Status: types.StatusTypeInactive,
		})
	case OpAttachUserPolicy:
		return requested(ctx, s, log, api.AttachUserPolicy, &iam.AttachUserPolicyInput{
			UserName: user, PolicyArn: aws.String(changePolicyARN(what.Partition)),
		})
	case OpPutUserPolicy:
		return requested(ctx, s, log, api.PutUserPolicy, &iam.PutUserPolicyInput{
			UserName: user, PolicyName: aws.String(revocationPolicy), PolicyDocument: aws.String(revocationDocument(s.now())),
		})
	case OpDeleteUserPolicy:
		return requested(ctx, s, log, api.DeleteUserPolicy, &iam.DeleteUserPolicyInput{UserName: user, PolicyName: aws.String(revocationPolicy)})
	case OpUpdateAccountPasswordPolicy:
		return requested(ctx, s, log, api.UpdateAccountPasswordPolicy, what.Policy.input())
	case OpDeleteAccountPasswordPolicy:
		return requested(ctx, s, log, api.DeleteAccountPasswordPolicy, &iam.DeleteAccountPasswordPolicyInput{})
	}
	panic(fmt.Sprintf("iamclient: no request for the operation %d", what.Operation))
}

// requested makes a request whose answer says nothing but that it was carried out.
func requested[In, Out any](
	ctx context.Context, s *session, log *attemptLog, operation apiOperation[In, Out], in *In,
) (Result, error) {
	_, err := callLogged(ctx, s, log, operation, in)
	return Result{}, err
}

// revealed is a password for a request, left out where there is none.
func revealed(password *Secret) *string {
	if password == nil {
		return nil
	}
	return aws.String(password.Reveal())
}
