"""Writes endpoints.json: where botocore sends requests, for every region it knows and every combination of options.

Run it with the interpreter of the tests' peers: .build/peers/bin/python Tests/CognitoClientTests/Golden/make_endpoints.py
"""

import json
import pathlib

import botocore
import botocore.loaders
from botocore.exceptions import EndpointResolutionError
from botocore.endpoint_provider import EndpointProvider

SERVICES = ["cognito-identity", "cognito-idp"]
EXTRA = ["local", "us-future-1", "xx-north-1", "eu-isoe-east-1", "eusc-de-west-7", "us-gov-central-12", "cn-east-1", "mars"]
CUSTOM = ["http://127.0.0.1:9229", "https://auth.example.com"]


def rows():
    loader = botocore.loaders.create_loader()
    partitions = loader.load_data("partitions")
    regions = sorted({name for part in partitions["partitions"] for name in part["regions"]} | set(EXTRA))
    for service in SERVICES:
        rules = loader.load_service_model(service, "endpoint-rule-set-1")
        provider = EndpointProvider(rules, partitions)
        for region in regions:
            for fips in (False, True):
                for dual_stack in (False, True):
                    yield resolve(provider, service, region, fips, dual_stack, None)
        for custom in CUSTOM:
            for fips in (False, True):
                for dual_stack in (False, True):
                    yield resolve(provider, service, "eu-central-1", fips, dual_stack, custom)


def resolve(provider, service, region, fips, dual_stack, custom):
    row = {"service": service, "region": region, "fips": fips, "dualStack": dual_stack}
    parameters = {"Region": region, "UseFIPS": fips, "UseDualStack": dual_stack}
    if custom is not None:
        row["custom"] = parameters["Endpoint"] = custom
    try:
        row["url"] = provider.resolve_endpoint(**parameters).url
    except EndpointResolutionError:
        row["isRefused"] = True
    return row


if __name__ == "__main__":
    lines = ",\n".join(json.dumps(row) for row in rows())
    target = pathlib.Path(__file__).with_name("endpoints.json")
    target.write_text('{"source": "botocore %s",\n"rows": [\n%s\n]}\n' % (botocore.__version__, lines))
