"""A moto server on a free port of 127.0.0.1, for one test.

Prints its address on one line and ends when standard input does, so that none outlives its test. With
--verify-signatures it refuses requests whose signature is wrong, and prints, on two more lines, the access key id and
the secret key of the one user that may call it.
"""

import sys

import boto3
from moto import settings
from moto.server import ThreadedMotoServer

EVERYTHING = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}'


def make_user(address):
    iam = boto3.client(
        "iam", endpoint_url=address, region_name="us-east-1", aws_access_key_id="setup", aws_secret_access_key="setup"
    )
    iam.create_user(UserName="caller")
    iam.put_user_policy(UserName="caller", PolicyName="everything", PolicyDocument=EVERYTHING)
    key = iam.create_access_key(UserName="caller")["AccessKey"]
    return key["AccessKeyId"], key["SecretAccessKey"]


if __name__ == "__main__":
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    address = "http://%s:%d" % server.get_host_and_port()
    print(address, flush=True)
    if "--verify-signatures" in sys.argv:
        print("\n".join(make_user(address)), flush=True)
        settings.INITIAL_NO_AUTH_ACTION_COUNT = 0
    sys.stdin.read()
    server.stop()
