internal import ByteCoding
internal import CognitoWire
internal import CryptoPrimitives
internal import GRDB
internal import WebAuthn

/// Whose passkey it will be, and with which client it is registered.
struct PasskeyOwner {
    let user: UserRecord
    let client: AppClientRecord
    let pool: UserPoolRecord
}

extension Call.Bearer {
    /// Whoever calls, as the owner of a new passkey.
    var passkeyOwner: PasskeyOwner { PasskeyOwner(user: user, client: client, pool: pool) }
}

extension Call {
    private static var challengeLength: Int { 32 }

    /// The passkeys of a user that belong to a relying party, the oldest first.
    func passkeys(of user: UserRecord, relyingPartyID: String) throws -> [PasskeyRecord] {
        try PasskeyRecord
            .filter(Column("sub") == user.sub && Column("relyingPartyID") == relyingPartyID)
            .order(Column("createdAt"), Column("credentialID"))
            .fetchAll(db)
    }

    /// A challenge for one passkey ceremony.
    func makePasskeyChallenge() throws -> [UInt8] {
        try random.make(count: Self.challengeLength)
    }

    /// Begins the registration of a passkey; an older one that waits for its answer ends.
    ///
    /// - Parameter owner: Whose passkey it will be.
    /// - Returns: The options for the client.
    /// - Throws: ``Refusal`` if the pool takes no passkeys, or the user has as many as are allowed.
    func startPasskeyRegistration(by owner: PasskeyOwner) throws -> String {
        let challenge = try makePasskeyChallenge()
        let registration = try passkeyRegistration(challenge, by: owner)
        try PasskeyRegistrationRecord(
            sub: owner.user.sub,
            clientID: owner.client.id,
            challenge: Base64URL.encode(challenge),
            expiresAt: now.adding(owner.client.sessionLifetime)
        ).save(db)
        return registration.optionsJSON
    }

    /// Ends the registration of a passkey; its challenge works once, whatever comes of it.
    ///
    /// - Parameters:
    ///   - answer: What the client sent, read.
    ///   - owner: Whose passkey it will be.
    /// - Throws: ``Refusal`` that says what is wrong with it.
    func completePasskeyRegistration(_ answer: RegistrationResponse, by owner: PasskeyOwner) throws {
        let waiting = try PasskeyRegistrationRecord.fetchOne(db, key: owner.user.sub)
        guard let waiting, now < waiting.expiresAt else { throw Refusal.noPasskeyChallenge }
        guard waiting.clientID == owner.client.id else {
            throw Refusal(.webAuthnClientMismatch, "The registration was started with another client.")
        }
        try waiting.delete(db)
        try keepingSpent {
            let registration = try passkeyRegistration(Base64URL.decode(waiting.challenge), by: owner)
            let credential = try Refusal.translating { () throws(WebAuthnError) in try registration.verify(answer) }
            let record = PasskeyRecord(
                credential,
                sub: owner.user.sub,
                relyingPartyID: try PasskeyRules(of: owner.pool, endpoint: endpoint).relyingParty.id,
                at: now
            )
            guard try PasskeyRecord.filter(Column("credentialID") == record.credentialID).isEmpty(db) else {
                throw Refusal.invalidParameter("The passkey is registered already.")
            }
            try record.insert(db)
        }
    }

    private func passkeyRegistration(_ challenge: [UInt8], by owner: PasskeyOwner) throws -> Registration {
        let user = owner.user
        let rules = try PasskeyRules(of: owner.pool, endpoint: endpoint)
        let known = try passkeys(of: user, relyingPartyID: rules.relyingParty.id)
        guard try PasskeyRecord.filter(Column("sub") == user.sub).fetchCount(db) < PasskeyRules.limit else {
            throw Refusal(.limitExceeded, "A user can have at most \(PasskeyRules.limit) passkeys.")
        }
        var registration = try Registration(
            relyingParty: rules.relyingParty,
            user: PasskeyUser(handle: Array(user.sub.utf8), name: user.username),
            challenge: challenge,
            userVerification: rules.userVerification
        )
        registration.attestation = .unverified
        registration.excluding = try known.map { try $0.verifiable().descriptor }
        return registration
    }
}

extension Refusal {
    static let noPasskeyChallenge = Refusal(
        .webAuthnChallengeNotFound,
        "The challenge of the registration was not found or has expired."
    )

    /// Hands on what `body` returns, and an answer of a client that does not do as the service's error.
    static func translating<Result>(_ body: () throws(WebAuthnError) -> Result) throws -> Result {
        do throws(WebAuthnError) {
            return try body()
        } catch {
            throw refusal(for: error) ?? error
        }
    }

    private static func refusal(for error: WebAuthnError) -> (any Error)? {
        switch error.code {
        case .challenge: noPasskeyChallenge
        case .origin, .crossOrigin:
            Refusal(.webAuthnOriginNotAllowed, "The origin of the passkey is not allowed: \(error.message).")
        case .relyingParty:
            Refusal(.webAuthnRelyingPartyMismatch, "The passkey belongs to another relying party.")
        case .algorithm, .invalidKey, .attestation, .userVerification, .backup:
            Refusal(.webAuthnCredentialNotSupported, "The passkey is not supported: \(error.message).")
        case .cryptography, .invalidOptions: nil
        default: Refusal.invalidParameter("Invalid credential: \(error.message).")
        }
    }
}
