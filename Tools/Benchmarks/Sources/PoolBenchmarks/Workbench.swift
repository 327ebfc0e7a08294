import CognitoWire
import CurlTransport
import PoolBenchmarkSupport

/// A user pool with one user at some server, and the calls that are measured there.
struct Workbench: Sendable {
    enum Work: String, CaseIterable {
        case passwordSignIn = "password sign-ins"
        case refresh = "refreshes"
        case getUser = "GetUser"
    }

    private let endpoint: Endpoint
    private let bodies: [Work: [UInt8]]

    /// Makes the pool, a client and a user, and signs in once.
    init(url: String) async throws {
        endpoint = Endpoint(transport: try CurlTransport(), url: url)
        let name = "benchmark"
        let password = Sensitive("Passw0rd!")
        let pool = try await endpoint.call(CreateUserPool.self, CreateUserPoolRequest(poolName: name))
        guard let poolID = pool.userPool?.id else { throw Failure("no pool") }
        let client = try await endpoint.call(
            CreateUserPoolClient.self,
            CreateUserPoolClientRequest(
                clientName: name,
                userPoolID: poolID,
                explicitAuthFlows: [.allowUserPasswordAuth, .allowRefreshTokenAuth]
            )
        )
        guard let clientID = client.userPoolClient?.clientID else { throw Failure("no client") }
        _ = try await endpoint.call(
            AdminCreateUser.self,
            AdminCreateUserRequest(userPoolID: poolID, username: Sensitive(name), messageAction: .suppress)
        )
        _ = try await endpoint.call(
            AdminSetUserPassword.self,
            AdminSetUserPasswordRequest(
                password: password,
                userPoolID: poolID,
                username: Sensitive(name),
                permanent: true
            )
        )
        let signIn = InitiateAuthRequest(
            authFlow: .userPasswordAuth,
            clientID: clientID,
            authParameters: Sensitive(["USERNAME": name, "PASSWORD": password.value])
        )
        let tokens = try await endpoint.call(InitiateAuth.self, signIn).authenticationResult
        guard let access = tokens?.accessToken, let refresh = tokens?.refreshToken else { throw Failure("no tokens") }
        let coder = WireCoder()
        bodies = [
            .passwordSignIn: try coder.encode(signIn),
            .refresh: try coder.encode(
                InitiateAuthRequest(
                    authFlow: .refreshTokenAuth,
                    clientID: clientID,
                    authParameters: Sensitive(["REFRESH_TOKEN": refresh.value])
                )
            ),
            .getUser: try coder.encode(GetUserRequest(accessToken: access)),
        ]
    }

    /// Calls per second by two tasks.
    func rate(of work: Work, count: Int) async throws -> Double {
        let body = bodies[work] ?? []
        let target = work == .getUser ? GetUser.target : InitiateAuth.target
        let seconds = try await TwoTasks.time(Array(0..<count)) { _ in _ = try await endpoint.send(target, body) }
        return Double(count) / seconds
    }
}
