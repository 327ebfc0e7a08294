internal import CognitoWire

extension DescribeResourceServer: LocalOperation {
    static var isReadOnly: Bool { true }

    static func perform(
        _ request: DescribeResourceServerRequest,
        in call: Call
    ) throws -> DescribeResourceServerResponse {
        let server = try call.resourceServer(request.identifier, in: call.pool(request.userPoolID))
        return DescribeResourceServerResponse(resourceServer: server.details)
    }
}
