package iamclient

import (
	"cmp"
	"context"
	"os"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
)

// jsonEndpoint is where a service is asked.
type jsonEndpoint struct {
	url    string
	region string // that signs
}

// home is where a partition has its endpoints: the one of Organizations is in the Region that is named here.
type home struct {
	regions           string // what the names of the partition's regions begin with
	region            string
	domain, dualStack string // the end of the host's name; "": there is no such endpoint
}

var homes = []home{
	{"cn-", "cn-northwest-1", "amazonaws.com.cn", "api.amazonwebservices.com.cn"},
	{"us-gov-", "us-gov-west-1", "amazonaws.com", "api.aws"},
	{"us-iso-", "us-iso-east-1", "c2s.ic.gov", ""},
	{"us-isob-", "us-isob-east-1", "sc2s.sgov.gov", ""},
	{"eu-isoe-", "eu-isoe-west-1", "cloud.adc-e.uk", ""},
	{"us-isof-", "us-isof-south-1", "csp.hci.ic.gov", ""},
	{"eusc-", "eusc-de-east-1", "amazonaws.eu", "api.amazonwebservices.eu"},
	{"", "us-east-1", "amazonaws.com", "api.aws"},
}

// jsonEndpoint is where a service is asked: where the command line says, or the settings, or at AWS's own endpoint in a
// Region. The empty Region is the service's home in the partition.
func (s *session) jsonEndpoint(ctx context.Context, of jsonAPI, region string) (jsonEndpoint, error) {
	at := s.awsEndpoint(of, region)
	configured, err := configuredEndpoint(ctx, s.cfg, of.id)
	if given := cmp.Or(s.json.endpoint, configured); given != "" {
		at.url = given
	}
	return at, cmp.Or(err, checkEndpoint(at.url))
}

// awsEndpoint is AWS's own endpoint of a service.
func (s *session) awsEndpoint(of jsonAPI, region string) jsonEndpoint {
	partition := cmp.Or(region, s.cfg.Region)
	i := slices.IndexFunc(homes, func(h home) bool { return strings.HasPrefix(partition, h.regions) })
	in, options := homes[i], s.iam.Options().EndpointOptions
	host, domain := of.name, in.domain
	if options.UseFIPSEndpoint == aws.FIPSEndpointStateEnabled && in.regions != "us-gov-" { // whose endpoints are FIPS already
		host += "-fips"
	}
	if options.UseDualStackEndpoint == aws.DualStackEndpointStateEnabled && in.dualStack != "" {
		domain = in.dualStack
	}
	region = cmp.Or(region, in.region)
	return jsonEndpoint{"https://" + host + "." + region + "." + domain, region}
}

// configuredEndpoint is the endpoint of a service that the settings name, "" for AWS's own. The service's own setting goes
// before the one for all services; in the environment, that one goes before the files.
func configuredEndpoint(ctx context.Context, cfg aws.Config, id string) (string, error) {
	ignored, found, err := config.GetIgnoreConfiguredEndpoints(ctx, cfg.ConfigSources)
	if err != nil || found && ignored {
		return "", err
	}
	_, all := os.LookupEnv("AWS_ENDPOINT_URL")
	_, own := os.LookupEnv("AWS_ENDPOINT_URL_" + strings.ToUpper(id))
	if !all || own {
		for _, source := range cfg.ConfigSources {
			of, ok := source.(interface {
				GetServiceBaseEndpoint(ctx context.Context, id string) (string, bool, error)
			})
			if !ok {
				continue
			}
			if value, found, err := of.GetServiceBaseEndpoint(ctx, id); err != nil || found {
				return value, err
			}
		}
	}
	return aws.ToString(cfg.BaseEndpoint), nil
}
