"""boto3, unchanged: groups, resource servers, identity providers, import jobs, and an identity pool."""

import json

import boto3
import jwt
from botocore import UNSIGNED
from botocore.config import Config
from checks import CLIENT, CONFIG, ENDPOINT, IDP, POOL, REGION, check, equal, fetch, refused

USER, PASSWORD = "greta", "Passw0rd!"
ROLES = {name: f"arn:aws:iam::123456789012:role/{name}" for name in ("editor", "reader", "guest", "member")}
IDENTITY = boto3.client("cognito-identity", endpoint_url=ENDPOINT, region_name=REGION, config=CONFIG)
# Applications sign nothing of these.
VISITOR = boto3.client("cognito-identity", endpoint_url=ENDPOINT, region_name=REGION,
                       config=CONFIG.merge(Config(signature_version=UNSIGNED)))
PROVIDER = f"cognito-idp.{REGION}.amazonaws.com/{POOL}"


def sign_in():
    return IDP.initiate_auth(
        ClientId=CLIENT,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": USER, "PASSWORD": PASSWORD},
    )["AuthenticationResult"]


def claims(token):
    return jwt.decode(token, options={"verify_signature": False})


IDP.admin_create_user(UserPoolId=POOL, Username=USER, MessageAction="SUPPRESS")
IDP.admin_set_user_password(UserPoolId=POOL, Username=USER, Password=PASSWORD, Permanent=True)

with check("groups are made, changed and listed"):
    for name, precedence in (("readers", 5), ("editors", 1), ("others", None)):
        settings = {} if precedence is None else {"Precedence": precedence, "RoleArn": ROLES[name[:-1]]}
        made = IDP.create_group(UserPoolId=POOL, GroupName=name, Description=f"the {name}", **settings)["Group"]
        equal(made["GroupName"], name)
    IDP.update_group(UserPoolId=POOL, GroupName="others", Description="everybody else")
    equal(IDP.get_group(UserPoolId=POOL, GroupName="others")["Group"]["Description"], "everybody else")
    pages = IDP.get_paginator("list_groups").paginate(UserPoolId=POOL, PaginationConfig={"PageSize": 2})
    equal([group["GroupName"] for page in pages for group in page["Groups"]], ["editors", "others", "readers"])
with check("a taken group and an unknown one are refused"):
    with refused("GroupExistsException"):
        IDP.create_group(UserPoolId=POOL, GroupName="editors")
    with refused("ResourceNotFoundException", "Group not found."):
        IDP.get_group(UserPoolId=POOL, GroupName="nobody")
with check("users are in groups, and tokens say so"):
    for name in ("others", "readers", "editors"):
        IDP.admin_add_user_to_group(UserPoolId=POOL, Username=USER, GroupName=name)
    pages = IDP.get_paginator("admin_list_groups_for_user").paginate(
        UserPoolId=POOL, Username=USER, PaginationConfig={"PageSize": 2})
    equal([group["GroupName"] for page in pages for group in page["Groups"]], ["editors", "readers", "others"])
    members = IDP.list_users_in_group(UserPoolId=POOL, GroupName="editors")["Users"]
    equal([member["Username"] for member in members], [USER])
    tokens = sign_in()
    for token in ("IdToken", "AccessToken"):
        equal(claims(tokens[token])["cognito:groups"], ["editors", "readers", "others"])
    equal(claims(tokens["IdToken"])["cognito:roles"], [ROLES["editor"], ROLES["reader"]])
    equal(claims(tokens["IdToken"])["cognito:preferred_role"], ROLES["editor"])
with check("users leave groups, and groups go"):
    IDP.admin_remove_user_from_group(UserPoolId=POOL, Username=USER, GroupName="others")
    IDP.delete_group(UserPoolId=POOL, GroupName="readers")
    equal(claims(sign_in()["IdToken"])["cognito:groups"], ["editors"])

