internal import ByteCoding
internal import CognitoSRP
internal import CognitoWire
internal import CryptoPrimitives
internal import GRDB

extension Call {
    /// How far the proof's moment may lie from ours.
    private static var timestampTolerance: Duration { .seconds(300) }

    /// Answers `SRP_A` with salt, `SRP_B` and a secret block.
    ///
    /// A name that nobody has gets the same salt each time, if the client hides users. In a pool whose users sign in with
    /// their usernames the real answer names the username, so the made-up one does too.
    func srpChallenge(
        username: String,
        clientPublicKey: String,
        client: AppClientRecord,
        pool: UserPoolRecord
    ) throws -> SignInStep {
        let publicKey = try Self.readPublicKey(clientPublicKey)
        let user = try user(named: username, poolID: pool.id)
        guard user != nil || client.hidesUsers else { throw Refusal.userNotFound }
        let verifier = try user?.passwordVerifier() ?? decoy.verifier(username: username, poolID: pool.id)
        let server = try SRPServer(verifier: verifier, random: random)
        let secretBlock = Base64.encode(try random.make(count: 64))
        try SRPExchangeRecord.filter(Column("expiresAt") < now.adding(.seconds(-3600)).stored).deleteAll(db)
        try SRPExchangeRecord(
            id: storedID(of: secretBlock),
            poolID: pool.id,
            clientID: client.id,
            username: username,
            salt: verifier.saltBase64(),
            verifier: verifier.verifierBase64(),
            clientPublicKey: publicKey.hexadecimal,
            ephemeralSecret: server.ephemeralSecret.withBytes { Base64.encode($0) },
            expiresAt: now.adding(client.sessionLifetime)
        ).insert(db)
        return .challenge(
            .passwordVerifier,
            session: nil,
            parameters: [
                "SALT": verifier.saltHexadecimal,
                "SRP_B": server.publicKey.hexadecimal,
                "SECRET_BLOCK": secretBlock,
                "USERNAME": username,
                "USER_ID_FOR_SRP": username,
            ]
        )
    }

    /// Judges the proof that ends an exchange, which is spent whatever comes of it.
    func stepAfterProof(
        _ claim: PasswordClaim,
        username: String,
        client: AppClientRecord,
        pool: UserPoolRecord
    ) throws -> SignInStep {
        guard let exchange = try SRPExchangeRecord.fetchOne(db, key: storedID(of: claim.secretBlock)),
            exchange.clientID == client.id, exchange.username == username
        else { throw Refusal.wrongCredentials }
        try exchange.delete(db)
        return try keepingSpent {
            guard now < exchange.expiresAt else {
                throw Refusal.notAuthorized("Invalid session for the user, session is expired.")
            }
            guard try !isLocked(.password, username: username, poolID: pool.id) else { throw Refusal.tooManyPasswords }
            let time = try provedTime(claim, of: exchange)
            guard time <= now.adding(Self.timestampTolerance), now <= time.adding(Self.timestampTolerance),
                let user = try user(named: username, poolID: pool.id), user.verifier == exchange.verifier
            else { throw Refusal.wrongCredentials }
            return try stepAfterPassword(of: user, client: client, pool: pool)
        }
    }

    /// The moment that a right proof names; a wrong one counts towards the lock.
    private func provedTime(_ claim: PasswordClaim, of exchange: SRPExchangeRecord) throws -> UnixTime {
        let verifier = try SRPVerifier(saltBase64: exchange.salt, verifierBase64: exchange.verifier)
        let secret = SecretBytes(try Base64.decode(exchange.ephemeralSecret))
        let server = try SRPServer(verifier: verifier, ephemeralSecret: secret)
        let clientPublicKey = try SRPPublicKey(hexadecimal: exchange.clientPublicKey)
        let identity = try SRPIdentity(userPoolID: exchange.poolID, userID: exchange.username)
        do throws(SRPError) {
            return try server.verify(claim, clientPublicKey: clientPublicKey, identity: identity)
        } catch {
            switch error.code {
            case .malformedTimestamp:
                throw Refusal.invalidParameter(error.message)
            case .proofMismatch:
                try recordFailure(.password, username: exchange.username, poolID: exchange.poolID)
                throw Refusal.wrongCredentials.keepingChanges
            default:
                throw error
            }
        }
    }

    private static func readPublicKey(_ text: String) throws -> SRPPublicKey {
        do throws(SRPError) {
            return try SRPPublicKey(hexadecimal: text)
        } catch {
            guard error.code == .malformedPublicKey || error.code == .degeneratePublicKey else { throw error }
            throw Refusal.invalidParameter("SRP_A must be a hexadecimal number, not zero, below the group's prime")
        }
    }
}
