public import ByteCoding
internal import CognitoClient
public import CognitoWire

/// A user as the service describes it to the user's own access token.
public struct UserProfile: Hashable, Sendable {
    /// The canonical username.
    public let username: String
    /// The attributes by name, `sub` among them.
    public let attributes: [String: String]
    /// The second factors that are on, such as `SMS_MFA`.
    public let mfaMethods: [String]
    /// The second factor that is asked for first.
    public let preferredMFAMethod: String?
}

extension UserPool {
    /// Reads the signed-in user (`GetUser`); the service refuses a token that was revoked.
    ///
    /// - Parameter accessToken: The user's access token.
    /// - Returns: The user.
    /// - Throws: `CognitoClientError`, ``UserPoolError`` or `SRPError`, as every call of ``UserPool``.
    public func profile(accessToken: Sensitive<String>) async throws -> UserProfile {
        let answer = try await cognito.call(GetUser.self, GetUserRequest(accessToken: accessToken))
        let attributes = answer.userAttributes.map { ($0.name, $0.value?.value ?? "") }
        return UserProfile(
            username: answer.username.value,
            attributes: Dictionary(attributes) { _, last in last },
            mfaMethods: answer.userMFASettingList ?? [],
            preferredMFAMethod: answer.preferredMFASetting
        )
    }

    /// Changes the password of the signed-in user (`ChangePassword`).
    ///
    /// - Parameters:
    ///   - current: The present password's UTF-8 bytes; `nil` for a user who has none yet.
    ///   - new: The new password's UTF-8 bytes.
    ///   - accessToken: The user's access token.
    /// - Throws: `CognitoClientError`, ``UserPoolError`` or `SRPError`, as every call of ``UserPool``.
    public func changePassword(
        from current: SecretBytes?,
        to new: SecretBytes,
        accessToken: Sensitive<String>
    ) async throws {
        _ = try await cognito.call(
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
    /// - Throws: `CognitoClientError`, ``UserPoolError`` or `SRPError`, as every call of ``UserPool``.
    public func forgotPassword(username: String, metadata: [String: String] = [:]) async throws -> CodeDelivery? {
        let answer = try await cognito.call(
            ForgotPassword.self,
            ForgotPasswordRequest(
                clientID: Sensitive(appClient.id),
                username: Sensitive(username),
                clientMetadata: metadata.orNil,
                secretHash: appClient.secretHash(for: username).map { Sensitive($0) }
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
    /// - Throws: `CognitoClientError`, ``UserPoolError`` or `SRPError`, as every call of ``UserPool``.
    public func resetPassword(
        username: String,
        code: String,
        to password: SecretBytes,
        metadata: [String: String] = [:]
    ) async throws {
        _ = try await cognito.call(
            ConfirmForgotPassword.self,
            ConfirmForgotPasswordRequest(
                clientID: Sensitive(appClient.id),
                confirmationCode: code,
                password: Sensitive(password.text),
                username: Sensitive(username),
                clientMetadata: metadata.orNil,
                secretHash: appClient.secretHash(for: username).map { Sensitive($0) }
            )
        )
    }

    /// Signs the user out everywhere (`GlobalSignOut`): every refresh token of the user stops working.
    ///
    /// Access and ID tokens that are out already still verify offline until they expire.
    ///
    /// - Parameter accessToken: The user's access token.
    /// - Throws: `CognitoClientError`, ``UserPoolError`` or `SRPError`, as every call of ``UserPool``.
    public func signOutEverywhere(accessToken: Sensitive<String>) async throws {
        _ = try await cognito.call(GlobalSignOut.self, GlobalSignOutRequest(accessToken: accessToken))
    }
}
