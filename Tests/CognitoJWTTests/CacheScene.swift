import ByteCoding
import CognitoJWTSigning
import Testing

@testable import CognitoJWT

/// A pool, its keys, a verifier, a cache and a fetcher, before anything has happened.
struct CacheScene {
    /// The pool of most scenes.
    static let poolID = "eu-west-1_Abc123456"
    /// Where the keys of that pool are.
    static let url = "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Abc123456/.well-known/jwks.json"
    /// When the scenes begin.
    static let start = UnixTime(seconds: 1_767_225_600)

    private static let madeKeys = Result { try (0..<3).map { _ in try SigningKey.generate() } }

    let fetches: HeldFetches
    let cache: KeyCache
    let verifier: TokenVerifier
    /// Three keys; the documents of a test say which of them are published.
    let keys: [SigningKey]

    /// The ids of the keys.
    var keyIDs: [String] { keys.map(\.keyID) }

    /// Makes a scene.
    ///
    /// - Parameters:
    ///   - rules: What tokens must say.
    ///   - answer: What each fetch is answered with; `nil` to hold them.
    /// - Throws: What keeps keys or rules from being made.
    init(
        rules: [TokenRules] = [TokenRules(userPoolID: poolID, use: .access, clients: .any)],
        answer: HeldFetches.Answer? = nil
    ) throws {
        let fetches = HeldFetches(answer)
        self.fetches = fetches
        cache = KeyCache { try await fetches.fetch($0) }
        verifier = try TokenVerifier(rules)
        keys = try Self.madeKeys.get()
    }

    /// A scene whose fetches bring a document of these of the three keys.
    static func publishing(_ numbers: Int...) throws -> CacheScene {
        let scene = try CacheScene()
        try scene.publish(numbers)
        return scene
    }

    /// A document of some of the keys.
    func document(_ numbers: [Int]) throws -> [UInt8] {
        try JSONWebKeySet(numbers.map { keys[$0] }).json
    }

    /// Lets fetches bring a document of some of the keys from now on.
    func publish(_ numbers: [Int]) throws {
        let document = try document(numbers)
        fetches.answer { _ in document }
    }

    /// Lets fetches fail from now on.
    func cut() {
        fetches.answer { _ in throw HeldFetches.Outage() }
    }

    /// A good token of the pool, made a minute ago.
    ///
    /// - Parameters:
    ///   - key: The number of the key that signs.
    ///   - keyID: What the header says, if not the id of the key.
    ///   - issuer: What `iss` says.
    ///   - now: The time of day.
    /// - Returns: The token.
    /// - Throws: What keeps it from being signed.
    func token(
        signedBy key: Int = 0,
        keyID: String? = nil,
        issuer: String = "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Abc123456",
        at now: UnixTime = start
    ) throws -> String {
        let header = #"{"kid":"\#(keyID ?? keys[key].keyID)","alg":"RS256"}"#
        let payload = """
            {"sub":"7c1f4a60","iss":"\(issuer)","client_id":"1example","token_use":"access",\
            "iat":\(now.seconds - 60),"exp":\(now.seconds + 3600)}
            """
        let bytes = try keys[key].sign(header: Array(header.utf8), payload: Array(payload.utf8))
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Verifies a token that was made for the moment, and says what came of it: `ok` or the code.
    func outcome(signedBy key: Int = 0, keyID: String? = nil, after wait: Duration = .zero) async throws -> String {
        let now = Self.start.adding(wait)
        return await outcome(of: try token(signedBy: key, keyID: keyID, at: now), after: wait)
    }

    /// Verifies a token some time after the start, and says what came of it: `ok`, `cancelled` or the code.
    func outcome(of token: String, after wait: Duration = .zero) async -> String {
        do {
            _ = try await verifier.verify(token, keys: cache, at: Self.start.adding(wait))
            return "ok"
        } catch let error as JWTError {
            return error.code.description
        } catch is CancellationError {
            return "cancelled"
        } catch {
            return "\(error)"
        }
    }

    /// Waits until so many tasks wait for keys.
    func untilWaiting(_ count: Int) async {
        while cache.activity.waiters < count, !Task.isCancelled { await Task.yield() }
    }

    /// Waits until no fetch is on its way.
    func untilLanded() async {
        while cache.activity.flights > 0, !Task.isCancelled { await Task.yield() }
    }
}
