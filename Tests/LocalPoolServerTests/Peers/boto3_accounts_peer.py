"""boto3, unchanged: second factors, choices of a first factor, attributes, and what administrators do to users."""

from checks import CLIENT, IDP, POOL, check, code_for, equal, refused, totp

USER, PASSWORD = "wanda", "Passw0rd!"
SMS, EMAIL = "+15555550177", "wanda@example.com"


def begin(flow="USER_PASSWORD_AUTH", session=None, **parameters):
    more = {} if session is None else {"Session": session}
    return IDP.initiate_auth(ClientId=CLIENT, AuthFlow=flow, AuthParameters={"USERNAME": USER, **parameters}, **more)


def answer(step, name=None, **responses):
    return IDP.respond_to_auth_challenge(
        ClientId=CLIENT,
        ChallengeName=name or step["ChallengeName"],
        Session=step["Session"],
        ChallengeResponses={"USERNAME": USER, **responses},
    )


def profile():
    user = IDP.admin_get_user(UserPoolId=POOL, Username=USER)
    return user, {attribute["Name"]: attribute["Value"] for attribute in user["UserAttributes"]}


def factors(mfa):
    IDP.set_user_pool_mfa_config(
        UserPoolId=POOL,
        MfaConfiguration=mfa,
        SmsMfaConfiguration={"SmsAuthenticationMessage": "Code {####}"},
        SoftwareTokenMfaConfiguration={"Enabled": True},
        EmailMfaConfiguration={"Message": "Code {####}", "Subject": "Code"},
    )


factors("OPTIONAL")

with check("sign up without a password, and sign in with the session"):
    made = IDP.sign_up(ClientId=CLIENT, Username=USER, UserAttributes=[{"Name": "email", "Value": EMAIL}])
    confirmed = IDP.confirm_sign_up(
        ClientId=CLIENT, Username=USER, ConfirmationCode=code_for(USER), Session=made["Session"])
    token = begin("USER_AUTH", session=confirmed["Session"])["AuthenticationResult"]["AccessToken"]
    with refused("NotAuthorizedException"):
        begin("USER_AUTH", session=confirmed["Session"])
with check("sign in with a code by e-mail"):
    step = begin("USER_AUTH")
    equal(step["ChallengeName"], "SELECT_CHALLENGE")
    equal(step["AvailableChallenges"], ["EMAIL_OTP"])
    step = answer(step, ANSWER="EMAIL_OTP")
    token = answer(step, EMAIL_OTP_CODE=code_for(USER))["AuthenticationResult"]["AccessToken"]
with check("attributes"):
    sent = IDP.update_user_attributes(AccessToken=token, UserAttributes=[
        {"Name": "phone_number", "Value": SMS}, {"Name": "nickname", "Value": "w"}])
    equal(sent["CodeDeliveryDetailsList"], [])
    sent = IDP.get_user_attribute_verification_code(AccessToken=token, AttributeName="phone_number")
    equal(sent["CodeDeliveryDetails"]["DeliveryMedium"], "SMS")
    IDP.verify_user_attribute(AccessToken=token, AttributeName="phone_number", Code=code_for(SMS))
    equal(profile()[1]["phone_number_verified"], "true")
    IDP.delete_user_attributes(AccessToken=token, UserAttributeNames=["nickname"])
    assert "nickname" not in profile()[1], "the nickname is still there"
    with refused("NotAuthorizedException"):
        IDP.update_user_attributes(AccessToken=token, UserAttributes=[{"Name": "email_verified", "Value": "true"}])
with check("administrators change attributes"):
    IDP.admin_update_user_attributes(UserPoolId=POOL, Username=USER, UserAttributes=[{"Name": "name", "Value": "W"}])
    equal(profile()[1]["name"], "W")
    IDP.admin_delete_user_attributes(UserPoolId=POOL, Username=USER, UserAttributeNames=["name"])
    assert "name" not in profile()[1], "the name is still there"

with check("an authenticator app, preferred and lost"):
    IDP.admin_set_user_password(UserPoolId=POOL, Username=USER, Password=PASSWORD, Permanent=True)
    secret = IDP.associate_software_token(AccessToken=token)["SecretCode"]
    equal(IDP.verify_software_token(AccessToken=token, UserCode=totp(secret, -1))["Status"], "SUCCESS")
    IDP.set_user_mfa_preference(AccessToken=token, SoftwareTokenMfaSettings={"Enabled": True, "PreferredMfa": True})
    step = begin(PASSWORD=PASSWORD)
    equal(step["ChallengeName"], "SOFTWARE_TOKEN_MFA")
    token = answer(step, SOFTWARE_TOKEN_MFA_CODE=totp(secret))["AuthenticationResult"]["AccessToken"]
    listed = IDP.get_user_auth_factors(AccessToken=token)
    equal(listed["PreferredMfaSetting"], "SOFTWARE_TOKEN_MFA")
    equal(listed["ConfiguredUserAuthFactors"], ["PASSWORD", "EMAIL_OTP", "SMS_OTP", "SOFTWARE_TOKEN"])
    IDP.admin_delete_software_token(UserPoolId=POOL, Username=USER)
    assert "UserMFASettingList" not in profile()[0], "the app is still there"
