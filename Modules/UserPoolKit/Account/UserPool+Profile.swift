public import CognitoWire

/// A user as the service describes it to the user's own access token.
public struct UserProfile: Codable, Hashable, Sendable {
    /// The canonical username.
    public let username: String
    /// The attributes by name, `sub` among them.
    public let attributes: [String: String]
    /// The second factors that are on.
    public let mfaMethods: [MFAMethod]
    /// The second factor that is asked for first.
    public let preferredMFAMethod: MFAMethod?
}

extension UserPool {
    /// Reads the signed-in user (`GetUser`); the service refuses a token that was revoked.
    ///
    /// - Parameter accessToken: The user's access token.
    /// - Returns: The user.
    /// - Throws: ``UserPoolError``.
    public func profile(accessToken: Sensitive<String>) async throws(UserPoolError) -> UserProfile {
        let answer = try await call(GetUser.self, GetUserRequest(accessToken: accessToken))
        let attributes = answer.userAttributes.map { ($0.name, $0.value?.value ?? "") }
        return UserProfile(
            username: answer.username.value,
            attributes: Dictionary(attributes) { _, last in last },
            mfaMethods: (answer.userMFASettingList ?? []).map { MFAMethod(rawValue: $0) },
            preferredMFAMethod: answer.preferredMFASetting.map { MFAMethod(rawValue: $0) }
        )
    }

    /// Changes attributes (`UpdateUserAttributes`) and removes others (`DeleteUserAttributes`); with nothing to change
    /// or remove nothing is sent.
    ///
    /// Attributes are changed first: if that is refused, nothing is removed.
    ///
    /// - Parameters:
    ///   - changes: The new values by name; `nil` removes the attribute.
    ///   - accessToken: The user's access token.
    ///   - metadata: What the triggers are given.
    /// - Returns: Where codes went that confirm what changed: with ``verifyAttribute(_:code:accessToken:)``.
    /// - Throws: ``UserPoolError``.
    public func updateAttributes(
        _ changes: [String: String?],
        accessToken: Sensitive<String>,
        metadata: [String: String] = [:]
    ) async throws(UserPoolError) -> [CodeDelivery] {
        let values = changes.compactMapValues(\.self)
        let removed = changes.filter { $0.value == nil }.keys.sorted()
        var deliveries: [CodeDelivery] = []
        if let attributes = values.wireAttributes {
            let answer = try await call(
                UpdateUserAttributes.self,
                UpdateUserAttributesRequest(
                    accessToken: accessToken,
                    userAttributes: attributes,
                    clientMetadata: metadata.orNil
                )
            )
            deliveries = (answer.codeDeliveryDetailsList ?? []).map { CodeDelivery($0) }
        }
        if !removed.isEmpty { try await removeAttributes(removed, accessToken: accessToken) }
        return deliveries
    }

    /// Removes attributes (`DeleteUserAttributes`).
    ///
    /// - Parameters:
    ///   - names: Their names.
    ///   - accessToken: The user's access token.
    /// - Throws: ``UserPoolError``.
    public func removeAttributes(_ names: [String], accessToken: Sensitive<String>) async throws(UserPoolError) {
        _ = try await call(
            DeleteUserAttributes.self,
            DeleteUserAttributesRequest(accessToken: accessToken, userAttributeNames: names)
        )
    }

    /// Sends a code that confirms an e-mail address or a phone number (`GetUserAttributeVerificationCode`).
    ///
    /// - Parameters:
    ///   - name: `email` or `phone_number`.
    ///   - accessToken: The user's access token.
    ///   - metadata: What the triggers are given.
    /// - Returns: Where the code went, as far as the service says.
    /// - Throws: ``UserPoolError``.
    public func sendVerificationCode(
        for name: String,
        accessToken: Sensitive<String>,
        metadata: [String: String] = [:]
    ) async throws(UserPoolError) -> CodeDelivery? {
        let request = GetUserAttributeVerificationCodeRequest(
            accessToken: accessToken,
            attributeName: name,
            clientMetadata: metadata.orNil
        )
        return try await call(GetUserAttributeVerificationCode.self, request).codeDeliveryDetails.map {
            CodeDelivery($0)
        }
    }

    /// Confirms an e-mail address or a phone number with the code that was sent (`VerifyUserAttribute`).
    ///
    /// - Parameters:
    ///   - name: `email` or `phone_number`.
    ///   - code: The code.
    ///   - accessToken: The user's access token.
    /// - Throws: ``UserPoolError``.
    public func verifyAttribute(
        _ name: String,
        code: String,
        accessToken: Sensitive<String>
    ) async throws(UserPoolError) {
        _ = try await call(
            VerifyUserAttribute.self,
            VerifyUserAttributeRequest(accessToken: accessToken, attributeName: name, code: code)
        )
    }

    /// Deletes the signed-in user for good (`DeleteUser`).
    ///
    /// - Parameter accessToken: The user's access token.
    /// - Throws: ``UserPoolError``.
    public func deleteUser(accessToken: Sensitive<String>) async throws(UserPoolError) {
        _ = try await call(DeleteUser.self, DeleteUserRequest(accessToken: accessToken))
    }
}
