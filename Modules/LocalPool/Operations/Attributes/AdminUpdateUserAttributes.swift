internal import CognitoWire

extension AdminUpdateUserAttributes: LocalOperation {
    /// Changes attributes without asking; an address that is marked as verified takes an alias from whoever had it, unless
    /// addresses stand in place of usernames.
    static func perform(
        _ request: AdminUpdateUserAttributesRequest,
        in call: Call
    ) throws -> AdminUpdateUserAttributesResponse {
        let pool = try call.pool(request.userPoolID)
        let update = AttributeUpdate(
            writer: .administrator,
            client: nil,
            metadata: request.clientMetadata,
            takesAliases: pool.usernameAttributes.isEmpty
        )
        _ = try call.updateAttributes(request.userAttributes, of: call.user(request.username, in: pool), update)
        return AdminUpdateUserAttributesResponse()
    }
}
