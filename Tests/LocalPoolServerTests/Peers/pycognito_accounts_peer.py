"""pycognito, unchanged: everything that it offers for accounts, second factors and administration."""

from checks import CLIENT, CONFIG, ENDPOINT, IDP, POOL, check, code_for, equal, refused, totp
from pycognito import Cognito
from pycognito.exceptions import SMSMFAChallengeException, SoftwareTokenMFAChallengeException

PASSWORD = "Passw0rd!"


def cognito(username, client_id=CLIENT, secret=None):
    return Cognito(
        POOL,
        client_id,
        username=username,
        client_secret=secret,
        botocore_config=CONFIG,
        boto3_client_kwargs={"endpoint_url": ENDPOINT},
    )


def challenged(user, password, exception):
    """Fails unless the sign-in asks for a second factor that way."""
    try:
        user.authenticate(password)
    except exception:
        return
    raise AssertionError(f"no {exception.__name__}")


uma = cognito("uma")
uma.set_base_attributes(email="uma@example.com", phone_number="+15555550123")

with check("a code is sent again"):
    uma.register("uma", PASSWORD)
    uma.resend_confirmation_code("uma")
    uma.confirm_sign_up(code_for("uma"))
with check("an administrator signs in"):
    uma.admin_authenticate(PASSWORD)
    equal(uma.access_claims["username"], "uma")
with check("an administrator's wrong password is refused"), refused("NotAuthorizedException"):
    cognito("uma").admin_authenticate("Passw0rd?")
with check("tokens are verified and still good"):
    uma.verify_tokens()
    equal(uma.check_token(), False)
with check("the profile is changed"):
    uma.update_profile({"name": "Uma Ω", "nickname": "u"})
    equal(uma.get_user().name, "Uma Ω")
    user = uma.get_user(attr_map={"nickname": "short"})
    equal(user.short, "u")
with check("what a user may not change is refused"), refused("NotAuthorizedException"):
    uma.update_profile({"email_verified": "true"})
with check("a new address is verified"):
    uma.update_profile({"email": "uma2@example.com"})
    equal(uma.get_user().email_verified, False)
    uma.validate_verification(code_for("uma2@example.com"))
    equal(uma.get_user().email_verified, True)
with check("a code for an address is asked for"):
    uma.send_verification("phone_number")
    uma.validate_verification(code_for("+15555550123"), "phone_number")
    equal(uma.get_user().phone_number_verified, True)
with check("a wrong code for an address is refused"):
    uma.send_verification("email")
    code = code_for("uma2@example.com")
    with refused("CodeMismatchException"):
        uma.validate_verification("000000" if code != "000000" else "111111")
with check("administrators see and change the profile"):
    uma.admin_update_profile({"name": "Uma"})
    equal(uma.admin_get_user().name, "Uma")
    equal(uma.admin_get_user().user_status, "CONFIRMED")
    assert "uma" in [user.username for user in uma.get_users()], "uma is not listed"

with check("an authenticator app is set up"):
    secret = uma.associate_software_token()
    with refused("EnableSoftwareTokenMFAException"):
        uma.verify_software_token("000000" if totp(secret, -1) != "000000" else "111111")
    equal(uma.verify_software_token(totp(secret, -1), "telephone"), True)
    uma.set_user_mfa_preference(False, True, "SOFTWARE_TOKEN")
with check("a code of the app signs in, once"):
    challenged(uma, PASSWORD, SoftwareTokenMFAChallengeException)
    with refused("CodeMismatchException"):
        uma.respond_to_software_token_mfa_challenge("x")
    code = totp(secret)
    uma.respond_to_software_token_mfa_challenge(code)
    uma.get_user()
    challenged(uma, PASSWORD, SoftwareTokenMFAChallengeException)
    with refused("ExpiredCodeException"):
        uma.respond_to_software_token_mfa_challenge(code)
with check("a code by text message signs in"):
    challenged(uma, PASSWORD, SoftwareTokenMFAChallengeException)
    uma.respond_to_software_token_mfa_challenge(totp(secret, 1))
    uma.set_user_mfa_preference(True, True, "SMS")
    challenged(uma, PASSWORD, SMSMFAChallengeException)
    uma.respond_to_sms_mfa_challenge(code_for("+15555550123"))
with check("second factors are turned off"):
    uma.set_user_mfa_preference(False, False)
    uma.authenticate(PASSWORD)

with check("a user is disabled and enabled"):
    uma.admin_disable_user("uma")
    with refused("NotAuthorizedException"):
        uma.get_user()
    with refused("NotAuthorizedException", "User is disabled."):
        cognito("uma").authenticate(PASSWORD)
    uma.admin_enable_user("uma")
    uma.authenticate(PASSWORD)
with check("an administrator resets the password"):
    uma.admin_reset_password("uma")
    with refused("PasswordResetRequiredException"):
        cognito("uma").authenticate(PASSWORD)
    uma.confirm_forgot_password(code_for("uma"), "Second-Passw0rd!")
    uma.authenticate("Second-Passw0rd!")
with check("groups"):
    IDP.create_group(UserPoolId=POOL, GroupName="team", Precedence=1)
    uma.admin_add_user_to_group("uma", "team")
    equal(uma.admin_list_groups_for_user("uma"), ["team"])
    equal(uma.get_group("team").precedence, 1)
    equal([group.group_name for group in uma.get_groups()], ["team"])
    uma.admin_remove_user_from_group("uma", "team")
    equal(uma.admin_list_groups_for_user("uma"), [])
with check("an app client is described and changed"):
    made = IDP.create_user_pool_client(UserPoolId=POOL, ClientName="before")["UserPoolClient"]
    uma.admin_update_user_pool_client(POOL, made["ClientId"], ClientName="after")
    equal(uma.describe_user_pool_client(POOL, made["ClientId"])["ClientName"], "after")
with check("an identity provider is made, described and changed"):
    details = {"client_id": "a", "client_secret": "b", "authorize_scopes": "openid"}
    uma.admin_create_identity_provider(POOL, "Google", "Google", details)
    uma.admin_update_identity_provider(POOL, "Google", IdpIdentifiers=["search"])
    equal(uma.admin_describe_identity_provider(POOL, "Google")["IdentityProvider"]["IdpIdentifiers"], ["search"])
with check("custom attributes are registered, and a user object saves itself"):
    IDP.add_custom_attributes(
        UserPoolId=POOL, CustomAttributes=[{"Name": "team", "AttributeDataType": "String", "Mutable": True}])
    vic = cognito("vic")
    vic.set_base_attributes(email="vic@example.com")
    vic.add_custom_attributes(team="red")
    vic.register("vic", PASSWORD)
    user = vic.admin_get_user(attr_map={"custom:team": "team"})
    equal(user.team, "red")
    user.team = "blue"
    user.save(admin=True)
    equal(vic.admin_get_user(attr_map={"custom:team": "team"}).team, "blue")
with check("an administrator confirms a sign-up"):
    vic.admin_confirm_sign_up("vic")
    vic.authenticate(PASSWORD)
with check("users are deleted, by themselves and by administrators"):
    vic.delete_user()
    with refused("UserNotFoundException"):
        vic.admin_get_user()
    uma.admin_delete_user()
    with refused("UserNotFoundException"):
        uma.admin_get_user()
