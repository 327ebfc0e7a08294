internal import ByteCoding
internal import CognitoSRP
internal import CognitoWire
internal import CryptoPrimitives

extension Call {
    /// Gives a user another password, if the pool's policy takes it.
    ///
    /// The record is changed, not stored.
    ///
    /// - Throws: ``Refusal`` that says what is wrong with the password.
    func changePassword(
        of user: inout UserRecord,
        to password: String,
        temporaryUntil: UnixTime? = nil,
        in pool: UserPoolRecord
    ) throws {
        try checkPolicy(password, in: pool)
        try refuseRepeated(password, of: user, in: pool)
        if let salt = user.salt, let verifier = user.verifier, pool.passwordPolicy.historySize > 0 {
            let past = PastPassword(salt: Base64.encode(salt.bytes), verifier: Base64.encode(verifier.bytes))
            user.passwordHistory = Array(
                ([past] + (user.passwordHistory ?? [])).prefix(pool.passwordPolicy.historySize)
            )
        }
        try setPassword(password, of: &user)
        user.temporaryUntil = temporaryUntil
    }

    /// Gives a user a password that no policy applies to.
    func setPassword(_ password: String, of user: inout UserRecord) throws {
        let made = try makeVerifier(of: password, identity: user.identity())
        user.salt = StoredBytes(try made.saltBytes())
        user.verifier = StoredBytes(try made.verifierBytes())
        user.temporaryUntil = nil
        user.modifiedAt = now
    }

    /// Whether a password is a user's; it takes as long over a name that nobody has.
    func matches(_ password: String, of user: UserRecord?, username: String, poolID: String) throws -> Bool {
        let known = try user?.passwordVerifier()
        let verifier = try known ?? decoy.verifier(username: username, poolID: poolID)
        let identity = try SRPIdentity(userPoolID: poolID, userID: username)
        return try matches(password, verifier, identity) && known != nil
    }

    /// Checks a password against the pool's policy.
    ///
    /// - Throws: ``Refusal`` that says what is missing.
    func checkPolicy(_ password: String, in pool: UserPoolRecord) throws {
        if let complaint = pool.passwordPolicy.complaint(about: password) {
            throw Refusal(.invalidPassword, complaint)
        }
    }

    /// Refuses a password that the user had of late.
    private func refuseRepeated(_ password: String, of user: UserRecord, in pool: UserPoolRecord) throws {
        guard pool.passwordPolicy.historySize > 0 else { return }
        var verifiers = try (user.passwordHistory ?? []).map {
            try SRPVerifier(saltBase64: $0.salt, verifierBase64: $0.verifier)
        }
        if let current = try user.passwordVerifier() { verifiers.insert(current, at: 0) }
        for verifier in verifiers.prefix(pool.passwordPolicy.historySize)
        where try matches(password, verifier, user.identity()) {
            throw Refusal(.passwordHistoryPolicyViolation, "Password has previously been used")
        }
    }

    private func matches(_ password: String, _ verifier: SRPVerifier, _ identity: SRPIdentity) throws -> Bool {
        try outside([try verifier.verifierBytes(), Array(password.utf8)]) {
            try verifier.matches(password: SecretBytes(utf8: password), identity: identity)
        }
    }

    private func makeVerifier(of password: String, identity: SRPIdentity) throws -> SRPVerifier {
        var salt = try random.make(count: 16)
        // Clients disagree on whether leading zeros enter the hash.
        if salt.first == 0 { salt[0] = 0x80 }
        let fixed = salt
        return try outside([fixed, Array(password.utf8)]) {
            try SRPVerifier(identity: identity, password: SecretBytes(utf8: password), salt: fixed)
        }
    }
}
