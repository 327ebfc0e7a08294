internal import CognitoWire

extension AdminDeleteUserAttributes: LocalOperation {
    static func perform(
        _ request: AdminDeleteUserAttributesRequest,
        in call: Call
    ) throws -> AdminDeleteUserAttributesResponse {
        let user = try call.user(request.username, in: call.pool(request.userPoolID))
        try call.removeAttributes(request.userAttributeNames, of: user, by: .administrator)
        return AdminDeleteUserAttributesResponse()
    }
}
