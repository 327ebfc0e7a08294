import ByteCoding
import CognitoClient
import CognitoJWTSigning
import CognitoWire
import Foundation
import HTTPTransport
import HTTPTypes
import LocalPool
import Synchronization
import Testing

@testable import UserPoolKit

/// A local pool whose clock a test turns, and the kit's view of it through a line that counts and can fail.
final class SessionWorld: Sendable {
    let clock = SessionClock(UnixTime(seconds: 1_767_413_106))
    let local: LocalPool
    let line: FaultyLine
    let pool: UserPool

    /// Keys take longer to make than anything else here, so all pools share them.
    private static let keys = Result { [try SigningKey.generate(), try SigningKey.generate()] }

    /// Makes a pool.
    ///
    /// - Parameters:
    ///   - grace: For how many seconds an exchanged refresh token may be shown again; `nil` for no rotation.
    ///   - ahead: How far the service's clock is ahead of the kit's.
    ///   - isDated: Whether the service's answers say what the time is.
    ///   - secret: The app client's secret.
    ///   - refreshMethod: How tokens are refreshed.
    ///   - minutes: How long access and ID tokens live.
    ///   - revokes: Whether tokens can be revoked.
    /// - Throws: What making it throws.
    init(
        grace: Int? = nil,
        ahead: Duration = .zero,
        isDated: Bool = false,
        secret: String? = nil,
        refreshMethod: RefreshMethod = .automatic,
        minutes: Int = 60,
        revokes: Bool = true
    ) async throws {
        let clock = clock
        var configuration = LocalPoolConfiguration()
        configuration.clock = { clock.now.adding(ahead) }
        configuration.signingKeys = try Self.keys.get()
        configuration.clientSecret = secret.map { SecretBytes(utf8: $0) }
        local = try LocalPool(configuration: configuration)
        let servicesTime: @Sendable () -> UnixTime = { clock.now.adding(ahead) }
        line = FaultyLine(LocalPoolTransport(local), date: isDated ? servicesTime : nil)
        let home = try await local.home()
        let clientID = try #require(home.clientID)
        let cognito = CognitoClient(
            configuration: CognitoClientConfiguration(
                endpoints: try EndpointRules(custom: "http://127.0.0.1:9229", region: Region("local"))
            ),
            transport: line,
            credentials: StaticCredentials(
                try Credentials(accessKeyID: "local", secretAccessKey: SecretBytes(utf8: "local"))
            ),
            surroundings: clock.surroundings
        )
        pool = try UserPool(
            id: home.poolID,
            appClient: AppClient(id: clientID, secret: home.clientSecret),
            cognito: cognito,
            refreshMethod: refreshMethod,
            clock: { clock.now.adding(ahead) }
        )
        var flows: [ExplicitAuthFlowsType] = [.allowUserPasswordAuth, .allowUserSRPAuth]
        if grace == nil { flows.append(.allowRefreshTokenAuth) }
        _ = try await cognito.call(
            UpdateUserPoolClient.self,
            UpdateUserPoolClientRequest(
                clientID: Sensitive(clientID),
                userPoolID: home.poolID,
                accessTokenValidity: minutes,
                enableTokenRevocation: revokes,
                explicitAuthFlows: flows,
                idTokenValidity: minutes,
                refreshTokenRotation: grace.map { .init(feature: .enabled, retryGracePeriodSeconds: $0) },
                tokenValidityUnits: .init(accessToken: .minutes, idToken: .minutes)
            )
        )
    }

    /// A keeper as another process would have one: it shares the store and nothing else.
    func keeper(
        _ store: any SessionStore,
        _ change: (inout SessionKeeper.Options) -> Void = { _ in }
    ) -> SessionKeeper {
        var options = SessionKeeper.Options()
        change(&options)
        return SessionKeeper(pool: pool, store: store, options: options, surroundings: clock.surroundings)
    }

