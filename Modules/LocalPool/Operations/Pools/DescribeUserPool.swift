internal import CognitoWire
internal import GRDB

extension DescribeUserPool: LocalOperation {
    static var isReadOnly: Bool { true }

    static func perform(_ request: DescribeUserPoolRequest, in call: Call) throws -> DescribeUserPoolResponse {
        let pool = try call.pool(request.userPoolID)
        return DescribeUserPoolResponse(userPool: try call.wirePool(pool))
    }
}
