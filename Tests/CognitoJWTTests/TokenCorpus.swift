import ByteCoding
import CognitoJWT
import Foundation
import Testing

/// The corpus of tokens and key sets: `Vectors/cognito_token_corpus.json`.
struct TokenCorpus: Decodable {
    static let shared = Result { try Vectors.load("cognito_token_corpus", as: TokenCorpus.self) }

    let now: Int64
    let userPoolId: String
    let limits: Limits
    let jwks: [String: JSONText]
    let configs: [String: Config]
    let cases: [Case]
    let jwksDocuments: [Document]

    struct Limits: Decodable {
        let maxTokenBytes: Int
    }

    /// One token with its verdict.
    struct Case: Decodable, CustomTestStringConvertible {
        let name: String
        let config: String
        let token: String
        let expect: String
        let reason: String?
        let mustNotFetch: String?

        var testDescription: String { name }

        /// The codes of which a refusal may have one; empty for a token that is taken.
        var codes: [String] { reason?.split(separator: "|").map(String.init) ?? [] }
    }

    /// One key-set document with its verdict.
    struct Document: Decodable, CustomTestStringConvertible {
        let name: String
        let document: String
        let expect: String
        let note: String?

        var testDescription: String { name }
    }

    /// The rules that a case is run under.
    struct Config: Decodable {
        let userPoolId: String?
        let tokenUse: String?
        let clientIds: [String]?
        let issuerKinds: [String]?
        let replicaRegions: [String]?
        let groupsAnyOf: [String]?
        let scopesAnyOf: [String]?
        let scopesAllOf: [String]?
        let leewaySeconds: Int?
        let maxAuthAgeSeconds: Int?
        let pools: [Config]?

        func rules(userPoolID: String) throws -> [TokenRules] {
            if let pools { return try pools.flatMap { try $0.rules(userPoolID: userPoolID) } }
            let use: TokenRules.Use = tokenUse == nil ? .either : tokenUse == "id" ? .id : .access
            var rules = TokenRules(
                userPoolID: userPoolId ?? userPoolID,
                use: use,
                clients: .anyOf(try #require(clientIds))
            )
            let forms = try (issuerKinds ?? ["ORIGINAL"]).map { try #require(Issuers.Form(rawValue: $0)) }
            rules.issuers = .service(Set(forms), replicaRegions: replicaRegions ?? [])
            rules.groupsAnyOf = groupsAnyOf
            rules.scopesAnyOf = scopesAnyOf
            rules.scopesAllOf = scopesAllOf
            rules.leeway = .seconds(leewaySeconds ?? 0)
            rules.maximumAuthenticationAge = maxAuthAgeSeconds.map { .seconds($0) }
            return [rules]
        }
    }

    /// The verifier of a case.
    func verifier(of test: Case) throws -> TokenVerifier {
        try TokenVerifier(try #require(configs[test.config]).rules(userPoolID: userPoolId))
    }

    /// Each pool's key set at all addresses where a verifier looks for it.
    func documents(for verifier: TokenVerifier) -> [String: [UInt8]] {
        var documents: [String: [UInt8]] = [:]
        for (pool, document) in jwks {
            for url in verifier.keySetURLs(ofPool: pool) { documents[url] = document.bytes }
        }
        return documents
    }

    /// The same, read.
    func keySets(for verifier: TokenVerifier) throws -> KeySets {
        KeySets(try documents(for: verifier).mapValues { try KeySet(json: $0) })
    }
}

/// JSON inside of JSON, as text again.
struct JSONText: Decodable {
    let bytes: [UInt8]

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer().decode([String: [[String: String]]].self)
        bytes = Array(try JSONEncoder().encode(value))
    }
}

/// The resources of this target.
enum Vectors {
    /// Reads a file's bytes; throws if it is missing.
    static func bytes(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: Bundle.module.bundleURL.appending(path: "Vectors/\(name).json")))
    }

    /// Reads a file; throws if it is missing or has another shape.
    static func load<Contents: Decodable>(_ name: String, as type: Contents.Type = Contents.self) throws -> Contents {
        try JSONDecoder().decode(Contents.self, from: Data(bytes(name)))
    }
}