with check("the choice of a second factor"):
    IDP.admin_set_user_mfa_preference(
        UserPoolId=POOL, Username=USER, SMSMfaSettings={"Enabled": True}, EmailMfaSettings={"Enabled": True})
    step = begin(PASSWORD=PASSWORD)
    equal(step["ChallengeName"], "SELECT_MFA_TYPE")
    equal(step["ChallengeParameters"]["MFAS_CAN_CHOOSE"], '["SMS_MFA","EMAIL_OTP"]')
    step = answer(step, ANSWER="EMAIL_OTP")
    assert answer(step, EMAIL_OTP_CODE=code_for(EMAIL))["AuthenticationResult"]["AccessToken"]
with check("a second factor that is set up within a sign-in"):
    IDP.admin_set_user_mfa_preference(
        UserPoolId=POOL, Username=USER, SMSMfaSettings={"Enabled": False}, EmailMfaSettings={"Enabled": False})
    factors("ON")
    IDP.admin_delete_user_attributes(UserPoolId=POOL, Username=USER, UserAttributeNames=["phone_number"])
    step = begin(PASSWORD=PASSWORD)
    equal(step["ChallengeName"], "MFA_SETUP")
    with refused("InvalidParameterException"):
        answer(step)
    step = begin(PASSWORD=PASSWORD)
    made = IDP.associate_software_token(Session=step["Session"])
    verified = IDP.verify_software_token(Session=made["Session"], UserCode=totp(made["SecretCode"]))
    done = answer({"ChallengeName": "MFA_SETUP", "Session": verified["Session"]})
    token = done["AuthenticationResult"]["AccessToken"]
    equal(profile()[0]["UserMFASettingList"], ["SOFTWARE_TOKEN_MFA"])
    factors("OPTIONAL")
    IDP.admin_delete_software_token(UserPoolId=POOL, Username=USER)

with check("sessions"):
    other = begin(PASSWORD=PASSWORD)["AuthenticationResult"]["AccessToken"]
    sessions = IDP.list_user_sessions(AccessToken=token)["Sessions"]
    current = [session["SessionId"] for session in sessions if session["IsCurrentSession"]]
    equal(len(current), 1)
    with refused("InvalidParameterException"):
        IDP.revoke_user_session(AccessToken=token, SessionId=current[0])
    for session in sessions:
        if not session["IsCurrentSession"]:
            IDP.revoke_user_session(AccessToken=token, SessionId=session["SessionId"])
    with refused("NotAuthorizedException", "Access Token has been revoked"):
        IDP.get_user(AccessToken=other)
    equal(len(IDP.admin_list_user_sessions(UserPoolId=POOL, Username=USER)["Sessions"]), 1)
    IDP.admin_revoke_user_session(UserPoolId=POOL, Username=USER, SessionId=current[0])
    with refused("NotAuthorizedException"):
        IDP.get_user(AccessToken=token)
with check("a user is signed out, disabled and enabled"):
    token = begin(PASSWORD=PASSWORD)["AuthenticationResult"]["AccessToken"]
    IDP.admin_user_global_sign_out(UserPoolId=POOL, Username=USER)
    with refused("NotAuthorizedException", "Access Token has been revoked"):
        IDP.get_user(AccessToken=token)
    IDP.admin_disable_user(UserPoolId=POOL, Username=USER)
    with refused("NotAuthorizedException", "User is disabled."):
        begin(PASSWORD=PASSWORD)
    IDP.admin_enable_user(UserPoolId=POOL, Username=USER)
    begin(PASSWORD=PASSWORD)
with check("an administrator resets the password"):
    IDP.admin_reset_user_password(UserPoolId=POOL, Username=USER)
    with refused("PasswordResetRequiredException"):
        begin(PASSWORD=PASSWORD)
    IDP.confirm_forgot_password(
        ClientId=CLIENT, Username=USER, ConfirmationCode=code_for(USER), Password="Other-Passw0rd1!")
    token = begin(PASSWORD="Other-Passw0rd1!")["AuthenticationResult"]["AccessToken"]
with check("events are not kept without threat protection"), refused("UserPoolAddOnNotEnabledException"):
    IDP.admin_list_user_auth_events(UserPoolId=POOL, Username=USER)
with check("an administrator signs a user in"):
    step = IDP.admin_initiate_auth(
        UserPoolId=POOL, ClientId=CLIENT, AuthFlow="ADMIN_USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": USER, "PASSWORD": "Other-Passw0rd1!"})
    assert step["AuthenticationResult"]["AccessToken"]
with check("a user deletes the account"):
    IDP.delete_user(AccessToken=token)
    with refused("UserNotFoundException"):
        profile()
