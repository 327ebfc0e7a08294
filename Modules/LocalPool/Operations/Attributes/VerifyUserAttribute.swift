internal import CognitoWire

extension VerifyUserAttribute: LocalOperation {
    static func perform(_ request: VerifyUserAttributeRequest, in call: Call) throws -> VerifyUserAttributeResponse {
        try call.verify(
            request.attributeName,
            code: request.code,
            of: call.bearer(of: request.accessToken).user
        )
        return VerifyUserAttributeResponse()
    }
}
