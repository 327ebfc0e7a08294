public import ByteCoding
internal import CognitoWire

/// What a sign-up came to.
public struct SignUpResult: Hashable, Sendable {
    /// The username that was asked for.
    public let username: String
    /// The new user's id.
    public let subject: String
    /// Whether the user may sign in at once; otherwise ``UserPool/confirmSignUp(username:code:takeOverAlias:metadata:)``
    /// comes first.
    public let isConfirmed: Bool
    /// Where the code went, if one was sent.
    public let delivery: CodeDelivery?
    /// What the new user can sign in with at once, if the pool confirmed the sign-up and allows it.
    public let session: SignUpSession?
}

/// What a user who has just been confirmed can sign in with, once: keep it as safe as a password.
public struct SignUpSession: Codable, Sendable {
    let value: Sensitive<String>
}

extension SignUpSession: Hashable {
    /// Compares the service's texts.
    public static func == (left: Self, right: Self) -> Bool { left.value.value == right.value.value }

    /// Hashes the service's text.
    public func hash(into hasher: inout Hasher) { hasher.combine(value.value) }
}

extension UserPool {
    /// Signs a new user up (`SignUp`).
    ///
    /// - Parameters:
    ///   - username: The name to sign in with, or an e-mail address or phone number where the pool wants one.
    ///   - password: The password's UTF-8 bytes; `nil` in a pool without passwords.
    ///   - attributes: The user's attributes by name.
    ///   - validationData: What only the pre-sign-up trigger sees.
    ///   - metadata: What the triggers are given (`ClientMetadata`).
    /// - Returns: The new user, and where the code went.
    /// - Throws: ``UserPoolError``.
    public func signUp(
        username: String,
        password: SecretBytes?,
        attributes: [String: String] = [:],
        validationData: [String: String] = [:],
        metadata: [String: String] = [:]
    ) async throws(UserPoolError) -> SignUpResult {
        let answer = try await call(
            SignUp.self,
            SignUpRequest(
                clientID: Sensitive(appClient.id),
                username: Sensitive(username),
                analyticsMetadata: context.analytics,
                clientMetadata: metadata.orNil,
                password: password.map { Sensitive($0.text) },
                secretHash: secretHash(for: username),
                userAttributes: attributes.wireAttributes,
                userContextData: context.userData,
                validationData: validationData.wireAttributes
            )
        )
        return SignUpResult(
            username: username,
            subject: answer.userSub,
            isConfirmed: answer.userConfirmed,
            delivery: answer.codeDeliveryDetails.map { CodeDelivery($0) },
            session: answer.session.map { SignUpSession(value: $0) }
        )
    }

    /// Confirms a sign-up with the code that was sent (`ConfirmSignUp`).
    ///
    /// - Parameters:
    ///   - username: The user.
    ///   - code: The code.
    ///   - takeOverAlias: Whether an e-mail address or phone number moves here from a user who confirmed it before.
    ///   - session: The session of the sign-up, if the user is to be signed in afterwards.
    ///   - metadata: What the triggers are given.
    /// - Returns: What the user can sign in with at once, with ``signIn(username:afterSignUp:options:)``, if the pool
    ///   allows it.
    /// - Throws: ``UserPoolError``.
    @discardableResult public func confirmSignUp(
        username: String,
        code: String,
        takeOverAlias: Bool = false,
        session: SignUpSession? = nil,
        metadata: [String: String] = [:]
    ) async throws(UserPoolError) -> SignUpSession? {
        let answer = try await call(
            ConfirmSignUp.self,
            ConfirmSignUpRequest(
                clientID: Sensitive(appClient.id),
                confirmationCode: code,
                username: Sensitive(username),
                analyticsMetadata: context.analytics,
                clientMetadata: metadata.orNil,
                forceAliasCreation: takeOverAlias ? true : nil,
                secretHash: secretHash(for: username),
                session: session?.value,
                userContextData: context.userData
            )
        )
        return answer.session.map { SignUpSession(value: $0) }
    }

    /// Sends the code of a sign-up again (`ResendConfirmationCode`).
    ///
    /// - Parameters:
    ///   - username: The user.
    ///   - metadata: What the triggers are given.
    /// - Returns: Where the code went, as far as the service says.
    /// - Throws: ``UserPoolError``.
    public func resendSignUpCode(
        username: String,
        metadata: [String: String] = [:]
    ) async throws(UserPoolError) -> CodeDelivery? {
        let answer = try await call(
            ResendConfirmationCode.self,
            ResendConfirmationCodeRequest(
                clientID: Sensitive(appClient.id),
                username: Sensitive(username),
                analyticsMetadata: context.analytics,
                clientMetadata: metadata.orNil,
                secretHash: secretHash(for: username),
                userContextData: context.userData
            )
        )
        return answer.codeDeliveryDetails.map { CodeDelivery($0) }
    }
}
