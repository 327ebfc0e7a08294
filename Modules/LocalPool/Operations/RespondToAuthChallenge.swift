internal import ByteCoding
internal import CognitoSRP
internal import CognitoWire
internal import GRDB

extension RespondToAuthChallenge: LocalOperation {
    static func perform(
        _ request: RespondToAuthChallengeRequest,
        in call: Call
    ) throws -> RespondToAuthChallengeResponse {
        let client = try call.client(request.clientID)
        let pool = try call.pool(client.poolID)
        let sent = SentParameters(request.challengeResponses)
        let username = try sent.username()
        try call.checkSecretHash(sent["SECRET_HASH"], of: client, over: [username])
        let step: SignInStep
        switch request.challengeName {
        case .passwordVerifier:
            let claim = PasswordClaim(
                signature: try sent.required("PASSWORD_CLAIM_SIGNATURE"),
                secretBlock: try sent.required("PASSWORD_CLAIM_SECRET_BLOCK"),
                timestamp: try sent.required("TIMESTAMP")
            )
            step = try call.stepAfterProof(claim, username: username, client: client, pool: pool)
        case .newPasswordRequired:
            step = try call.spendingSession(request.session, of: .newPasswordRequired, client: client) { _, user in
                try takeNewPassword(sent, of: user, client: client, pool: pool, in: call)
            }
        case .smsMFA:
            let code = try sent.required("SMS_MFA_CODE")
            step = try call.spendingSession(request.session, of: .smsMFA, client: client) { session, user in
                try refuse(username, for: user)
                try call.checkCode(code, of: &session, user: user)
                return .tokens(try call.issueTokens(to: user, client: client, pool: pool))
            }
        default:
            throw Refusal.invalidParameter("\(request.challengeName.rawValue) is not offered by LocalPool")
        }
        return step.respondToAuthChallengeResponse
    }

    /// Takes the password that comes in place of a temporary one, and attributes along with it.
    private static func takeNewPassword(
        _ sent: SentParameters,
        of user: UserRecord,
        client: AppClientRecord,
        pool: UserPoolRecord,
        in call: Call
    ) throws -> SignInStep {
        try refuse(try sent.username(), for: user)
        guard user.status == .forceChangePassword else {
            throw Refusal.notAuthorized("Invalid session for the user.")
        }
        let password = try sent.required("NEW_PASSWORD")
        try call.checkPolicy(password, in: pool)
        let present = try call.attributes(of: user)
        let added = try AttributeSchema.checked(sent.userAttributes, writtenBy: .user(client))
        if let taken = added.keys.sorted().first(where: { present[$0] != nil }) {
            throw Refusal.notAuthorized("Cannot modify an already provided \(taken)")
        }
        var user = user
        try user.setPassword(SecretBytes(utf8: password), in: call)
        user.status = .confirmed
        try user.update(call.db)
        try call.setAttributes(added, of: user)
        return try call.stepAfterFirstFactor(of: user, client: client, pool: pool)
    }

    /// The session says who signs in; a `USERNAME` that names somebody else is refused.
    private static func refuse(_ username: String, for user: UserRecord) throws {
        guard username == user.username || username == user.sub else {
            throw Refusal.notAuthorized("Invalid session for the user.")
        }
    }
}
