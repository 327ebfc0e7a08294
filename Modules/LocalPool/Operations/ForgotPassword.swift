internal import CognitoWire

extension ForgotPassword: LocalOperation {
    static func perform(_ request: ForgotPasswordRequest, in call: Call) throws -> ForgotPasswordResponse {
        let client = try call.client(request.clientID)
        let pool = try call.pool(client.poolID)
        let username = request.username.value
        try call.checkSecretHash(request.secretHash?.value, of: client, over: [username])
        let known = try call.user(named: username, in: pool)
        guard let user = try known ?? migrated(request, client: client, in: pool, call) else {
            guard client.hidesUsers else { throw Refusal.userNotFound }
            return try hidden(username, in: pool, call)
        }
        guard user.isEnabled else {
            guard client.hidesUsers else { throw Refusal.userDisabled }
            return try hidden(username, in: pool, call)
        }
        guard user.status != .forceChangePassword else {
            throw Refusal.notAuthorized("User password cannot be reset in the current state.")
        }
        guard let destination = try call.recoveryDestination(of: user, in: pool) else {
            guard client.hidesUsers else { throw Refusal.noRecovery }
            return try hidden(username, in: pool, call)
        }
        try call.record(.forgotPassword, .inProgress, of: user.sub, in: pool)
        return ForgotPasswordResponse(
            codeDeliveryDetails: try call.sendCode(
                for: .recovery,
                to: user,
                at: destination,
                client: client,
                metadata: request.clientMetadata
            )
        )
    }

    /// A user that the pool does not have, but its trigger knows of.
    private static func migrated(
        _ request: ForgotPasswordRequest,
        client: AppClientRecord,
        in pool: UserPoolRecord,
        _ call: Call
    ) throws -> UserRecord? {
        try call.migrateUser(
            .forgotPassword,
            username: request.username.value,
            password: nil,
            client: client,
            in: pool,
            validationData: nil,
            metadata: request.clientMetadata
        ).map { try call.take($0, name: request.username.value, password: nil, in: pool) }
    }

    /// What looks as if a code had gone somewhere.
    private static func hidden(
        _ username: String,
        in pool: UserPoolRecord,
        _ call: Call
    ) throws -> ForgotPasswordResponse {
        ForgotPasswordResponse(codeDeliveryDetails: try call.decoyDelivery(username: username, in: pool))
    }
}