with check("resource servers"):
    made = IDP.create_resource_server(
        UserPoolId=POOL, Identifier="https://sun.example.com", Name="sun",
        Scopes=[{"ScopeName": "read", "ScopeDescription": "may read"}])["ResourceServer"]
    equal(made["Scopes"], [{"ScopeName": "read", "ScopeDescription": "may read"}])
    IDP.update_resource_server(UserPoolId=POOL, Identifier="https://sun.example.com", Name="moon")
    shown = IDP.describe_resource_server(UserPoolId=POOL, Identifier="https://sun.example.com")["ResourceServer"]
    equal((shown["Name"], shown["Scopes"]), ("moon", []))
    pages = IDP.get_paginator("list_resource_servers").paginate(UserPoolId=POOL, PaginationConfig={"PageSize": 1})
    equal([server["Name"] for page in pages for server in page["ResourceServers"]], ["moon"])
    IDP.delete_resource_server(UserPoolId=POOL, Identifier="https://sun.example.com")
    with refused("ResourceNotFoundException"):
        IDP.describe_resource_server(UserPoolId=POOL, Identifier="https://sun.example.com")

with check("identity providers"):
    IDP.create_identity_provider(
        UserPoolId=POOL, ProviderName="Corp", ProviderType="SAML", IdpIdentifiers=["corp.example.com"],
        ProviderDetails={"MetadataURL": "https://idp.example.com/metadata"}, AttributeMapping={"email": "mail"})
    IDP.update_identity_provider(UserPoolId=POOL, ProviderName="Corp", AttributeMapping={"name": "cn"})
    shown = IDP.describe_identity_provider(UserPoolId=POOL, ProviderName="Corp")["IdentityProvider"]
    equal((shown["ProviderType"], shown["AttributeMapping"]), ("SAML", {"name": "cn"}))
    found = IDP.get_identity_provider_by_identifier(UserPoolId=POOL, IdpIdentifier="corp.example.com")
    equal(found["IdentityProvider"]["ProviderName"], "Corp")
    pages = IDP.get_paginator("list_identity_providers").paginate(UserPoolId=POOL)
    equal([provider["ProviderName"] for page in pages for provider in page["Providers"]], ["Corp"])
    with refused("DuplicateProviderException"):
        IDP.create_identity_provider(UserPoolId=POOL, ProviderName="Corp", ProviderType="SAML",
                                     ProviderDetails={"MetadataURL": "https://idp.example.com/metadata"})
with check("a user is linked to a provider, and parted from it"):
    source = {"ProviderName": "Corp", "ProviderAttributeName": "Cognito_Subject", "ProviderAttributeValue": "g-1"}
    IDP.admin_link_provider_for_user(
        UserPoolId=POOL, SourceUser=source,
        DestinationUser={"ProviderName": "Cognito", "ProviderAttributeValue": USER})
    attributes = IDP.admin_get_user(UserPoolId=POOL, Username=USER)["UserAttributes"]
    linked = json.loads({attribute["Name"]: attribute["Value"] for attribute in attributes}["identities"])
    equal((linked[0]["userId"], linked[0]["providerName"], linked[0]["providerType"]), ("g-1", "Corp", "SAML"))
    equal(claims(sign_in()["IdToken"])["identities"][0]["userId"], "g-1")
    IDP.admin_disable_provider_for_user(UserPoolId=POOL, User=source)
    equal("identities" in claims(sign_in()["IdToken"]), False)
    IDP.delete_identity_provider(UserPoolId=POOL, ProviderName="Corp")

with check("import jobs"):
    assert "cognito:username" in IDP.get_csv_header(UserPoolId=POOL)["CSVHeader"]
    job = IDP.create_user_import_job(
        UserPoolId=POOL, JobName="everybody", CloudWatchLogsRoleArn=ROLES["reader"])["UserImportJob"]
    equal(job["Status"], "Created")
    equal(IDP.start_user_import_job(UserPoolId=POOL, JobId=job["JobId"])["UserImportJob"]["StartDate"] is None, False)
    equal(len(IDP.list_user_import_jobs(UserPoolId=POOL, MaxResults=10)["UserImportJobs"]), 1)
    with refused("PreconditionNotMetException"):
        IDP.start_user_import_job(UserPoolId=POOL, JobId=job["JobId"])

