internal import ByteCoding
internal import CognitoJWTSigning
internal import CognitoWire
internal import GRDB

extension Call {
    private static var identityTokenLifetime: Duration { .seconds(600) }

    /// A token that says which identity somebody has, for ten minutes.
    func identityToken(for identity: IdentityRecord, with logins: [Login], in pool: IdentityPoolRecord) throws -> String
    {
        let payload = try WireCoder().encode(
            WireDocument.object([
                "iss": .string(IdentityIssuer.address(at: endpoint)),
                "sub": .string(identity.id),
                "aud": .string(pool.id),
                "amr": .array(methods(of: logins).map { .string($0) }),
                "https://cognito-identity.amazonaws.com/identity-pool-arn": .string(pool.arn),
                "iat": .integer(now.seconds),
                "exp": .integer(now.adding(Self.identityTokenLifetime).seconds),
            ])
        )
        let key = try identityKey()
        return String(decoding: try outside(payload) { try key.sign(payload: payload) }, as: UTF8.self)
    }

    /// The key that signs these tokens; made when it is asked for first.
    func identityKey() throws -> SigningKey {
        if let record = try IdentityKeyRecord.order(Column("keyID")).fetchOne(db) {
            return try SigningKey(pkcs8: SecretBytes(Base64.decode(record.pkcs8)))
        }
        let key = try outside("identity key") { try SigningKey.generate() }
        let pkcs8 = try key.pkcs8().withBytes { Base64.encode($0) }
        try IdentityKeyRecord(keyID: key.keyID, pkcs8: pkcs8).insert(db)
        return key
    }

    /// How somebody proved to be who they are, in the service's words.
    private func methods(of logins: [Login]) -> [String] {
        guard !logins.isEmpty else { return ["unauthenticated"] }
        return ["authenticated"]
            + logins.flatMap { login in
                [login.provider.name, "\(login.provider.name):CognitoSignIn:\(login.subject)"]
            }
    }
}