    /// A new user, signed in.
    func signIn(_ username: String = "alice", isNew: Bool = true) async throws -> UserSession {
        if isNew {
            _ = try await pool.signUp(
                username: username,
                password: SecretBytes(utf8: "Passw0rd!"),
                attributes: ["email": "\(username.lowercased())@example.com"]
            )
            let code = try #require(try await local.nextCode(for: username)?.code)
            _ = try await pool.confirmSignUp(username: username, code: code)
        }
        let step = try await pool.signIn(
            username: username,
            password: SecretBytes(utf8: "Passw0rd!"),
            flow: .password
        )
        guard case .signedIn(let signedIn) = step else {
            throw TransportError(.malformedResponse, "no tokens", mayHaveReachedServer: true)
        }
        return signedIn.session
    }

    /// How many refreshes reached the line.
    var refreshCount: Int { line.count(of: "GetTokensFromRefreshToken") + line.refreshFlowCount }

    /// Whether an access token is good.
    func isGood(_ session: UserSession) async -> Bool {
        (try? await pool.profile(accessToken: session.accessToken)) != nil
    }

    /// An administrator's call.
    func administer<Operation: WireOperation>(_ operation: Operation.Type, _ request: Operation.Input) async throws {
        _ = try await pool.cognito.call(operation, request)
    }
}

/// A clock that a test turns; waits turn it too.
final class SessionClock: Sendable {
    private struct State {
        var now: UnixTime
        var uptime = Duration.zero
        var fraction = 0.0
        var waits: [Duration] = []
    }

    private let state: Mutex<State>

    init(_ now: UnixTime) { state = Mutex(State(now: now)) }

    var now: UnixTime { state.withLock { $0.now } }
    var date: Date { Date(timeIntervalSince1970: Double(now.seconds) + Double(now.milliseconds) / 1000) }
    var waits: [Duration] { state.withLock { $0.waits } }

    var fraction: Double {
        get { state.withLock { $0.fraction } }
        set { state.withLock { $0.fraction = newValue } }
    }

    func advance(by duration: Duration) {
        state.withLock { state in
            state.now = state.now.adding(duration)
            state.uptime += duration
        }
    }

    /// Moves the clock to the moment that is `seconds` before a time.
    func move(to time: Date, less seconds: Double) {
        let distance = time.timeIntervalSince(date) - seconds
        advance(by: .milliseconds(Int64(distance * 1000)))
    }

    var surroundings: Surroundings {
        Surroundings(
            now: { self.now },
            uptime: { self.state.withLock { $0.uptime } },
            fraction: { self.fraction },
            sleep: { duration throws(CancellationError) in
                self.advance(by: duration)
                self.state.withLock { $0.waits.append(duration) }
                await Task.yield()
            }
        )
    }
}

/// A line to a pool that counts what goes over it, and fails as a test says.
final class FaultyLine: HTTPTransport {
    /// What happens to a request.
    enum Fate: Sendable {
        /// The pool performs it and the answer arrives.
        case passes
        /// The pool performs it, and the answer is lost.
        case losesAnswer
        /// The pool performs it, and something else arrives.
        case garbles(status: Int, body: String)
        /// It never reaches the pool.
        case fails(TransportError.Code)
        /// Somebody else answers.
        case answers(status: Int, body: String)
        /// The test does something first, then the pool performs it.
        case waits(@Sendable () async -> Void)

        /// The test learns that the request is there, and lets it go on when it likes.
        static func held(until gate: Gate, _ arrived: Gate) -> Fate {
            .waits {
                arrived.open()
                await gate.pass()
            }
        }
    }

    private struct State {
        var counts: [String: Int] = [:]
        var refreshFlowCount = 0
        var fates: [Fate] = []
        var standing: Fate?
    }

    private let transport: any HTTPTransport
    private let date: (@Sendable () -> UnixTime)?
    private let state = Mutex(State())

    init(_ transport: any HTTPTransport, date: (@Sendable () -> UnixTime)?) {
        self.transport = transport
        self.date = date
    }

    /// What happens to the next refreshes, one after the other.
    func script(_ fates: Fate...) { state.withLock { $0.fates = fates } }

