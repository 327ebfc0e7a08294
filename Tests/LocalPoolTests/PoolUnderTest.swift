import ByteCoding
import CognitoJWTSigning
import CognitoSRP
import CognitoWire
import CryptoPrimitives
import HTTPTransport
import HTTPTypes
import LocalPool
import Synchronization
import Testing

/// A clock that stands still until it is moved.
final class StandingClock: Sendable {
    private let state = Mutex(UnixTime(seconds: 1_767_413_045))

    var now: UnixTime { state.withLock { $0 } }

    func advance(by duration: Duration) {
        state.withLock { $0 = $0.adding(duration) }
    }
}

/// What the service answered instead of a result.
struct ServiceRefusal: Error, Equatable {
    let code: String
    let message: String
}

/// A pool with fixed time, seeded randomness and known ids, called over its in-process transport.
struct PoolUnderTest {
    static let poolID = "local_AbCdEfGhI"
    static let clientID = "0123456789abcdefghijklmnop"
    static let signingKeys: [SigningKey] = (try? [.generate(), .generate()]) ?? []

    let pool: LocalPool
    let clock: StandingClock
    /// The header `Authorization` of every call; none if `nil`.
    var authorization: String?
    private let transport: LocalPoolTransport

    init(
        clock: StandingClock = StandingClock(),
        seed: UInt64 = 1,
        _ change: (inout LocalPoolConfiguration) -> Void = { _ in }
    ) throws {
        var configuration = LocalPoolConfiguration()
        configuration.poolID = Self.poolID
        configuration.clientID = Self.clientID
        configuration.signingKeys = Self.signingKeys
        configuration.clock = { clock.now }
        configuration.random = .seeded(seed)
        change(&configuration)
        pool = try LocalPool(configuration: configuration)
        self.clock = clock
        transport = LocalPoolTransport(pool)
    }

    /// Calls an operation as any client would.
    @discardableResult
    func call<Operation: WireOperation>(
        _ operation: Operation.Type,
        _ input: Operation.Input
    ) async throws -> Operation.Output {
        let response = try await send(target: Operation.target, body: WireCoder().encode(input))
        return try WireCoder().decode(Operation.Output.self, from: response.body)
    }

    /// Sends a body to an operation; an answer other than 200 is thrown as what it says.
    func send(target: String, body: [UInt8]) async throws -> TransportResponse {
        let response = try await transport.send(
            TransportRequest(
                method: .post,
                url: "http://127.0.0.1/",
                headers: [("X-Amz-Target", target), ("Content-Type", WireCoder.contentType)]
                    + (authorization.map { [("Authorization", $0)] } ?? []),
                body: body
            )
        )
        guard response.status != 200 else { return response }
        let error = try WireCoder().decode(ServiceErrorBody.self, from: response.body)
        throw ServiceRefusal(code: error.code?.rawValue ?? "", message: error.message ?? "")
    }

    func document(_ path: String) async throws -> TransportResponse {
        try await transport.send(TransportRequest(method: .get, url: "http://127.0.0.1\(path)"))
    }
}

extension RandomBytes {
    /// SplitMix64: the same bytes for the same seed.
    static func seeded(_ seed: UInt64) -> RandomBytes {
        let state = SplitMix(seed)
        return RandomBytes { output throws(CryptoError) in
            while output.freeCapacity > 0 { output.append(state.next()) }
        }
    }
}

/// The generator's state, shared by all who draw.
private final class SplitMix: Sendable {
    private let state: Mutex<UInt64>

    init(_ seed: UInt64) { state = Mutex(seed) }

    func next() -> UInt8 {
        state.withLock { state in
            state &+= 0x9e37_79b9_7f4a_7c15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
            return UInt8(truncatingIfNeeded: mixed ^ (mixed >> 31))
        }
    }
}
