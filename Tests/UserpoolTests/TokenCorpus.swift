import Foundation
import Testing

/// The token corpus, as somebody at the command line has it: files of rules, a file of keys, and tokens.
struct TokenCorpus {
    /// One token and what it deserves.
    struct Case {
        let name: String
        let config: String
        let token: String
        let isGood: Bool
        let reasons: Set<String>
    }

    /// The time at which the tokens are good.
    let now: Int
    /// The pool of every configuration but `multiPool`.
    let poolID: String
    /// The tokens.
    let cases: [Case]
    private let document: [String: Any]

    init() throws {
        let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let path = tests.appending(path: "CognitoJWTTests/Vectors/cognito_token_corpus.json")
        document = try #require(JSONSerialization.jsonObject(with: Data(contentsOf: path)) as? [String: Any])
        now = try #require(document["now"] as? Int)
        poolID = try #require(document["userPoolId"] as? String)
        cases = try #require(document["cases"] as? [[String: Any]]).map { entry in
            Case(
                name: try #require(entry["name"] as? String),
                config: try #require(entry["config"] as? String),
                token: try #require(entry["token"] as? String),
                isGood: entry["expect"] as? String == "accept",
                reasons: Set((entry["reason"] as? String ?? "").split(separator: "|").map(String.init))
            )
        }
    }

    /// The token of a case.
    func token(_ name: String) throws -> String {
        try #require(cases.first { $0.name == name }).token
    }

    /// The rules of a configuration, as the option `--config` takes them.
    func rules(_ config: String, merging more: [String: Any] = [:]) throws -> String {
        var rules = try #require((document["configs"] as? [String: Any])?[config] as? [String: Any])
        if rules["pools"] == nil { rules["userPoolId"] = poolID }
        return try json(rules.merging(more) { $1 })
    }

    /// The key sets by pool, or the set of one.
    func keys(of pool: String? = nil) throws -> String {
        let sets = try #require(document["jwks"] as? [String: Any])
        return try json(pool.map { try #require(sets[$0]) } ?? sets)
    }

    private func json(_ value: Any) throws -> String {
        String(decoding: try JSONSerialization.data(withJSONObject: value), as: UTF8.self)
    }
}

extension Shell {
    /// Options for a configuration of the corpus: its rules and the keys as files, and the time.
    func options(_ corpus: TokenCorpus, _ config: String) throws -> [String] {
        [
            "--config", try file("\(config).json", corpus.rules(config)), "--jwks",
            try file("keys.json", corpus.keys()),
            "--at", "\(corpus.now)",
        ]
    }
}

extension Outcome {
    /// Each line of the output as a JSON object.
    var lines: [[String: Any]] {
        get throws {
            try output.split(separator: "\n").map { line in
                try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any], "no JSON: \(line)")
            }
        }
    }
}
