internal import CognitoWire
internal import GRDB

/// What `InitiateAuth` and `AdminInitiateAuth` have in common.
struct SignInRequest {
    let flow: AuthFlowType
    let sent: SentParameters
    let session: Sensitive<String>?
    let metadata: [String: String]
    let isAdministrative: Bool
    /// Whether the pool's own page asks, to which the client's flows do not matter.
    var isHosted = false
}

extension SignIn {
    /// Begins a sign-in.
    ///
    /// - Parameters:
    ///   - request: What was sent.
    ///   - client: With which client.
    ///   - call: The call.
    /// - Returns: The first challenge; with some flows the tokens at once.
    /// - Throws: ``Refusal``.
    static func begin(_ request: SignInRequest, client: AppClientRecord, in call: Call) throws -> SignInStep {
        let pool = try call.pool(client.poolID)
        if !request.isHosted { try refuseClosed(request, to: client) }
        let sent = request.sent
        if request.flow == .refreshTokenAuth || request.flow == .refreshToken {
            return try refresh(sent, client: client, metadata: request.metadata, in: call)
        }
        if request.flow == .userAuth, request.session != nil {
            return try continueSignUp(request, client: client, pool: pool, in: call)
        }
        if request.flow == .userSRPAuth {
            // What takes longest comes as soon as the request is known to be well-formed, while little is to be done again.
            _ = try (sent.username(), readPublicKey(sent.required("SRP_A")))
            _ = try call.ephemeral()
        }
        var signIn = try find(request, client: client, pool: pool, in: call)
        switch request.flow {
        case .userSRPAuth:
            return try signIn.passwordChallenge(clientPublicKey: sent.required("SRP_A"))
        case .userPasswordAuth, .adminUserPasswordAuth, .adminNoSRPAuth:
            return try signIn.answer(password: sent.required("PASSWORD"))
        case .customAuth:
            return try signIn.beginCustom(sent)
        default:
            return try signIn.beginChoice(sent)
        }
    }

    /// Finds out who wants to sign in.
    private static func find(
        _ request: SignInRequest,
        client: AppClientRecord,
        pool: UserPoolRecord,
        in call: Call
    ) throws -> SignIn {
        let name = try request.sent.username()
        try call.checkSecretHash(request.sent["SECRET_HASH"], of: client, over: [name])
        let user = try call.user(named: name, in: pool) ?? migrated(name, request, client, pool, in: call)
        guard user != nil || client.hidesUsers else { throw Refusal.userNotFound }
        try call.preAuthentication(
            user,
            username: name,
            client: client,
            in: pool,
            validationData: request.metadata
        )
        let progress = SignInProgress(
            sub: user?.sub,
            username: try user?.username ?? call.decoy.username(for: name, in: pool),
            flow: request.flow.progressFlow,
            isAdministrative: request.isAdministrative,
            isHosted: request.isHosted,
            deviceKey: request.sent["DEVICE_KEY"]
        )
        return SignIn(
            call: call,
            client: client,
            pool: pool,
            metadata: request.metadata,
            progress: progress,
            user: user
        )
    }

    /// A user from elsewhere, who can be had only with a password in clear.
    private static func migrated(
        _ name: String,
        _ request: SignInRequest,
        _ client: AppClientRecord,
        _ pool: UserPoolRecord,
        in call: Call
    ) throws -> UserRecord? {
        guard request.flow.progressFlow == .password, let password = request.sent["PASSWORD"] else { return nil }
        let migrated = try call.migrateUser(
            .authentication,
            username: name,
            password: password,
            client: client,
            in: pool,
            validationData: request.metadata,
            metadata: nil
        )
        return try migrated.map { try call.take($0, name: name, password: password, in: pool) }
    }

    private static func refresh(
        _ sent: SentParameters,
        client: AppClientRecord,
        metadata: [String: String],
        in call: Call
    ) throws -> SignInStep {
        guard !client.rotatesRefreshTokens else {
            throw Refusal.notAuthorized("Refresh token rotation is enabled: use GetTokensFromRefreshToken")
        }
        let refresh = try call.refresh(
            sent.required("REFRESH_TOKEN"),
            client: client,
            deviceKey: sent["DEVICE_KEY"]
        )
        let names = [refresh.user.username, refresh.user.sub]
        try call.checkSecretHash(sent["SECRET_HASH"], of: client, over: names)
        return .tokens(try call.refreshedTokens(for: refresh, client: client, metadata: metadata))
    }

    /// Refuses flows that are not for this client, or not for whoever calls.
    private static func refuseClosed(_ request: SignInRequest, to client: AppClientRecord) throws {
        let flow = request.flow
        guard AuthFlowType.known.contains(flow) else { throw unknown(flow) }
        let isAdministrators = flow == .adminUserPasswordAuth || flow == .adminNoSRPAuth
        guard isAdministrators == request.isAdministrative || !(isAdministrators || flow == .userPasswordAuth) else {
            throw Refusal.invalidParameter("Initiate Auth method not supported.")
        }
        guard !client.allows(flow.permission) else { return }
        switch flow {
        case .userPasswordAuth: throw Refusal.invalidParameter("USER_PASSWORD_AUTH flow not enabled for this client")
        case .userSRPAuth: throw Refusal.invalidParameter("USER_SRP_AUTH is not enabled for the client.")
        case .refreshToken, .refreshTokenAuth:
            throw Refusal.invalidParameter("REFRESH_TOKEN_AUTH flow not enabled for this client")
        case .customAuth: throw Refusal.invalidParameter("CUSTOM_AUTH is not enabled for the client.")
        case .userAuth: throw Refusal.invalidParameter("USER_AUTH is not enabled for the client.")
        default: throw Refusal.invalidParameter("Auth flow not enabled for this client")
        }
    }

    private static func unknown(_ flow: AuthFlowType) -> Refusal {
        let known = AuthFlowType.known.map(\.rawValue).joined(separator: ", ")
        return .invalidParameter(
            "1 validation error detected: Value at 'authFlow' failed to satisfy constraint: "
                + "Member must satisfy enum value set: [\(known)]"
        )
    }
}

extension AuthFlowType {
    /// The setting of the client that opens the flow.
    fileprivate var permission: ExplicitAuthFlowsType {
        switch self {
        case .userSRPAuth: .allowUserSRPAuth
        case .userPasswordAuth: .allowUserPasswordAuth
        case .adminUserPasswordAuth, .adminNoSRPAuth: .allowAdminUserPasswordAuth
        case .customAuth: .allowCustomAuth
        case .userAuth: .allowUserAuth
        default: .allowRefreshTokenAuth
        }
    }

    fileprivate var progressFlow: SignInProgress.Flow {
        switch self {
        case .userSRPAuth: .srp
        case .customAuth: .custom
        case .userAuth: .choice
        default: .password
        }
    }
}
