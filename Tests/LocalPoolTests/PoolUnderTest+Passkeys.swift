import ByteCoding
import CognitoWire
import GRDB
import Testing
import WebAuthn

@testable import LocalPool

/// Passkeys, as a browser's page handles them.
extension PoolUnderTest {
    /// Sets how the pool asks for passkeys.
    func configurePasskeys(_ configuration: WebAuthnConfigurationType?) async throws {
        try await pool.database.write { db in
            var record = try #require(try UserPoolRecord.fetchOne(db, key: Self.poolID))
            record.factors.webAuthn = configuration
            try record.update(db)
        }
    }

    func creationOptions(_ tokens: AuthenticationResultType) async throws -> WireDocument {
        try await call(
            StartWebAuthnRegistration.self,
            StartWebAuthnRegistrationRequest(accessToken: #require(tokens.accessToken))
        ).credentialCreationOptions
    }

    func completeRegistration(_ credential: WireDocument, _ tokens: AuthenticationResultType) async throws {
        try await call(
            CompleteWebAuthnRegistration.self,
            CompleteWebAuthnRegistrationRequest(accessToken: #require(tokens.accessToken), credential: credential)
        )
    }

    /// Registers a passkey with an authenticator of its own.
    func registerPasskey(_ tokens: AuthenticationResultType) async throws -> SoftwareAuthenticator {
        var authenticator = try SoftwareAuthenticator()
        try await completeRegistration(authenticator.register(creationOptions(tokens)), tokens)
        return authenticator
    }

    func passkeys(of tokens: AuthenticationResultType) async throws -> [WebAuthnCredentialDescription] {
        try await call(
            ListWebAuthnCredentials.self,
            ListWebAuthnCredentialsRequest(accessToken: #require(tokens.accessToken))
        ).credentials
    }

    func deletePasskey(_ id: String, _ tokens: AuthenticationResultType) async throws {
        try await call(
            DeleteWebAuthnCredential.self,
            DeleteWebAuthnCredentialRequest(accessToken: #require(tokens.accessToken), credentialID: id)
        )
    }
}

extension SoftwareAuthenticator {
    /// Makes a passkey for options as the pool sends them.
    mutating func register(
        _ options: WireDocument,
        origin: String = "http://localhost:9229",
        exclusive: Bool = true
    ) throws -> WireDocument {
        let options = exclusive ? options : options.replacing("excludeCredentials", with: .array([]))
        let text = String(decoding: try WireCoder().encode(options), as: UTF8.self)
        return try WireCoder().decode(WireDocument.self, from: Array(register(options: text, origin: origin).utf8))
    }
}

extension WireDocument {
    /// The same object with another member.
    func replacing(_ name: String, with value: WireDocument) -> WireDocument {
        guard case .object(var members) = self else { return self }
        members[name] = value
        return .object(members)
    }
}
