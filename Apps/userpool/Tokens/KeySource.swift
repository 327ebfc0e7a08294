import AppSupport
import ByteCoding
import CognitoJWT
import HTTPTransport

/// Where keys come from.
enum KeySource {
    /// They were given.
    case given(KeySets)

    /// Reads the keys that were given, or gets ready to fetch those of the pools.
    ///
    /// - Parameters:
    ///   - place: A file that was given instead of the pools' own addresses.
    ///   - pools: The pools.
    ///   - verifier: Who asks for the keys.
    ///   - transport: What sends requests.
    /// - Throws: ``Problem``.
    init(_ place: String?, pools: [String], verifier: TokenVerifier, transport: any HTTPTransport) async throws {
        guard let place else { throw Problem(.usage, "give the keys with --jwks") }
        let document = try KeySetDocument(path: place)
        var sets: [String: KeySet] = [:]
        for (pool, set) in try document.keySets(of: pools) {
            for url in verifier.keySetURLs(ofPool: pool) { sets[url] = set }
        }
        self = .given(KeySets(sets))
    }

    /// Verifies a token.
    ///
    /// - Throws: `JWTError`, `CancellationError`.
    func verify(_ token: String, by verifier: TokenVerifier, at now: UnixTime) async throws -> VerifiedToken {
        switch self {
        case .given(let sets): try verifier.verify(token, keys: sets, at: now)
        }
    }
}
