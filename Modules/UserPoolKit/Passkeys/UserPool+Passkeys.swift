internal import ByteCoding
public import CognitoWire
public import FoundationEssentials

/// A passkey as the pool describes it to its user.
public struct Passkey: Codable, Hashable, Sendable {
    /// The credential's id, base64url.
    public let id: String
    /// What the pool calls it, made of the authenticator's name as a rule.
    public let name: String
    /// The relying party that it is for.
    public let relyingPartyID: String
    /// `platform` or `cross-platform`, as far as the authenticator said.
    public let attachment: String?
    /// How the authenticator is reached, such as `internal` or `usb`.
    public let transports: [String]
    /// When it was registered.
    public let createdAt: Date
}

extension UserPool {
    /// Begins to register a passkey (`StartWebAuthnRegistration`).
    ///
    /// - Parameter accessToken: The user's access token.
    /// - Returns: The options for the browser or the authenticator, JSON (`PublicKeyCredentialCreationOptions`, binary
    ///   members as base64url; W3C Web Authentication Level 3 §5.4).
    /// - Throws: ``UserPoolError``.
    public func beginPasskey(accessToken: Sensitive<String>) async throws(UserPoolError) -> String {
        let request = StartWebAuthnRegistrationRequest(accessToken: accessToken)
        let options = try await call(StartWebAuthnRegistration.self, request).credentialCreationOptions
        do throws(WireError) {
            return String(decoding: try WireCoder().encode(options), as: UTF8.self)
        } catch {
            throw UserPoolError(.malformedAnswer, "the options of the passkey cannot be written: \(error)")
        }
    }

    /// Registers the passkey that the authenticator made (`CompleteWebAuthnRegistration`).
    ///
    /// - Parameters:
    ///   - credential: What the browser or authenticator answered, JSON (`RegistrationResponseJSON`).
    ///   - accessToken: The user's access token.
    /// - Throws: ``UserPoolError``; with ``UserPoolError/Code/passkeyRejected`` if `credential` is no JSON object, before
    ///   anything is sent, or if the pool refuses it.
    public func addPasskey(_ credential: String, accessToken: Sensitive<String>) async throws(UserPoolError) {
        let document: WireDocument
        do throws(WireError) {
            document = try WireCoder().decode(WireDocument.self, from: Array(credential.utf8))
        } catch {
            throw UserPoolError(.passkeyRejected, "the credential is no JSON")
        }
        guard !credential.isEmpty, case .object = document else {
            throw UserPoolError(.passkeyRejected, "the credential is no JSON object")
        }
        _ = try await call(
            CompleteWebAuthnRegistration.self,
            CompleteWebAuthnRegistrationRequest(accessToken: accessToken, credential: document)
        )
    }

    /// Lists the user's passkeys, the first page or the one after another (`ListWebAuthnCredentials`).
    ///
    /// - Parameters:
    ///   - limit: The most passkeys of one page, 0 to 20; the service's own number if `nil`.
    ///   - token: Where to go on; `nil` for the first page.
    ///   - accessToken: The user's access token.
    /// - Returns: The page.
    /// - Throws: ``UserPoolError``.
    public func passkeys(
        limit: Int? = nil,
        after token: PageToken? = nil,
        accessToken: Sensitive<String>
    ) async throws(UserPoolError) -> Page<Passkey> {
        let request = ListWebAuthnCredentialsRequest(
            accessToken: accessToken,
            maxResults: limit,
            nextToken: token?.value
        )
        let answer = try await call(ListWebAuthnCredentials.self, request)
        let passkeys = answer.credentials.map { credential in
            Passkey(
                id: credential.credentialID,
                name: credential.friendlyCredentialName,
                relyingPartyID: credential.relyingPartyID,
                attachment: credential.authenticatorAttachment,
                transports: credential.authenticatorTransports,
                createdAt: credential.createdAt.date
            )
        }
        return Page(elements: passkeys, next: answer.nextToken.map { PageToken($0) })
    }

    /// Removes a passkey (`DeleteWebAuthnCredential`).
    ///
    /// - Parameters:
    ///   - id: The credential's id.
    ///   - accessToken: The user's access token.
    /// - Throws: ``UserPoolError``.
    public func removePasskey(_ id: String, accessToken: Sensitive<String>) async throws(UserPoolError) {
        _ = try await call(
            DeleteWebAuthnCredential.self,
            DeleteWebAuthnCredentialRequest(accessToken: accessToken, credentialID: id)
        )
    }
}
