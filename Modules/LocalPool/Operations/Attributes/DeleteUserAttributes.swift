internal import CognitoWire

extension DeleteUserAttributes: LocalOperation {
    static func perform(_ request: DeleteUserAttributesRequest, in call: Call) throws -> DeleteUserAttributesResponse {
        let bearer = try call.bearer(of: request.accessToken)
        try call.removeAttributes(request.userAttributeNames, of: bearer.user, by: .user(bearer.client))
        return DeleteUserAttributesResponse()
    }
}
