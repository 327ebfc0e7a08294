import AppSupport
import ByteCoding
import CognitoJWT
import HTTPTransport
import UserPoolKit

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
    ///   - transport: What sends requests.
    /// - Throws: ``Problem``.
    init(_ place: String?, pools: [String], verifier: TokenVerifier, transport: any HTTPTransport) async throws {
        guard let place else {
            self = .fetched(KeyCache(transport: transport))
            return
        }
        var sets: [String: KeySet] = [:]
        for (pool, set) in try await KeySetDocument.read(place, transport: transport).keySets(of: pools) {
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
    static func read(_ place: String, transport: any HTTPTransport) async throws -> KeySetDocument {
        guard place.hasPrefix("http://") || place.hasPrefix("https://") else { return try KeySetDocument(path: place) }
        return try await fetched(place, transport: transport)
    }

    /// Fetches a document and reads it.
    ///
    /// - Throws: ``Problem`` with ``Problem/Code/upstreamUnavailable``, ``Problem/Code/upstreamError`` or
    ///   ``Problem/Code/usage``; `CancellationError`.
    static func fetched(_ url: String, transport: any HTTPTransport) async throws -> KeySetDocument {
        let json: [UInt8]
        do {
            json = try await KeySetFetcher(transport: transport).fetch(url)
        } catch let error as TransportError {
            let isUsage = [.invalidRequest, .insecureEndpoint].contains(error.code)
            throw Problem(isUsage ? .usage : .upstreamUnavailable, "no keys from \(url): \(error.message)")
        } catch let error as KeySetAnswerError {
            throw Problem(.upstreamUnavailable, "no keys from \(url): \(error)")
        }
        do {
            return try KeySetDocument(json: json, named: url)
        } catch let problem as Problem {
            throw Problem(.upstreamError, problem.detail)
        }
    }
}
