import Testing

/// A script that runs somebody else's client against the pool, and the checks that it makes, in their order.
struct PeerScript: Sendable, CustomTestStringConvertible {
    let file: String
    /// Whose client signs in; other calls of the script, by boto3, only arrange things.
    let client: String
    let checks: [String]

    var testDescription: String { file }

    static let all = [
        PeerScript(
            file: "pycognito_peer.py",
            client: "pycognito",
            checks: [
                "sign up",
                "sign in before the confirmation is refused",
                "confirm",
                "sign in with SRP",
                "a wrong password is refused",
                "get user",
                "refresh",
                "change the password",
                "reset the password",
                "the AWSSRP class",
                "sign out everywhere",
                "a client with a secret",
                "a client with a secret refuses a wrong one",
                "a client with a secret refuses none",
                "a new password is required after an administrator's sign-up",
            ]
        ),
        PeerScript(
            file: "pycognito_devices_peer.py",
            client: "pycognito",
            checks: [
                "a sign-in is offered a device",
                "its tokens are refreshed by the confirmed device only",
                "the device is listed",
                "sign in by device",
                "a wrong device password is refused",
                "a remembered device spares the second factor",
                "a device that is not remembered spares nothing",
                "forget the device",
            ]
        ),
        PeerScript(
            file: "browser_peer.py",
            client: "browser-style client",
            checks: [
                "the preflight",
                "sign up and confirm, with nulls",
                "an error can be read by the page",
                "sign in, and confirm the device",
                "sign in with the device",
                "refresh with the device",
                "settings that are null are none",
                "after a forgotten device the same proof is sent again, without it",
                "a proof works once",
                "sign out",
            ]
        ),
        PeerScript(
            file: "boto3_peer.py",
            client: "boto3",
            checks: [
                "the pool is listed",
                "a client with a generated secret",
                "sign up and confirm",
                "a code is sent again",
                "sign in with the password",
                "get user",
                "refresh, both ways",
                "change the password",
                "reset the password",
                "a reset code works once",
                "revoke a refresh token",
                "sign out everywhere",
                "errors have their classes, codes, messages and request ids",
                "a taken username",
                "a weak password",
                "an unknown client",
                "a token that is none",
                "an unknown flow",
                "an operation that is not offered",
                "an identity operation that is not offered",
            ]
        ),
        PeerScript(
            file: "federation_peer.py",
            client: "boto3",
            checks: [
                "groups are made, changed and listed",
                "a taken group and an unknown one are refused",
                "users are in groups, and tokens say so",
                "users leave groups, and groups go",
                "resource servers",
                "identity providers",
                "a user is linked to a provider, and parted from it",
                "import jobs",
                "an identity pool",
                "a guest gets credentials",
                "a guest who signs in keeps the identity, another one finds it",
                "an identity without its login, and a token that is none, are refused",
                "PyJWT verifies the identity's token with its issuer's keys",
                "identities and the pool are deleted",
            ]
        ),
        PeerScript(
            file: "oauth_peer.py",
            client: "Authlib",
            checks: [
                "sign up at the page",
                "a code with PKCE",
                "the ID token repeats the nonce",
                "a code works once",
                "another verifier is refused",
                "user info",
                "refresh",
                "revoke",
                "a client's own token",
                "a scope that the client may not have is refused",
                "a wrong secret is refused",
                "sign out",
                "an address that is not registered is an error page",
            ]
        ),
        PeerScript(
            file: "settings_peer.py",
            client: "boto3",
            checks: [
                "a pool is made under its own id, and described",
                "a taken id, a contradiction and an unknown value are refused",
                "a pool is changed, and what is left out is as by default",
                "factors are set and shown",
                "custom attributes are added once, and hold their users to them",
                "a client is made under its own id, changed and listed",
                "a client has two secrets at most, and each of them works",
                "domains",
                "tags and the signing certificate",
                "a protected pool stays, then goes with its clients",
            ]
        ),
        PeerScript(
            file: "pycognito_accounts_peer.py",
            client: "pycognito",
            checks: [
                "a code is sent again",
                "an administrator signs in",
                "an administrator's wrong password is refused",
                "tokens are verified and still good",
                "the profile is changed",
                "what a user may not change is refused",
                "a new address is verified",
                "a code for an address is asked for",
                "a wrong code for an address is refused",
                "administrators see and change the profile",
                "an authenticator app is set up",
                "a code of the app signs in, once",
                "a code by text message signs in",
                "second factors are turned off",
                "a user is disabled and enabled",
                "an administrator resets the password",
                "groups",
                "an app client is described and changed",
                "an identity provider is made, described and changed",
                "custom attributes are registered, and a user object saves itself",
                "an administrator confirms a sign-up",
                "users are deleted, by themselves and by administrators",
            ]
        ),
        PeerScript(
            file: "boto3_accounts_peer.py",
            client: "boto3",
            checks: [
                "sign up without a password, and sign in with the session",
                "sign in with a code by e-mail",
                "attributes",
                "administrators change attributes",
                "an authenticator app, preferred and lost",
                "the choice of a second factor",
                "a second factor that is set up within a sign-in",
                "sessions",
                "a user is signed out, disabled and enabled",
                "an administrator resets the password",
                "events are not kept without threat protection",
                "an administrator signs a user in",
                "a user deletes the account",
            ]
        ),
        PeerScript(
            file: "boto3_flows_peer.py",
            client: "boto3",
            checks: [
                "the factors that the user has are offered",
                "the password is chosen",
                "a proof of the password is chosen",
                "a code by text message is chosen",
                "a code by e-mail is chosen",
                "preferred factors come at once",
                "a passkey is registered and listed",
                "the passkey is chosen",
                "the passkey answers along with the choice",
                "the passkey is preferred, from the pool's own pages alone",
                "a passkey that was deleted is offered no more",
                "without triggers there is no custom flow",
                "triggers ask, and their answers sign in",
                "triggers ask after the password",
                "the older name of the refreshing flow",
                "an administrator passes a second factor for a user",
            ]
        ),
        PeerScript(
            file: "tokens_peer.py",
            client: "boto3",
            checks: [
                "the discovery document",
                "the key set shows nothing private",
                "PyJWT verifies the access token",
                "PyJWT verifies the ID token",
                "PyJWT refuses tampered tokens",
                "PyJWT refuses another audience",
                "joserfc verifies the access token",
                "joserfc verifies the ID token",
                "joserfc refuses tampered tokens",
                "both tokens name one user",
            ]
        ),
        PeerScript(
            file: "awscli_peer.py",
            client: "AWS CLI",
            checks: ["the pool is listed", "sign up and confirm", "sign in and get user", "a refusal names its code"]
        ),
    ]
}
