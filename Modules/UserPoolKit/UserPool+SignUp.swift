public import ByteCoding
internal import CognitoClient
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
    /// - Throws: `CognitoClientError`, ``UserPoolError`` or `SRPError`, as every call of ``UserPool``.
    public func signUp(
        username: String,
        password: SecretBytes?,
        attributes: [String: String] = [:],
        validationData: [String: String] = [:],
        metadata: [String: String] = [:]
    ) async throws -> SignUpResult {
        let answer = try await cognito.call(
            SignUp.self,
            SignUpRequest(
                clientID: Sensitive(appClient.id),
                username: Sensitive(username),
                clientMetadata: metadata.orNil,
                password: password.map { Sensitive($0.text) },
                secretHash: appClient.secretHash(for: username).map { Sensitive($0) },
                userAttributes: attributes.wireAttributes,
                validationData: validationData.wireAttributes
            )
        )
        return SignUpResult(
            username: username,
            subject: answer.userSub,
            isConfirmed: answer.userConfirmed,
            delivery: answer.codeDeliveryDetails.map { CodeDelivery($0) }
        )
    }

    /// Confirms a sign-up with the code that was sent (`ConfirmSignUp`).
    ///
    /// - Parameters:
    ///   - username: The user.
    ///   - code: The code.
    ///   - takeOverAlias: Whether an e-mail address or phone number moves here from a user who confirmed it before.
    ///   - metadata: What the triggers are given.
    /// - Throws: `CognitoClientError`, ``UserPoolError`` or `SRPError`, as every call of ``UserPool``.
    public func confirmSignUp(
        username: String,
        code: String,
        takeOverAlias: Bool = false,
        metadata: [String: String] = [:]
    ) async throws {
        _ = try await cognito.call(
            ConfirmSignUp.self,
            ConfirmSignUpRequest(
                clientID: Sensitive(appClient.id),
                confirmationCode: code,
                username: Sensitive(username),
                clientMetadata: metadata.orNil,
                forceAliasCreation: takeOverAlias ? true : nil,
                secretHash: appClient.secretHash(for: username).map { Sensitive($0) }
            )
        )
    }

    /// Sends the code of a sign-up again (`ResendConfirmationCode`).
    ///
    /// - Parameters:
    ///   - username: The user.
    ///   - metadata: What the triggers are given.
    /// - Returns: Where the code went, as far as the service says.
    /// - Throws: `CognitoClientError`, ``UserPoolError`` or `SRPError`, as every call of ``UserPool``.
    public func resendSignUpCode(username: String, metadata: [String: String] = [:]) async throws -> CodeDelivery? {
        let answer = try await cognito.call(
            ResendConfirmationCode.self,
            ResendConfirmationCodeRequest(
                clientID: Sensitive(appClient.id),
                username: Sensitive(username),
                clientMetadata: metadata.orNil,
                secretHash: appClient.secretHash(for: username).map { Sensitive($0) }
            )
        )
        return answer.codeDeliveryDetails.map { CodeDelivery($0) }
    }
}
