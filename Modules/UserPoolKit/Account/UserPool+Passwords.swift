public import ByteCoding
public import CognitoWire

extension UserPool {
    /// Changes the password of the signed-in user (`ChangePassword`).
    ///
    /// - Parameters:
    ///   - current: The present password's UTF-8 bytes; `nil` for a user who has none yet.
    ///   - new: The new password's UTF-8 bytes.
    ///   - accessToken: The user's access token.
    /// - Throws: ``UserPoolError``.
    public func changePassword(
        from current: SecretBytes?,
        to new: SecretBytes,
        accessToken: Sensitive<String>
    ) async throws(UserPoolError) {
        _ = try await call(
            ChangePassword.self,
            ChangePasswordRequest(
                accessToken: accessToken,
                proposedPassword: Sensitive(new.text),
                previousPassword: current.map { Sensitive($0.text) }
            )
        )
    }

    /// Sends a code to a user who forgot the password (`ForgotPassword`).
    ///
    /// - Parameters:
    ///   - username: What the person typed: a username or an alias.
    ///   - metadata: What the triggers are given.
    /// - Returns: Where the code went, as far as the service says.
    /// - Throws: ``UserPoolError``.
    public func forgotPassword(
        username: String,
        metadata: [String: String] = [:]
    ) async throws(UserPoolError) -> CodeDelivery? {
        let answer = try await call(
            ForgotPassword.self,
            ForgotPasswordRequest(
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

    /// Sets a new password with the code that was sent (`ConfirmForgotPassword`).
    ///
    /// - Parameters:
    ///   - username: The user, as in ``forgotPassword(username:metadata:)``.
    ///   - code: The code.
    ///   - password: The new password's UTF-8 bytes.
    ///   - metadata: What the triggers are given.
    /// - Throws: ``UserPoolError``.
    public func resetPassword(
        username: String,
        code: String,
        to password: SecretBytes,
        metadata: [String: String] = [:]
    ) async throws(UserPoolError) {
        _ = try await call(
            ConfirmForgotPassword.self,
            ConfirmForgotPasswordRequest(
                clientID: Sensitive(appClient.id),
                confirmationCode: code,
                password: Sensitive(password.text),
                username: Sensitive(username),
                analyticsMetadata: context.analytics,
                clientMetadata: metadata.orNil,
                secretHash: secretHash(for: username),
                userContextData: context.userData
            )
        )
    }
}
