import AppSupport
import ByteCoding
import CognitoJWT

/// Where keys come from.
enum KeySource {
    /// They were given.
    case given(KeySets)
    /// They are fetched from the pools' own addresses when a token needs them.
    case fetched(KeyCache)

    /// Reads the keys that were given, or gets ready to fetch those of the pools.
    ///
    /// - Parameters:
    ///   - place: A file or an address that was given instead of the pools' own addresses.
    ///   - pools: The pools.
    ///   - verifier: Who asks for the keys.
    ///   - fetch: What gets documents.
    /// - Throws: ``Problem``.
    init(_ place: String?, pools: [String], verifier: TokenVerifier, fetch: KeyFetch) async throws {
        guard let place else {
            self = .fetched(fetch.makeCache())
            return
        }
        var sets: [String: KeySet] = [:]
        for (pool, set) in try await KeySetDocument.read(place, fetch: fetch).keySets(of: pools) {
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
        case .fetched(let cache): try await verifier.verify(token, keys: cache, at: now)
        }
    }
}

extension KeySetDocument {
    /// Reads the document at an address, or in a file.
    ///
    /// - Throws: ``Problem``.
    static func read(_ place: String, fetch: KeyFetch) async throws -> KeySetDocument {
        guard place.hasPrefix("http://") || place.hasPrefix("https://") else { return try KeySetDocument(path: place) }
        return try await fetch.document(at: place)
    }
}
