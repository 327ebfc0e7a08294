extension ServiceDifference {
    static let requests = about(
        .requests,
        [
            "An operation that is not offered answers `UnsupportedOperationException`: \"X is not offered by LocalPool\".",
            "ARNs, KMS keys, SES and SNS resources are checked for their form only.",
            "The words of some refusals are the pool's own, where the service's are not published: lengths of values, "
                + "mixed `ExplicitAuthFlows`, lifetimes of tokens, limits of tags and secrets.",
            "A pool id that is not there answers \"User pool X does not exist.\", for every operation.",
            "Quotas of calls per second are not kept: only chaos rules throttle.",
        ],
        lenient: ["Operations that need AWS credentials are performed for everybody: a signature is not looked at."],
        strict: [
            "Of a signature its form and its service are looked at: whose it is, when it was made and whether it holds, the "
                + "pool cannot tell."
        ]
    )

    static let pools = about(
        .pools,
        [
            "The region of pools is `local`, unless the pool was configured with another.",
            "A custom attribute is mutable when `Mutable` is left out.",
            "`UpdateUserPool` keeps tags and `UserAttributeUpdateSettings` when they are left out.",
            "The certificate of `GetSigningCertificate` holds the key of the pool's id tokens, and signs no SAML request.",
            "A pool that is imported from `describe-user-pool` comes without domains, dates and users; authenticator apps "
                + "are on wherever its MFA is not `OFF`, as the description does not say.",
        ],
        lenient: ["A pool gets the id that its tag `_custom_id_` names."]
    )

    static let clients = about(
        .clients,
        [
            "A client without `ReadAttributes` or `WriteAttributes` may use every attribute but those of developers (`dev:`).",
            "Of a client's two secrets `DescribeUserPoolClient` shows the older one.",
            "A domain is answered where its name leads to the pool: `PREFIX.localhost`, or a whole name that is an allowed "
                + "host; the names of distributions end in `.cloudfront.invalid`.",
        ],
        lenient: [
            "A client whose name is `_custom_id_:ID` gets that id: 1 to 128 letters, digits, `_` and `+`."
        ]
    )

    static let signIns = about(
        .signIns,
        [
            "`DEVICE_SRP_AUTH` may be answered without `Session`: the sign-in is found by user, client and device key.",
            "The decoy of a user who is not there has the name as it was typed, or a made-up `sub` where an alias could "
                + "have been typed, and is the same every time.",
            "Users whom `AdminCreateUser` makes without a password get no invitation.",
            "`AdminListUserAuthEvents` judges nothing: the risk is always `NoRisk`, and there is no place and no device.",
        ],
        lenient: [
            "`RespondToAuthChallenge` takes sessions of `AdminInitiateAuth` too, but for those with a password.",
            "`AdminCreateUser` without `TemporaryPassword` draws one even where users can sign in with codes alone; only a "
                + "blank one makes a user without a password.",
        ]
    )

    static let tokens = about(
        .tokens,
        [
            "Issuers begin with the pool's own address, unless it was configured to write the service's.",
            "Signing keys change only when a program asks for it; earlier ones stay in the key set for 24 hours.",
            "`/oauth2/authorize` knows the pool's own users alone: it refuses `identity_provider` unless it is `COGNITO`, "
                + "and `idp_identifier`.",
            "`/oauth2/authorize` takes no notice of `resource` (RFC 8707), and access tokens have no `aud`.",
            "The sign-in page has its own looks and words, those of its errors included, and tracks no devices.",
        ]
    )

    static let factors = about(
        .factors,
        [
            "Devices have no attributes `last_ip_used` and `dev:device_sdk`.",
            "`ListDevices` and `GetDevice` show a user the devices that are remembered, administrators all that were "
                + "confirmed.",
            "Where MFA is `ON`, a request to turn a factor off changes nothing.",
            "`WebAuthnMfaSettings` that turn a passkey into a second factor are refused by name.",
            "The `FriendlyCredentialName` of every passkey is `Passkey`.",
        ]
    )

    static let messages = about(
        .messages,
        [
            "Triggers are closures, HTTP hooks or commands; ARNs in `LambdaConfig` are stored, and invoke nothing.",
            "`awsSdkVersion` in the event of a trigger is always `aws-sdk-unknown-unknown`.",
            "A custom sender gets the code in base64, not encrypted with a KMS key, and the call waits for it.",
            "Words of a CustomMessage trigger without the place for the code give way to the template.",
            "A CustomMessage trigger that refuses undoes the call.",
            "A user who comes by the UserMigration trigger gets no welcome message.",
            "Names and temporary passwords in e-mails are escaped, as the text is HTML.",
        ],
        lenient: [
            "A fixed code, if one was configured, is the code of every message.",
            "The `emailMessage` of a CustomMessage trigger counts without `EmailSendingAccount` `DEVELOPER` too.",
        ]
    )

    static let groups = about(
        .groups,
        [
            "Names of groups that differ in case only are one group.",
            "A user's groups are listed by precedence, then by name.",
            "To remove a user from a group that is not there answers `ResourceNotFoundException`.",
        ]
    )

    static let federation = about(
        .federation,
        [
            "Identity providers are stored and shown: nobody signs in through them, and their metadata is not fetched.",
            "The pre-signed address of an import job leads to the pool's own server and takes 16 MiB; what became of each "
                + "row is written to no log. Of `PasswordHashingAlgorithm` no notice is taken: users come without passwords.",
        ]
    )

    static let identityPools = about(
        .identityPools,
        [
            "Credentials are made up: no role is assumed, and nothing accepts them.",
            "Only user pools of the same process can be logins; their names under `amazonaws.com.cn` are not known.",
            "Developer identities and principal tags are refused by name.",
            "`GetOpenIdToken` signs with RS256, and its issuer is the pool's own address; the service signs with RS512 as "
                + "`https://cognito-identity.amazonaws.com`.",
        ]
    )

    private static func about(
        _ subject: Subject,
        _ texts: [String],
        lenient: [String] = [],
        strict: [String] = []
    ) -> [ServiceDifference] {
        texts.map { ServiceDifference(subject, $0) } + lenient.map { ServiceDifference(subject, $0, in: .lenient) }
            + strict.map { ServiceDifference(subject, $0, in: .strict) }
    }
}
