"""boto3, unchanged: what an account can do, and the shape of every refusal."""

import boto3
from checks import CLIENT, CONFIG, ENDPOINT, IDP, POOL, REGION, check, code_for, equal, refused

USER, PASSWORD = "dora", "Passw0rd!"


def sign_in(password):
    return IDP.initiate_auth(
        ClientId=CLIENT,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": USER, "PASSWORD": password},
    )["AuthenticationResult"]


def refresh(token):
    return IDP.initiate_auth(
        ClientId=CLIENT, AuthFlow="REFRESH_TOKEN_AUTH", AuthParameters={"REFRESH_TOKEN": token}
    )["AuthenticationResult"]


with check("the pool is listed"):
    pools = [pool for page in IDP.get_paginator("list_user_pools").paginate(PaginationConfig={"PageSize": 10})
             for pool in page["UserPools"]]
    assert POOL in [pool["Id"] for pool in pools], pools
with check("a client with a generated secret"):
    made = IDP.create_user_pool_client(UserPoolId=POOL, ClientName="generated", GenerateSecret=True)["UserPoolClient"]
    equal(made["ClientName"], "generated")
    assert len(made["ClientSecret"]) >= 24, "the secret is too short"
    shown = IDP.describe_user_pool_client(UserPoolId=POOL, ClientId=made["ClientId"])["UserPoolClient"]
    equal(shown["ClientSecret"], made["ClientSecret"])

with check("sign up and confirm"):
    made = IDP.sign_up(
        ClientId=CLIENT,
        Username=USER,
        Password=PASSWORD,
        UserAttributes=[{"Name": "email", "Value": "dora@example.com"}, {"Name": "name", "Value": "Dora Ω"}],
    )
    equal(made["CodeDeliveryDetails"]["DeliveryMedium"], "EMAIL")
    equal(made["CodeDeliveryDetails"]["Destination"], "d***@e***")
    with refused("CodeMismatchException"):
        code = code_for(USER)
        IDP.confirm_sign_up(ClientId=CLIENT, Username=USER, ConfirmationCode="000000" if code != "000000" else "111111")
    IDP.confirm_sign_up(ClientId=CLIENT, Username=USER, ConfirmationCode=code)
with check("a code is sent again"):
    IDP.sign_up(ClientId=CLIENT, Username="emil", Password=PASSWORD, UserAttributes=[
        {"Name": "email", "Value": "emil@example.com"}])
    first = code_for("emil")
    IDP.resend_confirmation_code(ClientId=CLIENT, Username="emil")
    second = code_for("emil")
    if first != second:
        with refused("CodeMismatchException"):
            IDP.confirm_sign_up(ClientId=CLIENT, Username="emil", ConfirmationCode=first)
    IDP.confirm_sign_up(ClientId=CLIENT, Username="emil", ConfirmationCode=second)

with check("sign in with the password"):
    tokens = sign_in(PASSWORD)
    equal(tokens["TokenType"], "Bearer")
with check("get user"):
    user = IDP.get_user(AccessToken=tokens["AccessToken"])
    equal(user["Username"], USER)
    attributes = {attribute["Name"]: attribute["Value"] for attribute in user["UserAttributes"]}
    equal(attributes["name"], "Dora Ω")
    equal(attributes["email_verified"], "true")
with check("refresh, both ways"):
    again = refresh(tokens["RefreshToken"])
    assert "RefreshToken" not in again, "a refresh token without rotation"
    IDP.get_tokens_from_refresh_token(ClientId=CLIENT, RefreshToken=tokens["RefreshToken"])
with check("change the password"):
    IDP.change_password(AccessToken=tokens["AccessToken"], PreviousPassword=PASSWORD, ProposedPassword="Other-Passw0rd1!")
    with refused("NotAuthorizedException", "Incorrect username or password."):
        sign_in(PASSWORD)
    sign_in("Other-Passw0rd1!")
with check("reset the password"):
    details = IDP.forgot_password(ClientId=CLIENT, Username=USER)["CodeDeliveryDetails"]
    equal(details["AttributeName"], "email")
    IDP.confirm_forgot_password(
        ClientId=CLIENT, Username=USER, ConfirmationCode=code_for(USER), Password="Third-Passw0rd1!")
    tokens = sign_in("Third-Passw0rd1!")
with check("a reset code works once"):
    IDP.forgot_password(ClientId=CLIENT, Username=USER)
    code = code_for(USER)
    IDP.confirm_forgot_password(ClientId=CLIENT, Username=USER, ConfirmationCode=code, Password="Third-Passw0rd1!")
    with refused("ExpiredCodeException"):
        IDP.confirm_forgot_password(ClientId=CLIENT, Username=USER, ConfirmationCode=code, Password="Other-Passw0rd1!")
with check("revoke a refresh token"):
    tokens = sign_in("Third-Passw0rd1!")
    IDP.revoke_token(ClientId=CLIENT, Token=tokens["RefreshToken"])
    with refused("NotAuthorizedException"):
        refresh(tokens["RefreshToken"])
    with refused("NotAuthorizedException"):
        IDP.get_user(AccessToken=tokens["AccessToken"])
with check("sign out everywhere"):
    tokens = sign_in("Third-Passw0rd1!")
    IDP.global_sign_out(AccessToken=tokens["AccessToken"])
    with refused("NotAuthorizedException", "Access Token has been revoked"):
        IDP.get_user(AccessToken=tokens["AccessToken"])
    with refused("NotAuthorizedException"):
        refresh(tokens["RefreshToken"])

with check("errors have their classes, codes, messages and request ids"):
    try:
        sign_in("wrong-Passw0rd1!")
        raise AssertionError("signed in")
    except IDP.exceptions.NotAuthorizedException as error:
        equal(error.response["Error"], {"Code": "NotAuthorizedException", "Message": "Incorrect username or password."})
        equal(error.response["ResponseMetadata"]["HTTPStatusCode"], 400)
        assert error.response["ResponseMetadata"]["RequestId"], "no request id"
with check("a taken username"), refused("UsernameExistsException"):
    IDP.sign_up(ClientId=CLIENT, Username=USER, Password=PASSWORD)
with check("a weak password"), refused("InvalidPasswordException"):
    IDP.sign_up(ClientId=CLIENT, Username="fritz", Password="password")
with check("an unknown client"), refused("ResourceNotFoundException"):
    IDP.sign_up(ClientId="0" * 26, Username="fritz", Password=PASSWORD)
with check("a token that is none"), refused("NotAuthorizedException"):
    IDP.get_user(AccessToken="a.b.c")
with check("an unknown flow"), refused("InvalidParameterException"):
    IDP.initiate_auth(ClientId=CLIENT, AuthFlow="MAGIC", AuthParameters={"USERNAME": USER})
with check("an operation that is not offered"), refused("UnsupportedOperationException", "DescribeRiskConfiguration"):
    IDP.describe_risk_configuration(UserPoolId=POOL)
with check("an identity operation that is not offered"), \
        refused("UnsupportedOperationException", "LookupDeveloperIdentity"):
    boto3.client("cognito-identity", endpoint_url=ENDPOINT, region_name=REGION, config=CONFIG).lookup_developer_identity(
        IdentityPoolId="local:00000000-0000-0000-0000-000000000000")
