internal import ByteCoding
internal import CognitoWire
internal import GRDB

extension SignIn {
    /// Checks a password that came in clear, with the lock and the decoy that a proof would meet.
    mutating func answer(password: String) throws -> SignInStep {
        let username = progress.username
        guard try !call.isLocked(.password, username: username, poolID: pool.id) else { throw Refusal.tooManyPasswords }
        guard try call.matches(password, of: user, username: username, poolID: pool.id) else {
            try call.recordFailure(.password, username: username, poolID: pool.id)
            try call.record(.signIn, .fail, of: user?.sub, in: pool, [.password: .failure])
            throw Refusal.wrongCredentials.keepingChanges
        }
        try refuseUnknownDevice()
        return try passPassword()
    }

    /// Goes on after a right password: refuses whoever may not sign in.
    mutating func passPassword() throws -> SignInStep {
        guard let user else { throw Refusal.wrongCredentials }
        try call.recordSuccess(.password, username: user.username, poolID: pool.id)
        try refuseClosed(user)
        let isExpired = user.status == .forceChangePassword && user.temporaryUntil.map { $0 <= call.now } == true
        guard !isExpired else {
            throw Refusal.notAuthorized("Temporary password has expired and must be reset by an administrator.")
                .keepingChanges
        }
        return try pass(.password)
    }

    /// Goes on after the first factor.
    mutating func pass(_ factor: SignInProgress.FirstFactor) throws -> SignInStep {
        progress.firstFactor = factor
        return try isLedByTriggers ? nextRound(after: .passwordVerifier, succeeded: true) : proceed()
    }

    /// Refuses a user who may not sign in, right password or not.
    func refuseClosed(_ user: UserRecord) throws {
        guard user.isEnabled else { throw Refusal.userDisabled.keepingChanges }
        switch user.status {
        case .unconfirmed: throw Refusal(.userNotConfirmed, "User is not confirmed.").keepingChanges
        case .resetRequired:
            throw Refusal(.passwordResetRequired, "Password reset required for the user").keepingChanges
        default: return
        }
    }

    /// Asks for a password in place of the temporary one, and shows what is known of the user.
    func newPasswordChallenge(of user: UserRecord) throws -> SignInStep {
        let visible = user.attributes.filter { client.reads($0.key) }
        let missing = pool.schema.missing(in: user.attributes)
        return try challenge(
            .newPasswordRequired,
            [
                "USER_ID_FOR_SRP": user.username,
                "userAttributes": WireCoder.text(visible),
                "requiredAttributes": WireCoder.text(missing.map { "userAttributes.\($0)" }),
            ]
        )
    }

    /// Takes the password that comes in place of a temporary one, and attributes along with it.
    mutating func answer(newPassword password: String, attributes: [AttributeType]) throws -> SignInStep {
        guard var user, user.status == .forceChangePassword else {
            throw Refusal.notAuthorized("Invalid session for the user.")
        }
        // Or the refusal at the end would come after the password was changed.
        try refuseClosed(user)
        let added = try pool.schema.checked(attributes, writtenBy: .user(client), on: .creation)
        if let taken = added.keys.sorted().first(where: { user.attributes[$0] != nil }) {
            throw Refusal.notAuthorized("Cannot modify an already provided \(taken)")
        }
        if let missing = pool.schema.missing(in: user.attributes.merging(added) { $1 }).first {
            throw Refusal.invalidParameter("Invalid attributes given, \(missing) is missing")
        }
        try call.changePassword(of: &user, to: password, in: pool)
        user.status = .confirmed
        try call.setAttributes(added, of: &user)
        self.user = user
        progress.changedPassword = true
        return try proceed()
    }
}

extension WireCoder {
    /// A value as JSON, for parameters that hold JSON in a text.
    static func text(_ value: some Encodable) throws -> String {
        String(decoding: try WireCoder().encode(value), as: UTF8.self)
    }
}
