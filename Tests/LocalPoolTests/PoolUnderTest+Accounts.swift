import CognitoWire
import Testing

@testable import LocalPool

/// What users and administrators do to accounts.
extension PoolUnderTest {
    @discardableResult
    func update(
        _ attributes: [String: String],
        _ token: Sensitive<String>?
    ) async throws -> [CodeDeliveryDetailsType] {
        let response = try await call(
            UpdateUserAttributes.self,
            UpdateUserAttributesRequest(accessToken: #require(token), userAttributes: Self.sent(attributes))
        )
        return response.codeDeliveryDetailsList ?? []
    }

    func adminUpdate(_ attributes: [String: String], of username: String = "alice") async throws {
        try await call(
            AdminUpdateUserAttributes.self,
            .init(
                userAttributes: Self.sent(attributes),
                userPoolID: Self.poolID,
                username: Sensitive(username)
            )
        )
    }

    func remove(_ names: [String], _ token: Sensitive<String>?) async throws {
        try await call(DeleteUserAttributes.self, .init(accessToken: #require(token), userAttributeNames: names))
    }

    func verify(_ attribute: String, _ code: String, _ token: Sensitive<String>?) async throws {
        try await call(
            VerifyUserAttribute.self,
            .init(accessToken: #require(token), attributeName: attribute, code: code)
        )
    }

    @discardableResult
    func askForCode(_ attribute: String, _ token: Sensitive<String>?) async throws -> CodeDeliveryDetailsType? {
        try await call(
            GetUserAttributeVerificationCode.self,
            .init(accessToken: #require(token), attributeName: attribute)
        ).codeDeliveryDetails
    }

    /// The attributes of a user but `sub`.
    func attributes(of username: String = "alice") async throws -> [String: String] {
        let sent = try await adminProfile(of: username).userAttributes ?? []
        let pairs = sent.filter { $0.name != "sub" }.map { ($0.name, $0.value?.value ?? "") }
        return Dictionary(uniqueKeysWithValues: pairs)
    }

    func resetPassword(of username: String = "alice") async throws {
        try await call(AdminResetUserPassword.self, .init(userPoolID: Self.poolID, username: Sensitive(username)))
    }

    func disable(_ username: String = "alice") async throws {
        try await call(AdminDisableUser.self, .init(userPoolID: Self.poolID, username: Sensitive(username)))
    }

    func enable(_ username: String = "alice") async throws {
        try await call(AdminEnableUser.self, .init(userPoolID: Self.poolID, username: Sensitive(username)))
    }

    private static func sent(_ attributes: [String: String]) -> [AttributeType] {
        attributes.sorted { $0.key < $1.key }.map { AttributeType(name: $0.key, value: Sensitive($0.value)) }
    }
}
