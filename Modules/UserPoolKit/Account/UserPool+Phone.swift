public import CognitoWire

extension UserPool {
    /// Sets the user's telephone number, or removes it and turns codes by SMS off, which would have nowhere to go.
    ///
    /// - Parameters:
    ///   - number: The number (E.164); `nil` removes it.
    ///   - accessToken: The user's access token.
    /// - Returns: Where a code went that confirms the number, if the pool sends one.
    /// - Throws: ``UserPoolError``.
    public func setPhoneNumber(
        _ number: String?,
        accessToken: Sensitive<String>
    ) async throws(UserPoolError) -> CodeDelivery? {
        if let number {
            let changes: [String: String?] = [Self.phoneNumber: number]
            return try await updateAttributes(changes, accessToken: accessToken).first
        }
        let user = try await profile(accessToken: accessToken)
        if user.mfaMethods.contains(.sms) { _ = try await setMFA([.sms: .off], accessToken: accessToken) }
        if user.attributes[Self.phoneNumber] != nil {
            try await removeAttributes([Self.phoneNumber], accessToken: accessToken)
        }
        return nil
    }

    static let phoneNumber = "phone_number"
}
