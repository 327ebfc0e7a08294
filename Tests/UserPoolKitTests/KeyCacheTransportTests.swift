import ByteCoding
import CognitoClient
import CognitoJWT
import CognitoJWTSigning
import HTTPTransport
import HTTPTransportTesting
import HTTPTypes
import Synchronization
import Testing
import UserPoolKit

@Suite("Key sets over a transport") struct KeyCacheTransportTests {
    private static let pool = "eu-west-1_Abc123456"
    private static let issuer = "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Abc123456"
    private static let url = "\(issuer)/.well-known/jwks.json"
    private static let now = UnixTime(seconds: 1_767_225_600)
    private static let madeKey = Result { try SigningKey.generate() }

    /// Time that passes only in waits, and by a step each time somebody looks.
    private final class Stage: Sendable {
        private struct State {
            var uptime = Duration.zero
            var waits: [Duration] = []
        }

        private let state = Mutex(State())

        var waits: [Duration] { state.withLock { $0.waits } }

        func surroundings(fraction: Double, step: Duration = .zero) -> Surroundings {
            Surroundings(
                now: { KeyCacheTransportTests.now },
                uptime: {
                    self.state.withLock { state in
                        defer { state.uptime += step }
                        return state.uptime
                    }
                },
                fraction: { fraction },
                sleep: { duration throws(CancellationError) in
                    self.state.withLock { state in
                        state.uptime += duration
                        state.waits.append(duration)
                    }
                }
            )
        }
    }

    private func document() throws -> [UInt8] { try JSONWebKeySet([Self.madeKey.get()]).json }

    private func good() throws -> ScriptedTransport.Step {
        .respond(TransportResponse(status: 200, body: try document()))
    }

    /// An answer of a status, or a failure by the name of its code.
    private func bad(_ what: String) throws -> ScriptedTransport.Step {
        if let status = Int(what) {
            return .respond(TransportResponse(status: status, body: Array("what the body says".utf8)))
        }
        let codes: [TransportError.Code] = [
            .insecureEndpoint, .couldNotResolve, .couldNotConnect, .tlsFailure, .certificateExpired,
            .certificateUntrusted, .timedOut, .tooSlow, .bodyTooLarge, .headersTooLarge, .redirectRefused,
            .malformedResponse, .connectionLost, .cancelled, .shutDown,
        ]
        let code = try #require(codes.first { $0.description == what })
        return .fail(TransportError(code, "as the script says", mayHaveReachedServer: false))
    }

    private func verifier() throws -> TokenVerifier {
        try TokenVerifier(TokenRules(userPoolID: Self.pool, use: .access, clients: .any))
    }

    private func token(keyID: String? = nil, moreHeader: String = "", issuer: String = issuer) throws -> String {
        let key = try Self.madeKey.get()
        let header = #"{"kid":"\#(keyID ?? key.keyID)","alg":"RS256"\#(moreHeader)}"#
        let payload = """
            {"sub":"7c1f4a60","iss":"\(issuer)","client_id":"1example","token_use":"access",\
            "iat":\(Self.now.seconds - 60),"exp":\(Self.now.seconds + 3600)}
            """
        return String(decoding: try key.sign(header: Array(header.utf8), payload: Array(payload.utf8)), as: UTF8.self)
    }

    @Test("one GET to the issuer's address, within its limits, and the token is verified")
    func fetches() async throws {
        let transport = ScriptedTransport([try good()])
        let cache = KeyCache(transport: transport)
        let token = try await verifier().verify(token(), keys: cache, at: Self.now)
        #expect(token.userPoolID == Self.pool)
        let request = try #require(transport.requests.first)
        #expect(transport.requests.count == 1)
        #expect(request.method == .get && request.url.description == Self.url && request.body.isEmpty)
        #expect(request.headers.map(\.name) == [.accept])
        #expect(request.limits.maximumBodyByteCount == 64 << 10)
        #expect(request.limits.totalTimeout <= .seconds(3) && request.limits.connectTimeout <= .seconds(3))
    }

    @Test(
        "a failure that may pass is repeated once, after a random moment",
        arguments: ["503", "500", "couldNotResolve", "couldNotConnect", "timedOut", "tooSlow", "connectionLost"],
        [0, 0.5, 0.9]
    )
    func repeats(_ what: String, fraction: Double) async throws {
        let transport = ScriptedTransport([try bad(what), try good()])
        let stage = Stage()
        let cache = KeyCache(transport: transport, surroundings: stage.surroundings(fraction: fraction))
        try await cache.refresh(Self.url, at: Self.now)
        #expect(cache.keySets[Self.url] != nil)
        #expect(transport.requests.map(\.url.description) == [Self.url, Self.url])
        #expect(stage.waits == [.milliseconds(250) * fraction])
    }

    @Test("a second failure is the end", arguments: ["503", "couldNotConnect"])
    func repeatsOnce(_ what: String) async throws {
        let transport = ScriptedTransport([try bad(what), try bad(what), try good()])
        let cache = KeyCache(transport: transport, surroundings: Stage().surroundings(fraction: 0.5))
        let error = await #expect(throws: JWTError.self) { try await cache.refresh(Self.url, at: Self.now) }
        #expect(error?.code == .keysUnavailable)
        #expect(error?.message.contains(Self.url) == true && error?.message.contains(what) == true)
        #expect(transport.requests.count == 2)
    }

