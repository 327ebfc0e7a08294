internal import CognitoWire
internal import GRDB

extension DeleteUser: LocalOperation {
    static func perform(_ request: DeleteUserRequest, in call: Call) throws -> WireEmpty {
        try call.bearer(of: request.accessToken).user.delete(call.db)
        return WireEmpty()
    }
}
