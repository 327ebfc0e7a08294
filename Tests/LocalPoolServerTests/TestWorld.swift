import ByteCoding
import CognitoJWTSigning
import HTTPTypes
import LocalPool
import LocalPoolServer
import Logging
import Synchronization

/// A pool of its own for one test, at a time that the test sets.
struct TestWorld: Sendable {
    let pool: LocalPool
    let home: PoolSummary
    let clock: TestClock

    /// Keys take longer to make than anything else here, so all pools share them.
    private static let keys = Result { [try SigningKey.generate(), try SigningKey.generate()] }

    init(_ change: (inout LocalPoolConfiguration) -> Void = { _ in }) async throws {
        let clock = TestClock(UnixTime(seconds: 1_767_413_106))
        var configuration = LocalPoolConfiguration()
        configuration.clock = { clock.now }
        configuration.signingKeys = try Self.keys.get()
        change(&configuration)
        pool = try LocalPool(configuration: configuration)
        home = try await pool.home()
        self.clock = clock
    }

    var poolID: String { home.poolID }
    var clientID: String { home.clientID ?? "" }

    /// A request as an SDK sends it.
    func call(_ operation: String, _ body: String, service: String = "AWSCognitoIdentityProviderService") -> SiteRequest
    {
        var headers: HTTPFields = [.contentType: "application/x-amz-json-1.1"]
        headers[.amzTarget] = "\(service).\(operation)"
        return SiteRequest(method: .post, authority: "127.0.0.1", target: "/", headers: headers, body: Array(body.utf8))
    }

    func signUp(_ username: String, domain: String = "example.com") -> SiteRequest {
        let attributes = #"[{"Name":"email","Value":"\#(username)@\#(domain)"}]"#
        return call(
            "SignUp",
            #"{"ClientId":"\#(clientID)","Username":"\#(username)","Password":"Passw0rd!","UserAttributes":\#(attributes)}"#
        )
    }

    static let silentLogger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
}

/// A time of day that moves when it is told to.
final class TestClock: Sendable {
    private let time: Mutex<UnixTime>

    init(_ time: UnixTime) {
        self.time = Mutex(time)
    }

    var now: UnixTime { time.withLock { $0 } }

    func advance(by duration: Duration) {
        time.withLock { $0 = $0.adding(duration) }
    }
}

extension SiteRequest {
    /// A request for a page.
    static func get(_ target: String, _ headers: HTTPFields = [:], method: HTTPRequest.Method = .get) -> SiteRequest {
        SiteRequest(method: method, authority: "127.0.0.1", target: target, headers: headers)
    }

    /// The same request with other names for the host, the type or the operation.
    func changed(authority: String? = "127.0.0.1", _ change: (inout HTTPFields) -> Void = { _ in }) -> SiteRequest {
        var headers = headers
        change(&headers)
        return SiteRequest(method: method, authority: authority, target: target, headers: headers, body: body)
    }
}

extension HTTPField.Name {
    static let amzTarget = named("X-Amz-Target")
    static let amznErrorType = named("x-amzn-ErrorType")
    static let fetchSite = named("Sec-Fetch-Site")

    private static func named(_ name: String) -> HTTPField.Name {
        guard let made = HTTPField.Name(name) else { preconditionFailure("\(name) is a token") }
        return made
    }
}
