internal import CognitoWire

extension UpdateUserAttributes: LocalOperation {
    static func perform(_ request: UpdateUserAttributesRequest, in call: Call) throws -> UpdateUserAttributesResponse {
        let bearer = try call.bearer(of: request.accessToken)
        let update = AttributeUpdate(
            writer: .user(bearer.client),
            client: bearer.client,
            metadata: request.clientMetadata,
            takesAliases: false
        )
        return UpdateUserAttributesResponse(
            codeDeliveryDetailsList: try call.updateAttributes(request.userAttributes, of: bearer.user, update)
        )
    }
}
