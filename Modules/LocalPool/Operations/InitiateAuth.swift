internal import CognitoWire

extension InitiateAuth: LocalOperation {
    static func perform(_ request: InitiateAuthRequest, in call: Call) throws -> InitiateAuthResponse {
        let client = try call.client(request.clientID)
        let pool = try call.pool(client.poolID)
        let sent = SentParameters(request.authParameters)
        switch request.authFlow {
        case .userSRPAuth:
            guard client.allows(.allowUserSRPAuth) else {
                throw Refusal.invalidParameter("USER_SRP_AUTH is not enabled for the client.")
            }
            let username = try sent.username()
            try call.checkSecretHash(sent["SECRET_HASH"], of: client, over: [username])
            return try call.srpChallenge(
                username: username,
                clientPublicKey: sent.required("SRP_A"),
                client: client,
                pool: pool
            ).initiateAuthResponse
        case .userPasswordAuth:
            guard client.allows(.allowUserPasswordAuth) else {
                throw Refusal.invalidParameter("USER_PASSWORD_AUTH flow not enabled for this client")
            }
            let username = try sent.username()
            try call.checkSecretHash(sent["SECRET_HASH"], of: client, over: [username])
            let user = try call.checkPassword(
                sent.required("PASSWORD"),
                username: username,
                client: client,
                pool: pool
            )
            return try call.stepAfterPassword(of: user, client: client, pool: pool).initiateAuthResponse
        case .refreshTokenAuth, .refreshToken:
            return try refresh(sent, client: client, in: call)
        default:
            throw try unknownFlow(request.authFlow)
        }
    }

    private static func refresh(
        _ sent: SentParameters,
        client: AppClientRecord,
        in call: Call
    ) throws -> InitiateAuthResponse {
        guard client.allows(.allowRefreshTokenAuth), !client.rotatesRefreshTokens else {
            throw Refusal.invalidParameter("REFRESH_TOKEN_AUTH flow not enabled for this client")
        }
        let refresh = try call.refresh(sent.required("REFRESH_TOKEN"), client: client)
        let names = [refresh.user.username, refresh.user.sub]
        try call.checkSecretHash(sent["SECRET_HASH"], of: client, over: names)
        return SignInStep.tokens(try call.refreshedTokens(for: refresh, client: client)).initiateAuthResponse
    }

    /// A flow of the service that is not one of this pool's, or no flow at all.
    private static func unknownFlow(_ flow: AuthFlowType) throws -> Refusal {
        if flow.rawValue.hasPrefix("ADMIN_") { return .invalidParameter("Initiate Auth method not supported.") }
        if AuthFlowType.known.contains(flow) {
            return .invalidParameter("\(flow.rawValue) is not offered by LocalPool")
        }
        let known = AuthFlowType.known.map(\.rawValue).joined(separator: ", ")
        return .invalidParameter(
            "1 validation error detected: Value at 'authFlow' failed to satisfy constraint: "
                + "Member must satisfy enum value set: [\(known)]"
        )
    }
}
