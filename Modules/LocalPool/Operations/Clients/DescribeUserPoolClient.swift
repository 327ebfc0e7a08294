internal import CognitoWire

extension DescribeUserPoolClient: LocalOperation {
    static var isReadOnly: Bool { true }

    static func perform(
        _ request: DescribeUserPoolClientRequest,
        in call: Call
    ) throws -> DescribeUserPoolClientResponse {
        let pool = try call.pool(request.userPoolID)
        let client = try call.client(request.clientID, in: pool)
        return DescribeUserPoolClientResponse(userPoolClient: client.described)
    }
}
