"""The AWS CLI, unchanged, told where the pool is by its own environment variable."""

import json
import os
import subprocess
import sys

from checks import CLIENT, ENDPOINT, POOL, REGION, check, code_for, equal

ENVIRONMENT = os.environ | {
    "AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER": ENDPOINT,
    "AWS_DEFAULT_REGION": REGION,
    "AWS_PAGER": "",
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
}


def aws(*arguments):
    """What `aws cognito-idp` printed, its failure, and its exit code."""
    command = [sys.executable, "-m", "awscli", "cognito-idp", *arguments]
    done = subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, timeout=60)
    return done.stdout, done.stderr, done.returncode


def answer(*arguments):
    output, failure, code = aws(*arguments)
    assert code == 0, failure
    return json.loads(output) if output.strip() else None


with check("the pool is listed"):
    assert POOL in [pool["Id"] for pool in answer("list-user-pools", "--max-results", "10")["UserPools"]]
with check("sign up and confirm"):
    shown = answer("sign-up", "--client-id", CLIENT, "--username", "heidi", "--password", "Passw0rd!",
                   "--user-attributes", "Name=email,Value=heidi@example.com")
    equal(shown["UserConfirmed"], False)
    answer("confirm-sign-up", "--client-id", CLIENT, "--username", "heidi", "--confirmation-code", code_for("heidi"))
with check("sign in and get user"):
    shown = answer("initiate-auth", "--client-id", CLIENT, "--auth-flow", "USER_PASSWORD_AUTH",
                   "--auth-parameters", "USERNAME=heidi,PASSWORD=Passw0rd!")
    equal(answer("get-user", "--access-token", shown["AuthenticationResult"]["AccessToken"])["Username"], "heidi")
with check("a refusal names its code"):
    output, failure, code = aws("get-user", "--access-token", "a.b.c")
    assert code != 0, output
    assert "NotAuthorizedException" in failure, failure
