import AppSupport
import ByteCoding
import CognitoJWT
import CognitoWire
import Hummingbird
import UserPoolKit

/// `/v1/sessions`: signing in, refreshing, signing out.
struct SessionRoutes {
    let gateway: Gateway

    var routes: [Route] {
        [
            Route(.post, "/v1/sessions", handler: signIn),
            Route(.delete, "/v1/sessions", handler: signOutEverywhere),
            Route(.post, "/v1/sessions/refresh", handler: refresh),
            Route(.get, "/v1/sessions/current", handler: current),
            Route(.delete, "/v1/sessions/current", handler: signOut),
        ]
    }

    @Sendable private func signIn(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let body = try await request.decoded(as: SignInBody.self, under: gateway.rules, in: context)
        let flow = body.factor.map { SignInFlow.choice(preferring: $0) } ?? gateway.flow.with(body.password)
        guard body.password != nil || !flow.needsPassword else { throw SignInBody.noPassword }
        do {
            return try gateway.answer(
                await gateway.pool.signIn(
                    username: body.username,
                    password: body.password,
                    flow: flow,
                    device: body.device.map { try gateway.sealer.open(device: $0) },
                    options: SignInOptions(metadata: body.metadata)
                ),
                in: context
            )
        } catch {
            throw gateway.rules.hidingUser(ofSignIn: Problem(describing: error), withPassword: body.password != nil)
        }
    }

    private struct Refresh: RequestBody {
        let refreshToken: Sensitive<String>
        let device: String?
        let metadata: [String: String]

        init(reading members: inout MemberReader) {
            refreshToken = Sensitive(members.requiredText("refreshToken"))
            device = members.text("device")
            metadata = members.texts("metadata")
        }
    }

    @Sendable private func refresh(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let body = try await request.decoded(as: Refresh.self, under: gateway.rules, in: context)
        do {
            let session = try await gateway.pool.refresh(
                with: body.refreshToken,
                device: body.device.map { try gateway.sealer.open(device: $0) },
                metadata: body.metadata
            )
            return try Response.json(AuthResult(session, at: gateway.clock(), sealedBy: gateway.sealer))
        } catch {
            let problem = Problem(describing: error)
            // Whoever a refresh token belonged to and is gone, or is refused for a reason that has no name.
            guard [.invalidCredentials, .userNotFound].contains(problem.code) else { throw problem }
            throw Problem(
                .refreshTokenInvalid,
                "\(Problem.Code.refreshTokenInvalid.title).",
                cognito: problem.cognito
            )
        }
    }

    private struct Current: Encodable {
        let claims: EncodableJSON
        let expiresAt: Int64
    }

    @Sendable private func current(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let token = try await verified(BearerToken.read(from: request.headers))
        return try Response.json(Current(claims: EncodableJSON(token.claims), expiresAt: token.expiresAt.seconds))
    }

    private struct SignOut: RequestBody {
        let refreshToken: Sensitive<String>

        init(reading members: inout MemberReader) {
            refreshToken = Sensitive(members.requiredText("refreshToken"))
        }
    }

    @Sendable private func signOut(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let token = try await verified(BearerToken.read(from: request.headers))
        let body = try await request.decoded(as: SignOut.self, under: gateway.rules, in: context)
        // Where an app client revokes tokens, they say where they come from.
        guard token.claims["origin_jti"] != nil else {
            throw Problem(.unsupported, "The app client does not revoke tokens; sign out everywhere instead.")
        }
        try await gateway.pool.revoke(body.refreshToken)
        return Response(status: .noContent)
    }

    @Sendable private func signOutEverywhere(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let token = try BearerToken.read(from: request.headers)
        try await BearerToken.asking { try await gateway.pool.signOutEverywhere(accessToken: token) }
        return Response(status: .noContent)
    }

    /// Verifies an access token here, without asking the service.
    private func verified(_ token: Sensitive<String>) async throws -> VerifiedToken {
        do {
            return try await gateway.checker.check(token, TokenDemands())
        } catch {
            let problem = Problem(describing: error)
            // What exactly is wrong with a token is of use to nobody but whoever makes one up.
            guard [.tokenInvalid, .tokenExpired].contains(problem.code) else { throw problem }
            throw Problem(problem.code, "\(problem.code.title).")
        }
    }
}

extension SignInFlow {
    /// The flow for a caller who shows this password: where users choose how to sign in, that is a choice.
    fileprivate func with(_ password: SecretBytes?) -> SignInFlow {
        if case .choice(preferring: nil) = self, password != nil { return .choice(preferring: .passwordSRP) }
        return self
    }

    fileprivate var needsPassword: Bool {
        switch self {
        case .srp, .password, .choice(preferring: .password), .choice(preferring: .passwordSRP): true
        default: false
        }
    }
}

/// The body of `POST /v1/sessions`.
private struct SignInBody: RequestBody {
    let username: String
    let password: SecretBytes?
    let factor: FirstFactor?
    let device: String?
    let metadata: [String: String]

    init(reading members: inout MemberReader) {
        username = members.requiredText("username")
        password = members.secret("password")
        let name = members.text("factor")
        factor = name.flatMap { FirstFactor.shortNames.contains($0) ? FirstFactor(shortName: $0) : nil }
        if name != nil, factor == nil { members.refuse("factor", .value) }
        device = members.text("device")
        metadata = members.texts("metadata")
    }

    static let noPassword = Problem(
        .invalidParameter,
        "The request is incomplete or wrong at /password.",
        errors: [Problem.Fault(pointer: "/password", code: MemberReader.FaultKind.required.rawValue)]
    )
}
