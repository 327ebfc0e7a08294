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
        guard
            try call.matches(
                request.previousPassword?.value ?? "",
                of: user,
                username: user.username,
                poolID: user.poolID
            )
        else {
            try call.recordFailure(.password, username: user.username, poolID: user.poolID)
            try call.record(.passwordChange, .fail, of: user.sub, in: bearer.pool)
            throw Refusal.wrongCredentials.keepingChanges
        }
        try call.changePassword(of: &user, to: request.proposedPassword.value, in: bearer.pool)
        try call.recordSuccess(.password, username: user.username, poolID: user.poolID)
        try user.update(call.db)
        try call.record(.passwordChange, .pass, of: user.sub, in: bearer.pool)
        return ChangePasswordResponse()
    }
}
