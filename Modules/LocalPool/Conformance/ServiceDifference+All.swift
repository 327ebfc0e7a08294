extension ServiceDifference {
    static let requests = about(
        .requests,
        [
            "An operation that is not offered answers `UnsupportedOperationException`: \"X is not offered by LocalPool\".",
            "Operations that need AWS credentials are performed for everybody: a signature is not looked at.",
            "ARNs, KMS keys, SES and SNS resources are checked for their form only.",
            "The words of some refusals are the pool's own, where the service's are not published: lengths of values, "
                + "mixed `ExplicitAuthFlows`, lifetimes of tokens, limits of tags and secrets.",
            "A pool id that is not there answers \"User pool X does not exist.\", for every operation.",
        ]
    )

    static let pools = about(
        .pools,
        [
            "A pool gets the id that its tag `_custom_id_` names.",
            "A custom attribute is mutable when `Mutable` is left out.",
            "`UpdateUserPool` keeps tags and `UserAttributeUpdateSettings` when they are left out.",
            "The certificate of `GetSigningCertificate` holds the key of the pool's id tokens, and signs no SAML request.",
            "A pool that is imported from `describe-user-pool` comes without domains, dates and users; authenticator apps "
                + "are on wherever its MFA is not `OFF`, as the description does not say.",
        ]
    )

    static let clients = about(
        .clients,
        [
            "A client whose name is `_custom_id_:ID` gets that id: 1 to 128 letters, digits, `_` and `+`.",
            "A client without `ReadAttributes` or `WriteAttributes` may use every attribute but those of developers (`dev:`).",
            "Of a client's two secrets `DescribeUserPoolClient` shows the older one.",
            "Domains are stored and shown, and resolve to nothing; the names of their distributions end in "
                + "`.cloudfront.invalid`.",
        ]
    )

    static let signIns = about(
        .signIns,
        [
            "`RespondToAuthChallenge` takes sessions of `AdminInitiateAuth` too.",
            "`DEVICE_SRP_AUTH` may be answered without `Session`: the sign-in is found by user, client and device key.",
            "The decoy of a user who is not there has the name as it was typed, or a made-up `sub` where an alias could "
                + "have been typed, and is the same every time.",
        ]
    )

    static let messages = about(
        .messages,
        [
            "Triggers are closures, HTTP hooks or commands; ARNs in `LambdaConfig` are stored, and invoke nothing.",
            "`awsSdkVersion` in the event of a trigger is always `aws-sdk-unknown-unknown`.",
            "A custom sender gets the code in base64, not encrypted with a KMS key, and the call waits for it.",
            "The `emailMessage` of a CustomMessage trigger counts without `EmailSendingAccount` `DEVELOPER` too; words "
                + "without the place for the code give way to the template.",
            "A CustomMessage trigger that refuses undoes the call.",
            "A user who comes by the UserMigration trigger gets no welcome message.",
            "Names and temporary passwords in e-mails are escaped, as the text is HTML.",
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
            "The pre-signed address of an import job is served by nothing: a job that is started fails, and says so; one "
                + "that is not started expires after 24 hours.",
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

    private static func about(_ subject: Subject, _ texts: [String]) -> [ServiceDifference] {
        texts.map { ServiceDifference(subject, $0) }
    }
}
