public import ByteCoding
public import CognitoWire

extension CognitoUserPoolMethods {
    /// Who calls: what the package calls `auth`.
    public struct Caller: Sendable {
        /// The canonical username, or an alias; with the older refresh and a client secret it must be the canonical one.
        public let username: String
        /// The refresh token; new tokens are made of it for the call.
        public let refreshToken: Sensitive<String>?
        /// The access token, used where there is no refresh token.
        public let accessToken: Sensitive<String>?

        /// Takes a refresh token, or an access token, or both, of which the refresh token counts.
        public init(
            username: String,
            refreshToken: Sensitive<String>? = nil,
            accessToken: Sensitive<String>? = nil
        ) {
            self.username = username
            self.refreshToken = refreshToken
            self.accessToken = accessToken
        }
    }

    // MARK: Sessions

    /// Signs the user out everywhere.
    ///
    /// - Parameter caller: Who calls.
    /// - Throws: ``UserPoolError``.
    public func logout(_ caller: Caller) async throws(UserPoolError) {
        try await pool.signOutEverywhere(accessToken: accessToken(of: caller))
    }

    /// Makes new tokens.
    ///
    /// - Parameter caller: Who calls; it needs the refresh token.
    /// - Returns: The tokens; the refresh token is the old one where the service sends no other.
    /// - Throws: ``UserPoolError``; with ``UserPoolError/Code/noRefreshToken`` before anything is sent if there is none.
    public func refreshSession(_ caller: Caller) async throws(UserPoolError) -> LoginTokens {
        LoginTokens(try await refresh(caller).tokens)
    }

    // MARK: Second factors

    /// Reads how the user gets codes.
    ///
    /// - Parameter caller: Who calls.
    /// - Returns: One entry a second factor; `nil` when MFA is off.
    /// - Throws: ``UserPoolError``.
    public func getMfa(_ caller: Caller) async throws(UserPoolError) -> [MFAOption]? {
        let user = try await pool.profile(accessToken: accessToken(of: caller))
        return user.mfaMethods.isEmpty ? nil : user.mfaMethods.map { MFAOption($0) }
    }

    /// Turns MFA on, with codes by SMS, or off altogether.
    ///
    /// - Parameters:
    ///   - caller: Who calls.
    ///   - enableMfa: `true` turns codes by SMS on and prefers them unless another factor is preferred; `false` turns
    ///     every second factor off.
    /// - Throws: ``UserPoolError``.
    public func setMfa(_ caller: Caller, enableMfa: Bool) async throws(UserPoolError) {
        let token = try await accessToken(of: caller)
        guard enableMfa else {
            _ = try await pool.disableMFA(accessToken: token)
            return
        }
        let isFirst = try await pool.profile(accessToken: token).preferredMFAMethod == nil
        _ = try await pool.setMFA([.sms: .on(isPreferred: isFirst)], accessToken: token)
    }

    // MARK: Profile

    /// Reads the user's attributes.
    ///
    /// - Parameter caller: Who calls.
    /// - Returns: The attributes, by name.
    /// - Throws: ``UserPoolError``.
    public func profile(_ caller: Caller) async throws(UserPoolError) -> [NamedValue] {
        let user = try await pool.profile(accessToken: accessToken(of: caller))
        return user.attributes.sorted { $0.key < $1.key }.map { NamedValue(name: $0.key, value: $0.value) }
    }

    /// Changes attributes, and removes those without a value; with none nothing is sent.
    ///
    /// - Parameters:
    ///   - caller: Who calls.
    ///   - attributes: What changes; a value that is `nil` or empty removes the attribute.
    /// - Throws: ``UserPoolError``; with ``UserPoolError/Code/invalidParameter`` before anything is sent for
    ///   `phone_number`, which ``profileEditPhoneNumber(_:phoneNumber:)`` changes, or for a name that is there twice.
    public func profileEdit(_ caller: Caller, attributes: [NamedValue]) async throws(UserPoolError) {
        let changes = try Self.changes(attributes)
        guard changes[UserPool.phoneNumber] == nil else {
            throw UserPoolError(.invalidParameter, "phone_number is changed with profileEditPhoneNumber")
        }
        guard !changes.isEmpty else { return }
        _ = try await pool.updateAttributes(changes, accessToken: accessToken(of: caller))
    }

    /// Confirms an attribute.
    ///
    /// - Parameters:
    ///   - caller: Who calls.
    ///   - attribute: `email` or `phone_number`.
    ///   - confirmationCode: The code that was sent.
    /// - Throws: ``UserPoolError``.
    public func profileAttributeConfirm(
        _ caller: Caller,
        attribute: String,
        confirmationCode: String
    ) async throws(UserPoolError) {
        try await pool.verifyAttribute(attribute, code: confirmationCode, accessToken: accessToken(of: caller))
    }

    /// Sets the telephone number, or removes it and turns codes by SMS off.
    ///
    /// - Parameters:
    ///   - caller: Who calls.
    ///   - phoneNumber: The number (E.164); `nil` or an empty text removes it.
    /// - Throws: ``UserPoolError``.
    public func profileEditPhoneNumber(_ caller: Caller, phoneNumber: String?) async throws(UserPoolError) {
        let number = phoneNumber.flatMap { $0.isEmpty ? nil : $0 }
        _ = try await pool.setPhoneNumber(number, accessToken: accessToken(of: caller))
    }

    // MARK: Passwords

    /// Changes the password.
    ///
    /// - Parameters:
    ///   - caller: Who calls.
    ///   - oldPassword: The present password's UTF-8 bytes.
    ///   - newPassword: The new password's UTF-8 bytes.
    /// - Throws: ``UserPoolError``.
    public func passwordChange(
        _ caller: Caller,
        oldPassword: SecretBytes,
        newPassword: SecretBytes
    ) async throws(UserPoolError) {
        try await pool.changePassword(from: oldPassword, to: newPassword, accessToken: accessToken(of: caller))
    }

    /// Sends a code to a user who forgot the password.
    ///
    /// - Parameter username: What the person typed.
    /// - Returns: Where it went.
    /// - Throws: ``UserPoolError``.
    public func passwordForgot(username: String) async throws(UserPoolError) -> CodeDeliveryDetails {
        CodeDeliveryDetails(try await pool.forgotPassword(username: username))
    }

    /// Sets a new password with the code that was sent.
    ///
    /// - Parameters:
    ///   - username: The user, as in ``passwordForgot(username:)``.
    ///   - passwordResetCode: The code.
    ///   - newPassword: The new password's UTF-8 bytes.
    /// - Throws: ``UserPoolError``.
    public func passwordReset(
        username: String,
        passwordResetCode: String,
        newPassword: SecretBytes
    ) async throws(UserPoolError) {
        try await pool.resetPassword(username: username, code: passwordResetCode, to: newPassword)
    }

    // MARK: Callers

    private func accessToken(of caller: Caller) async throws(UserPoolError) -> Sensitive<String> {
        if caller.refreshToken == nil, let token = caller.accessToken { return token }
        return try await refresh(caller).accessToken
    }

    private func refresh(_ caller: Caller) async throws(UserPoolError) -> UserSession {
        guard let token = caller.refreshToken else {
            throw UserPoolError(.noRefreshToken, "this call needs the refresh token")
        }
        return try await pool.refresh(with: token, username: caller.username)
    }
}
