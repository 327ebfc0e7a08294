internal import ByteCoding
internal import CognitoWire
internal import GRDB

extension SignUp: LocalOperation {
    static func perform(_ request: SignUpRequest, in call: Call) throws -> SignUpResponse {
        let client = try call.client(request.clientID)
        let pool = try call.pool(client.poolID)
        let username = request.username.value
        try call.checkSecretHash(request.secretHash?.value, of: client, over: [username])
        guard let password = request.password?.value else {
            throw Refusal.invalidParameter("Password is required: this pool has no sign-in without one")
        }
        try call.checkPolicy(password, in: pool)
        let attributes = try AttributeSchema.checked(request.userAttributes, writtenBy: .user(client))
        guard try call.user(named: username, poolID: pool.id) == nil else {
            throw Refusal(.usernameExists, "User already exists")
        }
        let decided = try call.preSignUp(
            .signUp,
            username: username,
            attributes: attributes,
            in: pool,
            client: client,
            validationData: request.validationData,
            metadata: request.clientMetadata
        )
        var user = UserRecord(
            sub: try call.random.makeUUID(),
            poolID: pool.id,
            username: username,
            status: decided.autoConfirmUser ? .confirmed : .unconfirmed,
            at: call.now
        )
        try user.setPassword(SecretBytes(utf8: password), in: call)
        try user.insert(call.db)
        try call.setAttributes(attributes, of: user)
        let verified = ["email": decided.autoVerifyEmail, "phone_number": decided.autoVerifyPhone]
        for name in ["email", "phone_number"] where attributes[name] != nil {
            try call.setAttributes(["\(name)_verified": verified[name] == true ? "true" : "false"], of: user)
        }
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
        return response
    }
}
