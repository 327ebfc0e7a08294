internal import ByteCoding
internal import CognitoWire
internal import GRDB

extension SignUp: LocalOperation {
    static func perform(_ request: SignUpRequest, in call: Call) throws -> SignUpResponse {
        let client = try call.client(request.clientID)
        let pool = try call.pool(client.poolID)
        guard pool.details.adminCreateUserConfig?.allowAdminCreateUserOnly != true else {
            throw Refusal.notAuthorized("SignUp is not permitted for this user pool")
        }
        let username = request.username.value
        try call.checkSecretHash(request.secretHash?.value, of: client, over: [username])
        let password = request.password?.value
        guard password != nil || (client.allows(.allowUserAuth) && pool.hasPasswordlessFactors) else {
            throw Refusal.invalidParameter("Password is required: this pool has no sign-in without one")
        }
        if let password { try call.checkPolicy(password, in: pool) }
        let sent = try pool.schema.checked(request.userAttributes, writtenBy: .user(client), on: .creation)
        let attributes = try call.named(username, sent, in: pool)
        try pool.schema.requireAll(in: attributes)
        let decided = try call.preSignUp(
            .signUp,
            username: username,
            attributes: attributes,
            in: pool,
            client: client,
            validationData: request.validationData,
            metadata: request.clientMetadata
        )
        let status: UserStatusType = decided.autoConfirmUser ? .confirmed : .unconfirmed
        var user = try call.makeUser(named: username, status: status, in: pool)
        if let password { try call.setPassword(password, of: &user) }
        try user.insert(call.db)
        let verified = ["email": decided.autoVerifyEmail, "phone_number": decided.autoVerifyPhone]
        let flags = verified.filter { attributes[$0.key] != nil }.map { ("\($0)_verified", $1 ? "true" : "false") }
        try call.setAttributes(attributes.merging(flags) { $1 }, of: &user)
        try call.record(.signUp, .pass, of: user.sub, in: pool)
        var response = SignUpResponse(userConfirmed: decided.autoConfirmUser, userSub: user.sub)
        if decided.autoConfirmUser {
            try call.postConfirmation(
                .confirmSignUp,
                of: user,
                in: pool,
                client: client,
                metadata: request.clientMetadata
            )
        } else if let destination = try call.confirmationDestination(of: user, in: pool) {
            response.codeDeliveryDetails = try call.sendCode(
                for: .signUp,
                to: user,
                at: destination,
                client: client,
                metadata: request.clientMetadata
            )
        }
        response.session = try call.signUpSession(of: user, client: client)
        return response
    }
}
