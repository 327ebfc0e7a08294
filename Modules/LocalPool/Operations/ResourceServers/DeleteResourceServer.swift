internal import CognitoWire
internal import GRDB

extension DeleteResourceServer: LocalOperation {
    static func perform(_ request: DeleteResourceServerRequest, in call: Call) throws -> WireEmpty {
        let server = try call.resourceServer(request.identifier, in: call.pool(request.userPoolID))
        try server.delete(call.db)
        return WireEmpty()
    }
}
