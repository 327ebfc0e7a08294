"""pycognito, unchanged: the whole life of a user, with SRP."""

from checks import CLIENT, CONFIG, ENDPOINT, IDP, POOL, check, code_for, equal, make_client, refused
from pycognito import AWSSRP, Cognito
from pycognito.exceptions import ForceChangePasswordException


def cognito(username, client_id=CLIENT, secret=None):
    return Cognito(
        POOL,
        client_id,
        username=username,
        client_secret=secret,
        botocore_config=CONFIG,
        boto3_client_kwargs={"endpoint_url": ENDPOINT},
    )


alice = cognito("alice")
alice.set_base_attributes(email="alice@example.com")

with check("sign up"):
    equal(alice.register("alice", "Passw0rd!")["UserConfirmed"], False)
with check("sign in before the confirmation is refused"), refused("UserNotConfirmedException"):
    alice.authenticate("Passw0rd!")
with check("confirm"):
    alice.confirm_sign_up(code_for("alice"))
with check("sign in with SRP"):
    alice.authenticate("Passw0rd!")
    equal(alice.access_claims["username"], "alice")
    equal(alice.id_claims["cognito:username"], "alice")
    equal(alice.id_claims["email_verified"], True)
    equal(alice.token_type, "Bearer")
with check("a wrong password is refused"), refused("NotAuthorizedException", "Incorrect username or password."):
    cognito("alice").authenticate("Passw0rd?")
with check("get user"):
    equal(alice.get_user().email, "alice@example.com")
with check("refresh"):
    before = alice.access_token
    alice.renew_access_token()
    assert alice.access_token != before, "the access token is the same"
with check("change the password"):
    alice.change_password("Passw0rd!", "Second-Passw0rd!")
    with refused("NotAuthorizedException"):
        cognito("alice").authenticate("Passw0rd!")
    cognito("alice").authenticate("Second-Passw0rd!")
with check("reset the password"):
    alice.initiate_forgot_password()
    alice.confirm_forgot_password(code_for("alice@example.com"), "Third-Passw0rd!")
    alice.authenticate("Third-Passw0rd!")
with check("the AWSSRP class"):
    srp = AWSSRP("alice", "Third-Passw0rd!", POOL, CLIENT, client=make_client())
    result = srp.authenticate_user()["AuthenticationResult"]
    equal({"AccessToken", "IdToken", "RefreshToken", "ExpiresIn", "TokenType"} - result.keys(), set())
with check("sign out everywhere"):
    token = alice.access_token
    alice.logout()
    with refused("NotAuthorizedException", "Access Token has been revoked"):
        IDP.get_user(AccessToken=token)

with check("a client with a secret"):
    made = IDP.create_user_pool_client(UserPoolId=POOL, ClientName="with secret", GenerateSecret=True)["UserPoolClient"]
    bob = cognito("bob", made["ClientId"], made["ClientSecret"])
    bob.set_base_attributes(email="bob@example.com")
    bob.register("bob", "Passw0rd!")
    bob.confirm_sign_up(code_for("bob"))
    bob.authenticate("Passw0rd!")
    bob.renew_access_token()
    equal(bob.id_claims["aud"], made["ClientId"])
with check("a client with a secret refuses a wrong one"), refused("NotAuthorizedException", "SecretHash"):
    cognito("bob", made["ClientId"], "0" * 52).authenticate("Passw0rd!")
with check("a client with a secret refuses none"), refused("NotAuthorizedException", "secret"):
    cognito("bob", made["ClientId"]).authenticate("Passw0rd!")

with check("a new password is required after an administrator's sign-up"):
    carol = cognito("carol")
    carol.admin_create_user("carol", "Temp-Passw0rd1!", email="carol@example.com")
    try:
        carol.authenticate("Temp-Passw0rd1!")
        raise AssertionError("signed in with the temporary password")
    except ForceChangePasswordException:
        pass
    carol.new_password_challenge("Temp-Passw0rd1!", "Carol-Passw0rd2!")
    equal(carol.access_claims["username"], "carol")
    cognito("carol").authenticate("Carol-Passw0rd2!")
