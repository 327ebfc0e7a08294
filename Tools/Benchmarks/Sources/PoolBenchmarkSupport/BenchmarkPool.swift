package import ByteCoding
import CognitoSRP
package import CognitoWire
package import CryptoPrimitives
package import HTTPTransport
package import LocalPool

/// A pool to be measured, and a way to it.
package struct BenchmarkPool: Sendable {
    package static let password = "Passw0rd!"
    package static let poolID = "local_Benchmark"
    package static let clientID = "0123456789abcdefghijklmnop"

    package let pool: LocalPool
    private let endpoint: Endpoint

    /// A pool without users.
    ///
    /// - Parameters:
    ///   - file: Its data file; `nil` keeps everything in memory.
    ///   - random: Where it draws from.
    ///   - clock: Its time of day.
    /// - Throws: `LocalPoolError` if the file cannot be used.
    package init(
        file: String? = nil,
        random: RandomBytes = .system,
        clock: @escaping @Sendable () -> UnixTime = LocalPoolConfiguration.systemClock
    ) throws {
        var configuration = LocalPoolConfiguration(file: file)
        configuration.poolID = Self.poolID
        configuration.clientID = Self.clientID
        configuration.random = random
        configuration.clock = clock
        let pool = try LocalPool(configuration: configuration)
        self.init(pool: pool, endpoint: Endpoint(transport: LocalPoolTransport(pool), url: "http://127.0.0.1/"))
    }

    private init(pool: LocalPool, endpoint: Endpoint) {
        (self.pool, self.endpoint) = (pool, endpoint)
    }

    /// The same pool by another way.
    package func over(_ transport: any HTTPTransport, url: String) -> BenchmarkPool {
        BenchmarkPool(pool: pool, endpoint: Endpoint(transport: transport, url: url))
    }

    /// Sends a request; an answer other than 200 is a failure.
    @discardableResult
    package func send(_ target: String, _ body: [UInt8]) async throws -> [UInt8] {
        try await endpoint.send(target, body)
    }

    /// Calls an operation; an answer other than 200 is a failure.
    @discardableResult
    package func call<Operation: WireOperation>(
        _ operation: Operation.Type,
        _ request: Operation.Input
    ) async throws -> Operation.Output {
        try await endpoint.call(operation, request)
    }

    /// The member of a user in a seed that stands for ``password``.
    package static func verifierMember(of username: String) throws -> String {
        let verifier = try SRPVerifier(
            identity: SRPIdentity(userPoolID: poolID, userID: username),
            password: SecretBytes(utf8: password)
        )
        let (salt, text) = (try verifier.saltBase64(), try verifier.verifierBase64())
        return #""verifier": {"salt": "\#(salt)", "verifier": "\#(text)"}"#
    }
}
