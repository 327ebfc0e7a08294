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
        try call.checkPolicy(request.password.value, in: pool)
        let isPermanent = request.permanent == true
        let lifetime = Duration.seconds(86_400 * pool.passwordPolicy.temporaryPasswordDays)
        try user.setPassword(
            SecretBytes(utf8: request.password.value),
            temporaryUntil: isPermanent ? nil : call.now.adding(lifetime),
            in: call
        )
        user.status = isPermanent ? .confirmed : .forceChangePassword
        try user.update(call.db)
        return AdminSetUserPasswordResponse()
    }
}
