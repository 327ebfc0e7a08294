internal import CognitoWire
internal import GRDB

extension DeleteUserPoolClient: LocalOperation {
    static func perform(_ request: DeleteUserPoolClientRequest, in call: Call) throws -> WireEmpty {
        try call.client(request.clientID, in: call.pool(request.userPoolID)).delete(call.db)
        return WireEmpty()
    }
}
