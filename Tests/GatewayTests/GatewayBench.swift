import ByteCoding
import CognitoClient
import CognitoJWT
import Foundation
import HTTPTransport
import HTTPTransportTesting
import HTTPTypes
import Hummingbird
import Logging
import Synchronization
import Testing
import UserPoolKit

@testable import userpool_gateway

/// One gateway over a transport that a test holds, with its log.
struct GatewayBench: Sendable {
    static let clientID = "1example23456789"
    // 32 bytes each.
    static let sealKeys = "new:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=,old:\(oldKey)"
    static let oldKey = "ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8="

    let log: LogCapture
    let gateway: Gateway

    /// A gateway in front of a service that plays a script.
    init(
        _ steps: [ScriptedTransport.Step] = [],
        sealKeys: String = sealKeys,
        clientID: String = clientID,
        rules: RequestRules = RequestRules(),
        now: UnixTime = Upstream.now
    ) throws {
        try self.init(
            transport: ScriptedTransport(steps),
            sealKeys: sealKeys,
            clientID: clientID,
            rules: rules,
            now: now
        )
    }

    init(
        transport: any HTTPTransport,
        sealKeys: String = sealKeys,
        clientID: String = clientID,
        rules: RequestRules = RequestRules(),
        now: UnixTime = Upstream.now
    ) throws {
        // The service's waits between attempts pass at once.
        var surroundings = Surroundings.system
        surroundings.sleep = { _ throws(CancellationError) in }
        surroundings.now = { now }
        let region = try Region(userPoolID: "us-east-1_AbCdEfGhI")
        let pool = try UserPool(
            id: "us-east-1_AbCdEfGhI",
            appClient: AppClient(id: clientID),
            cognito: CognitoClient(
                configuration: CognitoClientConfiguration(endpoints: EndpointRules(region: region)),
                transport: transport,
                surroundings: surroundings
            )
        )
        try self.init(pool: pool, flow: .password, sealKeys: sealKeys, rules: rules, clock: { now })
    }

    /// A gateway in front of any pool.
    init(
        pool: UserPool,
        flow: SignInFlow = .srp,
        sealKeys: String = sealKeys,
        rules: RequestRules = RequestRules(),
        verification: VerificationSettings = VerificationSettings(),
        keys: KeyCache = KeyCache { _ in throw TransportError(.couldNotConnect, "no", mayHaveReachedServer: false) },
        clock: @escaping @Sendable () -> UnixTime
    ) throws {
        let log = LogCapture()
        self.log = log
        gateway = Gateway(
            pool: pool,
            flow: flow,
            sealer: Sealer(keys: try #require(SealKeys(text: sealKeys)), clientID: pool.appClient.id),
            checker: TokenChecker(pool: pool, settings: verification, keys: keys, clock: clock),
            rules: rules,
            logger: Logger(label: "test") { _ in JSONLinesLogHandler(level: .trace, write: log.append) },
            clock: clock
        )
    }

    /// Runs a test against the gateway.
    func test<Value: Sendable>(
        over medium: Medium = .memory,
        _ body: @Sendable (Caller) async throws -> Value
    ) async throws -> Value {
        try await medium.run({ GatewayApplication.make(gateway, onListening: $0) }, body)
    }

    /// Sends one request and gives its answer.
    func post(_ path: String, _ body: String) async throws -> Answer {
        try await test { try await $0.post(path, body) }
    }
}

/// Calls a gateway.
struct Caller: Sendable {
    /// The port it listens on, if it does.
    let port: Int?
    /// Sends a request with its body.
    let exchange: @Sendable (HTTPRequest, ByteBuffer) async throws -> Answer

    func post(_ path: String, _ body: String, headers: HTTPFields = [:]) async throws -> Answer {
        var all: HTTPFields = [.contentType: "application/json"]
        for field in headers { all[field.name] = field.value }
        return try await send(.post, path, headers: all, body: body)
    }

    func get(_ path: String, bearer: String? = nil) async throws -> Answer {
        try await send(.get, path, headers: bearer.map { [.authorization: "Bearer \($0)"] } ?? [:])
    }

    func send(
        _ method: HTTPRequest.Method,
        _ path: String,
        headers: HTTPFields = [:],
        body: String? = nil
    ) async throws -> Answer {
        var headers = headers
        if let body { headers[.contentLength] = "\(body.utf8.count)" }
        return try await exchange(
            HTTPRequest(method: method, scheme: "http", authority: "localhost", path: path, headerFields: headers),
            ByteBuffer(string: body ?? "")
        )
    }
}

/// What a gateway answered.
struct Answer: Sendable {
    let status: Int
    let headers: HTTPFields
    let text: String

    /// `X-Request-Id`.
    var requestID: String? {
        HTTPField.Name("X-Request-Id").flatMap { headers[$0] }
    }

    /// The value at a path of member names, as text.
    func callAsFunction(_ path: String...) -> String? {
        var value = try? JSONReader().read(Array(text.utf8))
        for name in path { value = value?.object?[name] }
        switch value {
        case .string(let text): return text
        case .number(let number): return number.text
        case .bool(let bool): return "\(bool)"
        default: return nil
        }
    }

    /// The names of the members of an object.
    func members(_ path: String...) -> [String] {
        var value = try? JSONReader().read(Array(text.utf8))
        for name in path { value = value?.object?[name] }
        return value?.object?.members.map(\.name).sorted() ?? []
    }

    /// The code of the problem, and the pointers and codes of its errors as `pointer code`.
    var faults: [String] {
        let errors = (try? JSONReader().read(Array(text.utf8)))?.object?["errors"]?.array ?? []
        return errors.compactMap { error in
            guard let pointer = error.object?["pointer"]?.string, let code = error.object?["code"]?.string else {
                return nil
            }
            return "\(pointer) \(code)"
        }
    }
}

/// Keeps log lines.
final class LogCapture: Sendable {
    private let kept = Mutex<[String]>([])

    var lines: [String] { kept.withLock { $0 } }

    @Sendable func append(_ line: String) {
        kept.withLock { $0.append(line) }
    }
}

/// Header fields of requests.
enum HTTPFieldsFixture {
    /// `X-Request-Id`.
    static func requestID(_ id: String) -> HTTPFields {
        HTTPField.Name("X-Request-Id").map { [$0: id] } ?? [:]
    }
}

/// Collects text from a closure.
final class Box: Sendable {
    private let kept = Mutex("")

    var text: String { kept.withLock { $0 } }

    func append(_ text: String) {
        kept.withLock { $0 += text }
    }
}

/// A value that several tasks change.
final class Guarded<Value: Sendable>: Sendable {
    private let kept: Mutex<Value>

    var value: Value { kept.withLock { $0 } }

    init(_ value: Value) { kept = Mutex(value) }

    func change(_ change: @Sendable (inout Value) -> Void) {
        kept.withLock { change(&$0) }
    }
}
