"""boto3, unchanged: what infrastructure tools do to pools, clients, domains and tags."""

import base64
import hashlib
import hmac

from checks import IDP, POOL, REGION, check, equal, refused

PASSWORD = "Passw0rd!"
made = IDP.create_user_pool(
    PoolName="settings",
    Policies={"PasswordPolicy": {"MinimumLength": 8, "RequireNumbers": True}},
    AutoVerifiedAttributes=["email"],
    UsernameAttributes=["email"],
    Schema=[
        {"Name": "email", "Required": True, "Mutable": True},
        {"Name": "level", "AttributeDataType": "Number", "NumberAttributeConstraints": {"MaxValue": "10"}},
    ],
    UserPoolTags={"_custom_id_": f"{REGION}_Settings1", "stage": "test"},
)["UserPool"]
ID, ARN = made["Id"], made["Arn"]


def secret_hash(name, client, secret):
    digest = hmac.new(secret.encode(), (name + client).encode(), hashlib.sha256).digest()
    return base64.b64encode(digest).decode()


with check("a pool is made under its own id, and described"):
    equal(ID, f"{REGION}_Settings1")
    shown = IDP.describe_user_pool(UserPoolId=ID)["UserPool"]
    equal((shown["Name"], shown["MfaConfiguration"], shown["EstimatedNumberOfUsers"]), ("settings", "OFF", 0))
    names = {attribute["Name"]: attribute for attribute in shown["SchemaAttributes"]}
    equal((names["email"]["Required"], names["custom:level"]["AttributeDataType"]), (True, "Number"))
with check("a taken id, a contradiction and an unknown value are refused"):
    with refused("InvalidParameterException", "_custom_id_"):
        IDP.create_user_pool(PoolName="again", UserPoolTags={"_custom_id_": ID})
    with refused("InvalidParameterException", "SMS configuration"):
        IDP.create_user_pool(PoolName="again", MfaConfiguration="ON")
    with refused("InvalidParameterException", "Member must satisfy enum value set"):
        IDP.create_user_pool(PoolName="again", DeletionProtection="MAYBE")
with check("a pool is changed, and what is left out is as by default"):
    IDP.update_user_pool(UserPoolId=ID, AutoVerifiedAttributes=["email"], DeletionProtection="ACTIVE")
    shown = IDP.describe_user_pool(UserPoolId=ID)["UserPool"]
    equal(shown["Policies"]["PasswordPolicy"]["RequireSymbols"], True)
    equal((shown["UsernameAttributes"], shown["DeletionProtection"]), (["email"], "ACTIVE"))
with check("factors are set and shown"):
    equal(IDP.get_user_pool_mfa_config(UserPoolId=ID)["MfaConfiguration"], "OFF")
    IDP.set_user_pool_mfa_config(
        UserPoolId=ID, MfaConfiguration="OPTIONAL", SoftwareTokenMfaConfiguration={"Enabled": True})
    shown = IDP.get_user_pool_mfa_config(UserPoolId=ID)
    equal((shown["MfaConfiguration"], shown["SoftwareTokenMfaConfiguration"]), ("OPTIONAL", {"Enabled": True}))
    with refused("InvalidParameterException", "Invalid MFA configuration given"):
        IDP.set_user_pool_mfa_config(UserPoolId=ID, MfaConfiguration="ON")
with check("custom attributes are added once, and hold their users to them"):
    attribute = {"Name": "team", "AttributeDataType": "String", "Mutable": False}
    IDP.add_custom_attributes(UserPoolId=ID, CustomAttributes=[attribute])
    with refused("InvalidParameterException", "custom:team: Existing attribute already has name custom:team."):
        IDP.add_custom_attributes(UserPoolId=ID, CustomAttributes=[attribute])
    with refused("InvalidParameterException", "Attributes did not conform to the schema: custom:level"):
        IDP.admin_create_user(UserPoolId=ID, Username="a@example.com", MessageAction="SUPPRESS",
                              UserAttributes=[{"Name": "custom:level", "Value": "11"}])