    /// What happens to all refreshes after the script; `nil` lets them pass.
    func always(_ fate: Fate?) { state.withLock { $0.standing = fate } }

    func count(of operation: String) -> Int { state.withLock { $0.counts[operation] ?? 0 } }

    var refreshFlowCount: Int { state.withLock { $0.refreshFlowCount } }

    func send(_ request: TransportRequest) async throws(TransportError) -> TransportResponse {
        let target = HTTPField.Name("X-Amz-Target").flatMap { request.headers[$0] } ?? ""
        let operation = String(target.split(separator: ".").last ?? "")
        let isFlow =
            operation == "InitiateAuth" && String(decoding: request.body, as: UTF8.self).contains("REFRESH_TOKEN_AUTH")
        let isCall = ["GetTokensFromRefreshToken", "RevokeToken", "GlobalSignOut"].contains(operation)
        let fate = state.withLock { state -> Fate in
            state.counts[operation, default: 0] += 1
            if isFlow { state.refreshFlowCount += 1 }
            guard isFlow || isCall else { return .passes }
            return state.fates.isEmpty ? state.standing ?? .passes : state.fates.removeFirst()
        }
        switch fate {
        case .passes: return dated(try await transport.send(request))
        case .losesAnswer:
            _ = try await transport.send(request)
            throw TransportError(.connectionLost, "the answer is lost", mayHaveReachedServer: true)
        case .garbles(let status, let body):
            _ = try await transport.send(request)
            return TransportResponse(status: status, body: Array(body.utf8))
        case .fails(let code):
            throw TransportError(code, "the line is down", mayHaveReachedServer: false)
        case .answers(let status, let body):
            return dated(TransportResponse(status: status, body: Array(body.utf8)))
        case .waits(let body):
            await body()
            return dated(try await transport.send(request))
        }
    }

    private func dated(_ response: TransportResponse) -> TransportResponse {
        guard let date else { return response }
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(identifier: "GMT")
        formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        var headers = response.headers
        headers[.date] = formatter.string(from: Date(timeIntervalSince1970: Double(date().seconds)))
        return TransportResponse(status: response.status, headers: headers, body: response.body)
    }
}

/// A door that a test opens.
final class Gate: Sendable {
    private struct State {
        var isOpen = false
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    func open() {
        let waiters = state.withLock { state in
            state.isOpen = true
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
    }

    func pass() async {
        await withCheckedContinuation { waiter in
            let isOpen = state.withLock { state in
                if !state.isOpen { state.waiters.append(waiter) }
                return state.isOpen
            }
            if isOpen { waiter.resume() }
        }
    }
}

/// A store whose next writes a test lets fail.
final class FailingStore: SessionStore {
    private let store: any SessionStore
    private let failureCount = Mutex(0)
    private let writes = Mutex(0)

    init(_ store: any SessionStore) { self.store = store }

    var writeCount: Int { writes.withLock { $0 } }

    func failNext(_ count: Int) { failureCount.withLock { $0 = count } }

    func load(_ key: StoreKey) async throws(UserPoolError) -> StoredEntry? { try await store.load(key) }

    func replace(
        _ key: StoreKey,
        expecting generation: UInt64?,
        with entry: StoredEntry?
    ) async throws(UserPoolError) -> Bool {
        let fails = failureCount.withLock { count in
            guard count > 0 else { return false }
            count -= 1
            return true
        }
        guard !fails else { throw UserPoolError(.storeFailed, "no space left on the device") }
        writes.withLock { $0 += 1 }
        return try await store.replace(key, expecting: generation, with: entry)
    }
}

/// A folder of a test's own, removed with the value.
final class OwnFolder: Sendable {
    let path: String

    init() {
        path = FileManager.default.temporaryDirectory.appending(path: "sessions-\(UUID().uuidString)").path
    }

    var store: FileSessionStore { FileSessionStore(folder: path) }

    /// The names of the files that hold entries.
    var files: [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.filter { $0.hasSuffix(".json") }.sorted()
    }

    func path(of file: String) -> String { "\(path)/\(file)" }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
