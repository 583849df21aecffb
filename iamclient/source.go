package iamclient

import (
	"cmp"
	"fmt"
	"net"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/credentials/ec2rolecreds"
	"github.com/aws/aws-sdk-go-v2/credentials/endpointcreds"
	"github.com/aws/aws-sdk-go-v2/credentials/logincreds"
	"github.com/aws/aws-sdk-go-v2/credentials/ssocreds"
	"github.com/aws/aws-sdk-go-v2/credentials/stscreds"
	"github.com/aws/aws-sdk-go-v2/feature/ec2/imds"
	"github.com/aws/aws-sdk-go-v2/service/signin"
	"github.com/aws/aws-sdk-go-v2/service/sso"
	"github.com/aws/aws-sdk-go-v2/service/ssooidc"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"iampasswd/iamclient/awsconfig"
)

// setCredentials gives cfg the credentials of a plan, by the SDK's own providers: those of the source, and those of each
// role, assumed with the ones before. No request is made.
func setCredentials(cfg *aws.Config, plan awsconfig.Plan, roles *assuming) error {
	from, err := sourceCredentials(*cfg, plan.Source, roles)
	if err != nil {
		return err
	}
	cached := aws.NewCredentialsCache(from)
	cfg.Credentials = cached
	sources := []aws.CredentialSource{}
	if chain, ok := from.(aws.CredentialProviderSource); ok {
		sources = chain.ProviderSources()
	}
	for _, role := range plan.Roles {
		provider := stscreds.NewAssumeRoleProvider(sts.NewFromConfig(*cfg), role.ARN, func(o *stscreds.AssumeRoleOptions) {
			o.RoleSessionName, o.Duration = role.Session, max(stscreds.DefaultDuration, role.Duration)
			if role.ExternalID != "" {
				o.ExternalID = &role.ExternalID
			}
			if role.MFASerial != "" {
				o.SerialNumber = &role.MFASerial
			}
			o.CredentialSources = sources
		}, roles.options)
		sources = provider.ProviderSources()
		cached = aws.NewCredentialsCache(provider)
		cfg.Credentials = cached
	}
	if slow, ok := from.(slowSource); ok {
		cfg.Credentials = waitedFor{cached, slow}
	}
	return nil
}

func sourceCredentials(cfg aws.Config, from awsconfig.Source, roles *assuming) (aws.CredentialsProvider, error) {
	switch from.Kind {
	case awsconfig.Static:
		return credentials.NewStaticCredentialsProvider(from.Keys.ID, from.Keys.Secret, from.Keys.Token), nil
	case awsconfig.WebIdentity:
		return stscreds.NewWebIdentityRoleProvider(sts.NewFromConfig(cfg), from.RoleARN, stscreds.IdentityTokenFile(from.TokenFile), func(o *stscreds.WebIdentityRoleOptions) {
			o.RoleSessionName = cmp.Or(from.RoleSession, roles.roles.session)
		}), nil
	case awsconfig.SSO:
		return ssoCredentials(cfg, from)
	case awsconfig.Login:
		token, err := logincreds.StandardCachedTokenFilepath(from.LoginSession, os.Getenv("AWS_LOGIN_CACHE_DIRECTORY"))
		return datedLogin{logincreds.New(signin.NewFromConfig(cfg), token, func(o *logincreds.Options) {
			o.CredentialSources = []aws.CredentialSource{aws.CredentialSourceProfileLogin, aws.CredentialSourceLogin}
			o.RestrictPermissions = cfg.RestrictFilePermissions != aws.RestrictFilePermissionsUnrestricted
		}), token}, err
	case awsconfig.Process:
		return newProcess(from, roles.mayAsk)
	case awsconfig.Container:
		return containerCredentials(cfg)
	}
	service := ec2rolecreds.New(func(o *ec2rolecreds.Options) { o.Client = imds.NewFromConfig(cfg) })
	return metadataCredentials{service, metadataEndpoint(cfg)}, nil
}

// ssoCredentials asks IAM Identity Center, in its own region, with the token that `aws sso login` has left.
func ssoCredentials(cfg aws.Config, from awsconfig.Source) (aws.CredentialsProvider, error) {
	cfg.Region = from.SSORegion
	sources := []aws.CredentialSource{aws.CredentialSourceProfileSSOLegacy, aws.CredentialSourceSSOLegacy}
	var tokens *ssocreds.SSOTokenProvider
	var file string
	if from.SSOSession != "" {
		var err error
		if file, err = ssocreds.StandardCachedTokenFilepath(from.SSOSession); err != nil {
			return nil, err
		}
		tokens = ssocreds.NewSSOTokenProvider(ssooidc.NewFromConfig(cfg), file)
		sources = []aws.CredentialSource{aws.CredentialSourceProfileSSO, aws.CredentialSourceSSO}
	}
	client := sso.NewFromConfig(cfg)
	provider := ssocreds.New(client, from.SSOAccount, from.SSORole, from.SSOStartURL, func(o *ssocreds.Options) {
		o.CachedTokenFilepath, o.SSOTokenProvider, o.CredentialSources = file, tokens, sources
	})
	if file == "" {
		var err error
		if file, err = ssocreds.StandardCachedTokenFilepath(from.SSOStartURL); err != nil {
			return nil, err
		}
	}
	return datedToken{provider, file, client, from.SSOAccount, from.SSORole}, nil
}

// containerCredentials asks the endpoint that ECS or EKS names in the environment. Plain http goes to theirs and to this
// machine alone.
func containerCredentials(cfg aws.Config) (aws.CredentialsProvider, error) {
	const relative, full = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI"
	endpoint, setting := os.Getenv(full), full
	if path := os.Getenv(relative); path != "" {
		endpoint, setting = "http://169.254.170.2"+path, relative
	}
	u, err := url.Parse(endpoint)
	if err != nil || u.Scheme != "https" && (u.Scheme != "http" || !isContainerHost(u.Hostname())) {
		return nil, &awsconfig.Error{Where: setting, What: "is no https URL, and no http URL of this machine or a container's agent: correct or unset it"}
	}
	provider := endpointcreds.New(endpoint, func(o *endpointcreds.Options) {
		o.AuthorizationToken = os.Getenv("AWS_CONTAINER_AUTHORIZATION_TOKEN")
		if file := os.Getenv("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"); file != "" {
			o.AuthorizationTokenProvider = endpointcreds.TokenProviderFunc(func() (string, error) {
				text, err := os.ReadFile(file) //nolint:gosec // the file that the container's agent names
				if err != nil {
					return "", fmt.Errorf("the token of AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE cannot be read: %w", err)
				}
				return strings.TrimRight(string(text), "\r\n"), nil
			})
		}
		o.HTTPClient, o.APIOptions = cfg.HTTPClient, cfg.APIOptions
		o.CredentialSources = []aws.CredentialSource{aws.CredentialSourceHTTP}
	})
	agent := agentCredentials{provider, newMachineEndpoint("the container's credentials endpoint", endpoint, setting)}
	cached := aws.NewCredentialsCache(agent, func(o *aws.CredentialsCacheOptions) { o.ExpiryWindow = 5 * time.Minute })
	return waitedFor{cached, agent}, nil
}

func isContainerHost(host string) bool {
	ip := net.ParseIP(host)
	if ip == nil {
		return isLoopback(host)
	}
	for _, agent := range []string{"169.254.170.2", "169.254.170.23", "fd00:ec2::23"} {
		if ip.Equal(net.ParseIP(agent)) {
			return true
		}
	}
	return ip.IsLoopback()
}