with check("a client is made under its own id, changed and listed"):
    client = IDP.create_user_pool_client(
        UserPoolId=ID, ClientName="_custom_id_:settingsclient", GenerateSecret=True,
        ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
        AllowedOAuthFlowsUserPoolClient=True, AllowedOAuthFlows=["code"], AllowedOAuthScopes=["openid"],
        CallbackURLs=["http://localhost:3000/in"])["UserPoolClient"]
    equal((client["ClientId"], client["RefreshTokenValidity"]), ("settingsclient", 30))
    changed = IDP.update_user_pool_client(
        UserPoolId=ID, ClientId="settingsclient", ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"])["UserPoolClient"]
    equal((changed["ClientSecret"], changed.get("CallbackURLs")), (client["ClientSecret"], None))
    with refused("ScopeDoesNotExistException"):
        IDP.update_user_pool_client(UserPoolId=ID, ClientId="settingsclient", AllowedOAuthScopes=["no/where"])
with check("a client has two secrets at most, and each of them works"):
    known = {"UserPoolId": ID, "ClientId": "settingsclient"}
    first = IDP.describe_user_pool_client(**known)["UserPoolClient"]["ClientSecret"]
    second = IDP.add_user_pool_client_secret(**known)["ClientSecretDescriptor"]["ClientSecretValue"]
    with refused("LimitExceededException"):
        IDP.add_user_pool_client_secret(**known)
    for index, secret in enumerate((first, second)):
        name = f"user{index}@example.com"
        IDP.sign_up(ClientId="settingsclient", Username=name, Password=PASSWORD,
                    SecretHash=secret_hash(name, "settingsclient", secret))
    listed = IDP.list_user_pool_client_secrets(**known)["ClientSecrets"]
    equal(len(listed), 2)
    IDP.delete_user_pool_client_secret(**known, ClientSecretId=listed[0]["ClientSecretId"])
    with refused("NotAuthorizedException"):
        IDP.sign_up(ClientId="settingsclient", Username="c@example.com", Password=PASSWORD,
                    SecretHash=secret_hash("c@example.com", "settingsclient", first))
with check("domains"):
    IDP.create_user_pool_domain(UserPoolId=ID, Domain="settings")
    equal(IDP.describe_user_pool_domain(Domain="settings")["DomainDescription"]["UserPoolId"], ID)
    with refused("InvalidParameterException", "Domain already associated with another user pool."):
        IDP.create_user_pool_domain(UserPoolId=POOL, Domain="settings")
    IDP.update_user_pool_domain(UserPoolId=ID, Domain="settings", ManagedLoginVersion=2)
    IDP.delete_user_pool_domain(UserPoolId=ID, Domain="settings")
    equal(IDP.describe_user_pool_domain(Domain="settings")["DomainDescription"], {})
with check("tags and the signing certificate"):
    IDP.tag_resource(ResourceArn=ARN, Tags={"stage": "next", "team": "sun"})
    IDP.untag_resource(ResourceArn=ARN, TagKeys=["_custom_id_", "team"])
    equal(IDP.list_tags_for_resource(ResourceArn=ARN)["Tags"], {"stage": "next"})
    base64.b64decode(IDP.get_signing_certificate(UserPoolId=ID)["Certificate"], validate=True)
with check("a protected pool stays, then goes with its clients"):
    with refused("InvalidParameterException", "deletion protection is activated"):
        IDP.delete_user_pool(UserPoolId=ID)
    IDP.update_user_pool(UserPoolId=ID, DeletionProtection="INACTIVE")
    IDP.delete_user_pool_client(UserPoolId=ID, ClientId="settingsclient")
    IDP.delete_user_pool(UserPoolId=ID)
    with refused("ResourceNotFoundException"):
        IDP.describe_user_pool(UserPoolId=ID)
