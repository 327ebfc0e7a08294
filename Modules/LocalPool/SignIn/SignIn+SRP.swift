internal import ByteCoding
internal import CognitoSRP
internal import CognitoWire
internal import CryptoPrimitives
internal import GRDB

extension SignIn {
    /// How far the proof's moment may lie from ours.
    private static var timestampTolerance: Duration { .seconds(300) }

    /// Answers `SRP_A` with salt, `SRP_B` and a secret block.
    ///
    /// A name that nobody has gets the same salt each time, if the client hides users.
    ///
    /// - Parameters:
    ///   - clientPublicKey: `SRP_A`.
    ///   - hasSession: Whether the proof must bring a `Session` as well.
    /// - Returns: The challenge.
    /// - Throws: ``Refusal`` if `SRP_A` is malformed.
    func passwordChallenge(clientPublicKey: String, hasSession: Bool = false) throws -> SignInStep {
        let publicKey = try Self.readPublicKey(clientPublicKey)
        let known = try user?.passwordVerifier()
        let verifier = try known ?? call.decoy.verifier(username: progress.username, poolID: pool.id)
        let session = hasSession ? try call.random.makeToken() : nil
        let parameters = try startExchange(publicKey, verifier, session: session)
        let names = ["USERNAME": progress.username, "USER_ID_FOR_SRP": progress.username]
        return .challenge(.passwordVerifier, session: session, parameters: parameters.merging(names) { $1 })
    }

    /// Answers a device's `SRP_A`.
    func deviceProofChallenge(_ device: DeviceRecord, clientPublicKey: String) throws -> SignInStep {
        let publicKey = try Self.readPublicKey(clientPublicKey)
        guard let verifier = try device.passwordVerifier() else { throw Refusal.unknownDevice }
        let parameters = try startExchange(publicKey, verifier, session: nil, device: device)
        let names = ["USERNAME": progress.username, "DEVICE_KEY": device.key]
        return .challenge(.devicePasswordVerifier, session: nil, parameters: parameters.merging(names) { $1 })
    }

    private func startExchange(
        _ clientPublicKey: SRPPublicKey,
        _ verifier: SRPVerifier,
        session: String?,
        device: DeviceRecord? = nil
    ) throws -> [String: String] {
        let server = try SRPServer(verifier: verifier, ephemeral: call.ephemeral())
        let secretBlock = Base64.encode(try call.random.make(count: 64))
        let oldest = call.now.adding(.seconds(-3600)).stored
        try SRPExchangeRecord.delete(call.db, where: "expiresAt < ?", [oldest])
        try SRPExchangeRecord(
            id: call.storedID(of: secretBlock),
            poolID: pool.id,
            clientID: client.id,
            sessionID: session.map { try call.storedID(of: $0) },
            deviceKey: device?.key,
            deviceGroupKey: device?.groupKey,
            salt: StoredBytes(verifier.saltBytes()),
            verifier: StoredBytes(verifier.verifierBytes()),
            clientPublicKey: clientPublicKey.hexadecimal,
            serverPublicKey: server.publicKey.hexadecimal,
            ephemeralSecret: StoredBytes(server.ephemeralSecret),
            progress: progress,
            expiresAt: call.now.adding(client.sessionLifetime)
        ).insert(call.db)
        return [
            "SALT": verifier.saltHexadecimal,
            "SRP_B": server.publicKey.hexadecimal,
            "SECRET_BLOCK": secretBlock,
        ]
    }

    /// What a proof is worth.
    enum Verdict: Equatable {
        case right
        /// Refused, and not counted.
        case refused(Refusal)
        /// Refused, and counted towards the lock.
        case wrong
    }

    /// Judges the proof that ends an exchange, and writes nothing.
    static func judge(_ claim: PasswordClaim, of exchange: SRPExchangeRecord, in call: Call) throws -> Verdict {
        guard call.now < exchange.expiresAt else {
            return .refused(.notAuthorized("Invalid session for the user, session is expired."))
        }
        guard try !call.isLocked(.password, username: exchange.progress.username, poolID: exchange.poolID) else {
            return .refused(.tooManyPasswords)
        }
        let key = [exchange.id, claim.signature, claim.timestamp]
        switch try call.outside(key, { try verify(claim, of: exchange) }) {
        case .success(let time):
            let isNear =
                time <= call.now.adding(timestampTolerance) && call.now <= time.adding(timestampTolerance)
            return isNear ? .right : .refused(.wrongCredentials)
        case .failure(let error):
            switch error.code {
            case .malformedTimestamp: return .refused(.invalidParameter(error.message))
            case .proofMismatch, .malformedSecretBlock: return .wrong
            default: throw error
            }
        }
    }

    private static func verify(
        _ claim: PasswordClaim,
        of exchange: SRPExchangeRecord
    ) throws -> Result<UnixTime, SRPError> {
        let server = try SRPServer(
            verifier: SRPVerifier(saltBytes: exchange.salt.bytes, verifierBytes: exchange.verifier.bytes),
            ephemeralSecret: SecretBytes(exchange.ephemeralSecret.bytes),
            publicKey: SRPPublicKey(hexadecimal: exchange.serverPublicKey)
        )
        let clientPublicKey = try SRPPublicKey(hexadecimal: exchange.clientPublicKey)
        let identity = try identity(of: exchange)
        do throws(SRPError) {
            return .success(try server.verify(claim, clientPublicKey: clientPublicKey, identity: identity))
        } catch {
            return .failure(error)
        }
    }

    private static func identity(of exchange: SRPExchangeRecord) throws -> SRPIdentity {
        guard let deviceKey = exchange.deviceKey, let groupKey = exchange.deviceGroupKey else {
            return try SRPIdentity(userPoolID: exchange.poolID, userID: exchange.progress.username)
        }
        return SRPIdentity(deviceGroupKey: groupKey, deviceKey: deviceKey)
    }

    static func readPublicKey(_ text: String) throws -> SRPPublicKey {
        do throws(SRPError) {
            return try SRPPublicKey(hexadecimal: text)
        } catch {
            guard error.code == .malformedPublicKey || error.code == .degeneratePublicKey else { throw error }
            throw Refusal.invalidParameter("SRP_A must be a hexadecimal number, not zero, below the group's prime")
        }
    }
}

extension Call {
    /// The server's half of this call's SRP exchange; a flow that surely needs it asks for it first of all, while there is
    /// little to be done again.
    func ephemeral() throws -> SRPEphemeral {
        if let known = knownEphemeral { return known }
        let secret = try Self.ephemeralSecret(random)
        let made = try outside(StoredBytes(secret)) { try SRPEphemeral(secret: secret) }
        knownEphemeral = made
        return made
    }

    /// What ``ephemeral()`` asks for in a call that asks for nothing before.
    static func foreseenEphemeral(_ random: RandomBytes) throws -> OutsideResults {
        let secret = try ephemeralSecret(random)
        return OutsideResults(first: StoredBytes(secret), try SRPEphemeral(secret: secret))
    }

    private static func ephemeralSecret(_ random: RandomBytes) throws -> SecretBytes {
        try random.makeSecret(count: 32)
    }
}
