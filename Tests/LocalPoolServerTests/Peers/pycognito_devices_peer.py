"""pycognito's AWSSRP class, unchanged: devices, from the offer to the end."""

import urllib.parse

import requests
from checks import CLIENT, ENDPOINT, IDP, POOL, check, code_for, equal, make_client, refused
from pycognito import AWSSRP
from pycognito.exceptions import SMSMFAChallengeException

USER, PASSWORD = "henry", "Passw0rd!"
_post = requests.post


def _post_here(url, **options):
    """For devices pycognito writes the service's own address, whatever it was told; only the address is changed."""
    assert urllib.parse.urlsplit(url).hostname.endswith(".amazonaws.com"), url
    return _post(f"{ENDPOINT}/", **options)


requests.post = _post_here


def awssrp(device=None, device_password=None):
    keys = {}
    if device:
        keys = {"device_key": device["DeviceKey"], "device_group_key": device["DeviceGroupKey"]}
        keys["device_password"] = device_password
    return AWSSRP(USER, PASSWORD, POOL, CLIENT, client=make_client(), **keys)


def track(spares_second_factor):
    IDP.update_user_pool(
        UserPoolId=POOL,
        AutoVerifiedAttributes=["email"],
        MfaConfiguration="OFF",
        DeviceConfiguration={
            "ChallengeRequiredOnNewDevice": spares_second_factor,
            "DeviceOnlyRememberedOnUserPrompt": False,
        },
    )


def refresh(tokens, device_key=None):
    parameters = {"REFRESH_TOKEN": tokens["RefreshToken"]}
    if device_key:
        parameters["DEVICE_KEY"] = device_key
    return IDP.initiate_auth(ClientId=CLIENT, AuthFlow="REFRESH_TOKEN_AUTH", AuthParameters=parameters)


IDP.sign_up(
    ClientId=CLIENT,
    Username=USER,
    Password=PASSWORD,
    UserAttributes=[
        {"Name": "email", "Value": "henry@example.com"},
        {"Name": "phone_number", "Value": "+15555550133"},
    ],
)
IDP.confirm_sign_up(ClientId=CLIENT, Username=USER, ConfirmationCode=code_for(USER))
track(spares_second_factor=True)

with check("a sign-in is offered a device"):
    srp = awssrp()
    answer = srp.authenticate_user()
    first, device = answer["AuthenticationResult"], answer["AuthenticationResult"]["NewDeviceMetadata"]
    equal(device["DeviceKey"].split("_")[0], POOL.split("_")[0])
with check("its tokens are refreshed by the confirmed device only"):
    with refused("NotAuthorizedException", "Invalid Refresh Token"):
        refresh(first, device["DeviceKey"])
    response, device_password = srp.confirm_device(answer, "Henry's laptop")
    equal((response.status_code, response.json()), (200, {"UserConfirmationNecessary": False}))
    with refused("NotAuthorizedException", "Invalid Refresh Token"):
        refresh(first)
    refresh(first, device["DeviceKey"])
with check("the device is listed"):
    devices = IDP.list_devices(AccessToken=first["AccessToken"])["Devices"]
    equal([shown["DeviceKey"] for shown in devices], [device["DeviceKey"]])
    attributes = {attribute["Name"]: attribute["Value"] for attribute in devices[0]["DeviceAttributes"]}
    equal(attributes["device_name"], "Henry's laptop")
with check("sign in by device"):
    result = awssrp(device, device_password).authenticate_user()["AuthenticationResult"]
    assert "NewDeviceMetadata" not in result, "a known device is offered another key"
    refresh(result, device["DeviceKey"])
with check("a wrong device password is refused"), refused("NotAuthorizedException", "Incorrect username or password."):
    awssrp(device, "another").authenticate_user()
with check("a remembered device spares the second factor"):
    IDP.set_user_pool_mfa_config(
        UserPoolId=POOL,
        MfaConfiguration="OPTIONAL",
        SmsMfaConfiguration={"SmsConfiguration": {"SnsCallerArn": "arn:aws:iam::000000000000:role/sms"}},
    )
    IDP.set_user_mfa_preference(
        AccessToken=first["AccessToken"], SMSMfaSettings={"Enabled": True, "PreferredMfa": True}
    )
    awssrp(device, device_password).authenticate_user()["AuthenticationResult"]
    try:
        awssrp().authenticate_user()
        raise AssertionError("signed in without the second factor")
    except SMSMFAChallengeException:
        pass
with check("a device that is not remembered spares nothing"):
    assert "200" in awssrp().update_device_status(False, first["AccessToken"], device["DeviceKey"])
    try:
        awssrp(device, device_password).authenticate_user()
        raise AssertionError("signed in without the second factor")
    except SMSMFAChallengeException:
        pass
    assert "200" in awssrp().update_device_status(True, first["AccessToken"], device["DeviceKey"])
    awssrp(device, device_password).authenticate_user()["AuthenticationResult"]
with check("forget the device"):
    assert "200" in awssrp().forget_device(first["AccessToken"], device["DeviceKey"])
    with refused("ResourceNotFoundException", "Device does not exist."):
        awssrp(device, device_password).authenticate_user()
    with refused("NotAuthorizedException", "Invalid Refresh Token"):
        refresh(result, device["DeviceKey"])
