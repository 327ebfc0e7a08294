internal import CognitoWire
internal import GRDB

extension AdminConfirmSignUp: LocalOperation {
    /// Confirms a user without a code; whether the address is the user's remains unknown.
    static func perform(_ request: AdminConfirmSignUpRequest, in call: Call) throws -> AdminConfirmSignUpResponse {
        let pool = try call.pool(request.userPoolID)
        var user = try call.user(request.username, in: pool)
        guard user.status == .unconfirmed else {
            throw Refusal.notAuthorized("User cannot be confirmed. Current status is \(user.status)")
        }
        user.status = .confirmed
        user.modifiedAt = call.now
        try user.update(call.db)
        try call.postConfirmation(
            .confirmSignUp,
            of: user,
            in: pool,
            client: nil,
            metadata: request.clientMetadata
        )
        return AdminConfirmSignUpResponse()
    }
}
