internal import ByteCoding
internal import CognitoWire
internal import GRDB

extension AdminSetUserPassword: LocalOperation {
    static func perform(
        _ request: AdminSetUserPasswordRequest,
        in call: Call
    ) throws -> AdminSetUserPasswordResponse {
        let pool = try call.pool(request.userPoolID)
        var user = try call.user(request.username, in: pool)
        let isPermanent = request.permanent == true
        let lifetime = Duration.seconds(86_400 * pool.passwordPolicy.temporaryPasswordDays)
        try call.changePassword(
            of: &user,
            to: request.password.value,
            temporaryUntil: isPermanent ? nil : call.now.adding(lifetime),
            in: pool
        )
        user.status = isPermanent ? .confirmed : .forceChangePassword
        try user.update(call.db)
        return AdminSetUserPasswordResponse()
    }
}
