internal import ByteCoding
internal import CognitoWire
internal import GRDB

extension ChangePassword: LocalOperation {
    static func perform(_ request: ChangePasswordRequest, in call: Call) throws -> ChangePasswordResponse {
        let bearer = try call.bearer(of: request.accessToken)
        var user = bearer.user
        guard try !call.isLocked(.password, username: user.username, poolID: user.poolID) else {
            throw Refusal.tooManyPasswords
        }
        guard let previous = request.previousPassword?.value, try call.matches(previous, of: user) else {
            try call.recordFailure(.password, username: user.username, poolID: user.poolID)
            throw Refusal.wrongCredentials.keepingChanges
        }
        let proposed = request.proposedPassword.value
        try call.checkPolicy(proposed, in: bearer.pool)
        try call.recordSuccess(.password, username: user.username, poolID: user.poolID)
        try user.setPassword(SecretBytes(utf8: proposed), in: call)
        try user.update(call.db)
        return ChangePasswordResponse()
    }
}