with check("an identity pool"):
    pool = IDENTITY.create_identity_pool(
        IdentityPoolName="visitors", AllowUnauthenticatedIdentities=True, AllowClassicFlow=True,
        CognitoIdentityProviders=[{"ProviderName": PROVIDER, "ClientId": CLIENT}])["IdentityPoolId"]
    IDENTITY.set_identity_pool_roles(
        IdentityPoolId=pool, Roles={"authenticated": ROLES["member"], "unauthenticated": ROLES["guest"]},
        RoleMappings={f"{PROVIDER}:{CLIENT}": {"Type": "Token", "AmbiguousRoleResolution": "Deny"}})
    equal(IDENTITY.get_identity_pool_roles(IdentityPoolId=pool)["Roles"]["unauthenticated"], ROLES["guest"])
    arn = f"arn:aws:cognito-identity:{REGION}:000000000000:identitypool/{pool}"
    IDENTITY.tag_resource(ResourceArn=arn, Tags={"team": "sun"})
    equal(IDENTITY.describe_identity_pool(IdentityPoolId=pool)["IdentityPoolTags"], {"team": "sun"})
    listed = IDENTITY.get_paginator("list_identity_pools").paginate(PaginationConfig={"PageSize": 5})
    assert pool in [entry["IdentityPoolId"] for page in listed for entry in page["IdentityPools"]]
with check("a guest gets credentials"):
    guest = VISITOR.get_id(IdentityPoolId=pool)["IdentityId"]
    credentials = VISITOR.get_credentials_for_identity(IdentityId=guest)["Credentials"]
    assert credentials["AccessKeyId"].startswith("ASIA"), credentials["AccessKeyId"]
    assert credentials["Expiration"].timestamp() > 0 and credentials["SecretKey"] and credentials["SessionToken"]
with check("a guest who signs in keeps the identity, another one finds it"):
    logins = {PROVIDER: sign_in()["IdToken"]}
    equal(VISITOR.get_credentials_for_identity(IdentityId=guest, Logins=logins)["IdentityId"], guest)
    equal(VISITOR.get_id(IdentityPoolId=pool, Logins=logins)["IdentityId"], guest)
    another = VISITOR.get_id(IdentityPoolId=pool)["IdentityId"]
    equal(VISITOR.get_credentials_for_identity(IdentityId=another, Logins=logins)["IdentityId"], guest)
    equal(IDENTITY.describe_identity(IdentityId=guest)["Logins"], [PROVIDER])
with check("an identity without its login, and a token that is none, are refused"):
    with refused("NotAuthorizedException", "is forbidden"):
        VISITOR.get_credentials_for_identity(IdentityId=guest)
    with refused("NotAuthorizedException", "Invalid login token."):
        VISITOR.get_id(IdentityPoolId=pool, Logins={PROVIDER: "a.b.c"})
    with refused("NotAuthorizedException", "Missing a required claim: aud"):
        VISITOR.get_id(IdentityPoolId=pool, Logins={PROVIDER: sign_in()["AccessToken"]})
with check("PyJWT verifies the identity's token with its issuer's keys"):
    token = VISITOR.get_open_id_token(IdentityId=guest, Logins=logins)["Token"]
    issuer = f"{ENDPOINT}/identity"
    keys = json.loads(fetch(json.loads(fetch(f"{issuer}/.well-known/openid-configuration"))["jwks_uri"]))["keys"]
    key = next(key for key in keys if key["kid"] == jwt.get_unverified_header(token)["kid"])
    read = jwt.decode(token, jwt.PyJWK(key), algorithms=["RS256"], audience=pool, issuer=issuer)
    equal((read["sub"], read["amr"][0]), (guest, "authenticated"))
with check("identities and the pool are deleted"):
    entries = IDENTITY.list_identities(IdentityPoolId=pool, MaxResults=60, HideDisabled=True)["Identities"]
    equal([entry["IdentityId"] for entry in entries], [guest])
    equal(IDENTITY.delete_identities(IdentityIdsToDelete=[guest])["UnprocessedIdentityIds"], [])
    IDENTITY.delete_identity_pool(IdentityPoolId=pool)
    with refused("ResourceNotFoundException", "not found"):
        VISITOR.get_id(IdentityPoolId=pool)
