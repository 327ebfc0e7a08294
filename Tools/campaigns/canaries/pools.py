"""The pools that flows need: users in every state, second factors optional and compulsory, devices, triggers."""

import base64
import json
import secrets

from canaries.search import INSIDE, ISSUED, NAME

PLAIN, OPEN, COMPULSORY = "local_Canary001", "local_Canary002", "local_Canary003"

FLOWS = ["USER_SRP_AUTH", "USER_PASSWORD_AUTH", "CUSTOM_AUTH", "USER_AUTH", "REFRESH_TOKEN_AUTH"]
SMS = {"SnsCallerArn": "arn:aws:iam::000000000000:role/sms"}
MAIL = {"EmailSendingAccount": "DEVELOPER", "SourceArn": "arn:aws:ses:us-east-1:000000000000:identity/a@example.com"}
FACTORS = {
    "SoftwareTokenMfaConfiguration": {"Enabled": True}, "EmailMfaConfiguration": {},
    "SmsMfaConfiguration": {"SmsConfiguration": SMS},
}


class Person:
    """A user: the name, and the passwords, which are all secrets."""

    def __init__(self, search, role):
        self.name = search.secret(f"{role}'s name", f"{role.split()[-1]}-{secrets.token_hex(6)}", NAME)
        self.search, self.role = search, role
        self.password, self.wrong = self.new_password("1"), self.new_password("wrong")
        self.app = None

    def new_password(self, which):
        return self.search.secret(f"{self.role}'s password {which}")

    def with_app(self):
        """Gives the user an authenticator app."""
        self.app = base64.b32encode(secrets.token_bytes(20)).decode()
        self.search.secret(f"the secret of {self.role}'s app", self.app, ISSUED)
        self.search.secret(f"the key of {self.role}'s app", base64.b32decode(self.app), INSIDE)
        return self

    def seed(self, **more):
        """The user as a seed says it, with an address and a number that are confirmed."""
        address = {"email": f"{self.name}@example.com", "email_verified": "true"}
        number = {"phone_number": "+15555550100", "phone_number_verified": "true"}
        user = {"username": self.name, "password": self.password, "attributes": {**address, **number}}
        return user | more | ({"totpSecret": self.app} if self.app else {})


class Pools:
    """A seed with three pools, and who and what is in them."""

    def __init__(self, search, triggers):
        self.search, self.triggers = search, triggers
        self.secret = search.secret("the client secret", secrets.token_hex(24), INSIDE)
        self.clients = {PLAIN: "plaincanary000000000000000", OPEN: "opencanary0000000000000000"}
        self.clients[COMPULSORY] = "compulsorycanary0000000000"
        self.users = {PLAIN: [], OPEN: [], COMPULSORY: []}

    def add(self, pool, role, app=False, **more):
        """A new user of a pool."""
        person = Person(self.search, role)
        self.users[pool].append((person.with_app() if app else person).seed(**more))
        return person

    def seed(self):
        """The seed, in JSON."""
        sign_in = {"SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD", "EMAIL_OTP", "SMS_OTP", "WEB_AUTHN"]}}
        devices = {"ChallengeRequiredOnNewDevice": True, "DeviceOnlyRememberedOnUserPrompt": False}
        choice = {"Policies": sign_in, "DeviceConfiguration": devices}
        party = {"WebAuthnConfiguration": {"RelyingPartyId": "localhost"}}
        optional, compulsory = {"MfaConfiguration": "OPTIONAL"} | FACTORS, {"MfaConfiguration": "ON"} | FACTORS
        questions = ["DefineAuthChallenge", "CreateAuthChallenge", "VerifyAuthChallengeResponse"]
        return json.dumps({"pools": [
            self.pool(PLAIN, {}, optional, ["PreSignUp"]),
            self.pool(OPEN, choice, optional | party, questions),
            self.pool(COMPULSORY, {}, compulsory, []),
        ]})

    def pool(self, pool, settings, mfa, triggers):
        common = {"AutoVerifiedAttributes": ["email"], "EmailConfiguration": MAIL, "SmsConfiguration": SMS}
        client = {"ExplicitAuthFlows": [f"ALLOW_{flow}" for flow in FLOWS]}
        if pool == COMPULSORY:
            # Each refresh token is good for one refresh; the older way of refreshing goes with the others.
            client["ExplicitAuthFlows"].remove("ALLOW_REFRESH_TOKEN_AUTH")
            client["RefreshTokenRotation"] = {"Feature": "ENABLED", "RetryGracePeriodSeconds": 0}
        return {
            "id": pool, "name": pool, "settings": common | settings, "mfa": mfa, "users": self.users[pool],
            "triggers": {kind: {"url": self.triggers.url} for kind in triggers},
            "clients": [{"id": self.clients[pool], "secret": self.secret, "settings": client}],
        }
