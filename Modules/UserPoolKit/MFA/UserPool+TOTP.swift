internal import ByteCoding
public import CognitoWire
internal import OneTimePassword

/// An authenticator app that is being set up.
public struct AppSetup: Sendable {
    /// The secret, base32 text for people who type it.
    public let secret: Sensitive<String>
    /// Inside a sign-in: what to answer with the first code of the app.
    ///
    /// `nil` for a user who is signed in.
    public let challenge: SignInChallenge?

    /// The `otpauth:` URI of the secret, for a QR code.
    ///
    /// - Parameters:
    ///   - issuer: Who asks for codes, as the app shows it; any text.
    ///   - account: Whose codes they are, as the app shows it; any text.
    /// - Returns: The URI, percent-encoded.
    /// - Throws: ``UserPoolError`` with ``UserPoolError/Code/malformedAnswer`` if the secret is none, or
    ///   ``UserPoolError/Code/invalidParameter``.
    public func uri(issuer: String, account: String) throws(UserPoolError) -> Sensitive<String> {
        let parsed: OneTimePasswordSecret
        do throws(OneTimePasswordError) {
            parsed = try OneTimePasswordSecret(base32: SecretBytes(utf8: secret.value), reading: .lenient)
        } catch {
            throw UserPoolError(.malformedAnswer, "the secret of the app cannot be read: \(error.message)")
        }
        do throws(OneTimePasswordError) {
            let uri = try OTPAuthURI(issuer: issuer, account: account, totp: TOTP(parsed))
            return Sensitive(uri.text.text)
        } catch {
            throw UserPoolError(.invalidParameter, error.message)
        }
    }
}

extension UserPool {
    /// Begins to set an authenticator app up for a user who is signed in (`AssociateSoftwareToken`).
    ///
    /// - Parameter accessToken: The user's access token.
    /// - Returns: The secret; go on with ``verifyApp(code:name:accessToken:)``.
    /// - Throws: ``UserPoolError``.
    public func setUpApp(accessToken: Sensitive<String>) async throws(UserPoolError) -> AppSetup {
        let request = AssociateSoftwareTokenRequest(accessToken: accessToken)
        return AppSetup(secret: try await associate(request).secret, challenge: nil)
    }

    /// Begins to set an authenticator app up in the middle of a sign-in (`AssociateSoftwareToken`), where the challenge
    /// is `MFA_SETUP`.
    ///
    /// - Parameter challenge: The challenge; it is spent.
    /// - Returns: The secret, and the challenge to answer with the first code.
    /// - Throws: ``UserPoolError``; with ``UserPoolError/Code/answerDoesNotFit`` or
    ///   ``UserPoolError/Code/foreignChallenge`` before anything is sent.
    public func setUpApp(for challenge: SignInChallenge) async throws(UserPoolError) -> AppSetup {
        try check(challenge)
        guard challenge.name == .mfaSetup else {
            throw UserPoolError(.answerDoesNotFit, "\(challenge.name) sets nothing up")
        }
        let answer = try await associate(AssociateSoftwareTokenRequest(session: challenge.session))
        var next = challenge
        next.session = answer.session ?? challenge.session
        next.isAppBeingSetUp = true
        return AppSetup(secret: answer.secret, challenge: next)
    }

    /// Finishes setting an app up with its first code (`VerifySoftwareToken`); ``setMFA(_:accessToken:)`` turns it on.
    ///
    /// - Parameters:
    ///   - code: What the app shows.
    ///   - name: What the user calls the app.
    ///   - accessToken: The user's access token.
    /// - Throws: ``UserPoolError``; with ``UserPoolError/Code/codeMismatch`` if the code is wrong.
    public func verifyApp(
        code: String,
        name: String? = nil,
        accessToken: Sensitive<String>
    ) async throws(UserPoolError) {
        _ = try await verify(
            VerifySoftwareTokenRequest(userCode: Sensitive(code), accessToken: accessToken, friendlyDeviceName: name)
        )
    }

    /// Verifies the first code in the middle of a sign-in; what comes back is answered without anything.
    func verifyApp(_ code: String, for challenge: SignInChallenge) async throws(UserPoolError) -> SignInChallenge {
        guard challenge.isAppBeingSetUp else {
            throw UserPoolError(.answerDoesNotFit, "no app is being set up yet: begin with its secret")
        }
        var next = challenge
        let request = VerifySoftwareTokenRequest(userCode: Sensitive(code), session: challenge.session)
        next.session = try await verify(request)
        return next
    }

    private func associate(
        _ request: AssociateSoftwareTokenRequest
    ) async throws(UserPoolError) -> (secret: Sensitive<String>, session: Sensitive<String>?) {
        let answer = try await call(AssociateSoftwareToken.self, request)
        guard let secret = answer.secretCode else {
            throw UserPoolError(.malformedAnswer, "the service set an app up without a secret")
        }
        return (secret, answer.session)
    }

    private func verify(_ request: VerifySoftwareTokenRequest) async throws(UserPoolError) -> Sensitive<String>? {
        let answer = try await call(VerifySoftwareToken.self, request)
        guard answer.status != .error else {
            throw UserPoolError(.codeMismatch, "the code is wrong")
        }
        return answer.session
    }
}
