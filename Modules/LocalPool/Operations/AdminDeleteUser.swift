internal import CognitoWire
internal import GRDB

extension AdminDeleteUser: LocalOperation {
    static func perform(_ request: AdminDeleteUserRequest, in call: Call) throws -> WireEmpty {
        let user = try call.user(request.username, in: call.pool(request.userPoolID))
        try user.delete(call.db)
        return WireEmpty()
    }
}
