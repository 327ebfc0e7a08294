internal import ByteCoding
internal import CognitoSRP
internal import CognitoWire
internal import GRDB

extension Call {
    /// Goes on after a right password: refuses whoever may not sign in, asks for a new password or a second factor, or
    /// ends the sign-in.
    func stepAfterPassword(
        of user: UserRecord,
        client: AppClientRecord,
        pool: UserPoolRecord
    ) throws -> SignInStep {
        try recordSuccess(.password, username: user.username, poolID: pool.id)
        guard user.isEnabled else { throw Refusal.notAuthorized("User is disabled.").keepingChanges }
        switch user.status {
        case .unconfirmed:
            throw Refusal(.userNotConfirmed, "User is not confirmed.").keepingChanges
        case .resetRequired:
            throw Refusal(.passwordResetRequired, "Password reset required for the user").keepingChanges
        case .forceChangePassword:
            guard user.temporaryUntil.map({ now < $0 }) ?? true else {
                throw Refusal.notAuthorized(
                    "Temporary password has expired and must be reset by an administrator."
                ).keepingChanges
            }
            return try newPasswordStep(of: user, client: client)
        default:
            return try stepAfterFirstFactor(of: user, client: client, pool: pool)
        }
    }

    /// Asks for the second factor that the user has chosen, or ends the sign-in.
    func stepAfterFirstFactor(
        of user: UserRecord,
        client: AppClientRecord,
        pool: UserPoolRecord
    ) throws -> SignInStep {
        guard pool.allowsMFA, user.usesSMSMFA, let number = try attributes(of: user)["phone_number"] else {
            return .tokens(try issueTokens(to: user, client: client, pool: pool))
        }
        let destination = Destination(attribute: "phone_number", address: number)
        let code = try makeCode()
        let session = try startSession(.smsMFA, code: code, user: user, client: client)
        try send(
            .authentication,
            code: code,
            to: user,
            at: destination,
            in: pool,
            client: client,
            metadata: nil
        )
        return .challenge(
            .smsMFA,
            session: session,
            parameters: [
                "CODE_DELIVERY_DELIVERY_MEDIUM": destination.medium.rawValue,
                "CODE_DELIVERY_DESTINATION": DeliveryMask.phoneNumber(number),
                "USER_ID_FOR_SRP": user.username,
            ]
        )
    }

    /// Asks for a password in place of the temporary one, and shows what is known of the user.
    private func newPasswordStep(of user: UserRecord, client: AppClientRecord) throws -> SignInStep {
        let visible = try attributes(of: user).filter { client.reads($0.key) }
        return .challenge(
            .newPasswordRequired,
            session: try startSession(.newPasswordRequired, user: user, client: client),
            parameters: [
                "USER_ID_FOR_SRP": user.username,
                "userAttributes": String(decoding: try WireCoder().encode(visible), as: UTF8.self),
                "requiredAttributes": "[]",
            ]
        )
    }

    /// Checks a password that came in clear, with the lock and the decoy that a proof would meet.
    ///
    /// - Throws: ``Refusal`` if it is wrong, locked, or there is no such user.
    func checkPassword(
        _ password: String,
        username: String,
        client: AppClientRecord,
        pool: UserPoolRecord
    ) throws -> UserRecord {
        guard try !isLocked(.password, username: username, poolID: pool.id) else { throw Refusal.tooManyPasswords }
        let user = try user(named: username, poolID: pool.id)
        guard user != nil || client.hidesUsers else { throw Refusal.userNotFound }
        guard let user, try matches(password, of: user) else {
            if user == nil { try computeInVain(password, username: username, poolID: pool.id) }
            try recordFailure(.password, username: username, poolID: pool.id)
            throw Refusal.wrongCredentials.keepingChanges
        }
        return user
    }

    /// Whether a password is the user's.
    func matches(_ password: String, of user: UserRecord) throws -> Bool {
        guard let verifier = try user.passwordVerifier() else { return false }
        return try verifier.matches(password: SecretBytes(utf8: password), identity: user.identity())
    }

    /// Takes as long over a name that nobody has as over one that somebody has.
    private func computeInVain(_ password: String, username: String, poolID: String) throws {
        let verifier = try decoy.verifier(username: username, poolID: poolID)
        _ = try verifier.matches(
            password: SecretBytes(utf8: password),
            identity: SRPIdentity(userPoolID: poolID, userID: username)
        )
    }
}