    @Test(
        "what will not be better next time is not repeated",
        arguments: [
            "204", "400", "403", "404", "429", "redirectRefused", "bodyTooLarge", "headersTooLarge", "insecureEndpoint",
            "certificateUntrusted", "certificateExpired", "tlsFailure", "malformedResponse", "cancelled", "shutDown",
        ]
    )
    func doesNotRepeat(_ what: String) async throws {
        let transport = ScriptedTransport([try bad(what), try good()])
        let stage = Stage()
        let cache = KeyCache(transport: transport, surroundings: stage.surroundings(fraction: 0.5))
        let error = await #expect(throws: JWTError.self) { try await cache.refresh(Self.url, at: Self.now) }
        #expect(error?.code == .keysUnavailable)
        let message = try #require(error?.message)
        #expect(message.contains(what) && !message.contains("what the body says"))
        #expect(transport.requests.count == 1 && stage.waits.isEmpty)
    }

    @Test("a redirect and a body over 64 KiB are refused, whatever the transport hands over")
    func limits() async throws {
        let long = Array(repeating: UInt8(ascii: " "), count: 64 << 10) + (try document())
        let redirect = TransportResponse(status: 302, headers: [.location: "https://evil.example/jwks.json"])
        for response in [TransportResponse(status: 200, body: long), redirect] {
            let transport = ScriptedTransport([.respond(response)])
            let cache = KeyCache(transport: transport, surroundings: Stage().surroundings(fraction: 0.5))
            let error = await #expect(throws: JWTError.self) { try await cache.refresh(Self.url, at: Self.now) }
            #expect(error?.code == .keysUnavailable)
            #expect(transport.requests.map(\.url.description) == [Self.url])
        }
    }

    @Test("both attempts share three seconds; where they are over there is no second one")
    func sharesTheTime() async throws {
        for (step, expected) in [(0.0, [1.5, 2.875]), (1.5, [1.5, 1.375]), (2.875, [1.5]), (4, [1.5])] {
            let transport = ScriptedTransport([try bad("timedOut"), try good()])
            let surroundings = Stage().surroundings(fraction: 0.5, step: .seconds(step))
            let cache = KeyCache(transport: transport, surroundings: surroundings)
            try? await cache.refresh(Self.url, at: Self.now)
            #expect(transport.requests.map(\.limits.totalTimeout) == expected.map { .seconds($0) })
            #expect((cache.keySets[Self.url] != nil) == (expected.count == 2))
        }
    }

    @Test("an address that is none is refused without a request")
    func badAddress() async throws {
        let transport = ScriptedTransport([try good()])
        let cache = KeyCache(transport: transport)
        for url in ["", "file:///etc/passwd", "https://user@evil.example/", "https://a b/"] {
            let error = await #expect(throws: JWTError.self) { try await cache.refresh(url, at: Self.now) }
            #expect(error?.code == .keysUnavailable)
        }
        #expect(transport.requests.isEmpty)
    }

    @Test("no token makes the cache ask any other host than the issuer's")
    func mustNotFetch() async throws {
        let evil = "https://evil.example/jwks.json"
        let key = try JSONWebKeySet([SigningKey.generate()]).json
        let transport = ScriptedTransport(Array(repeating: try good(), count: 20))
        let cache = KeyCache(transport: transport)
        let tokens = [
            (try token(keyID: "evil", moreHeader: #","jku":"\#(evil)""#), "unsupportedHeader"),
            (try token(moreHeader: #","jku":"\#(evil)""#), "unsupportedHeader"),
            (try token(keyID: "evil", moreHeader: #","x5u":"https://evil.example/c.pem""#), "unsupportedHeader"),
            (try token(moreHeader: #","jwk":\#(String(decoding: key, as: UTF8.self))"#), "unsupportedHeader"),
            (try token(issuer: "https://evil.example/\(Self.pool)"), "issuer"),
            (try token(issuer: "https://cognito-idp.eu-west-1.amazonaws.com.evil.example/\(Self.pool)"), "issuer"),
            (try token(issuer: "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Abc123457"), "issuer"),
            (try token(issuer: "https://cognito-idp.us-east-1.amazonaws.com/\(Self.pool)"), "issuer"),
        ]
        for (token, code) in tokens {
            let error = await #expect(throws: JWTError.self) {
                try await verifier().verify(token, keys: cache, at: Self.now)
            }
            #expect(error?.code.description == code)
        }
        #expect(transport.requests.isEmpty)
        for keyID in [evil, "../../evil.example", "//evil.example"] {
            let error = await #expect(throws: JWTError.self) {
                try await verifier().verify(token(keyID: keyID), keys: cache, at: Self.now)
            }
            #expect(error?.code == .unknownKey)
        }
        #expect(Set(transport.requests.map(\.url.description)) == [Self.url])
    }
}
