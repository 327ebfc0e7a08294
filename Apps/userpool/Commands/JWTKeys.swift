import AppSupport
import ArgumentParser
import ByteCoding
import CognitoJWT

extension JWT {
    /// `userpool jwt jwks`.
    struct Keys: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "jwks",
            abstract: "Show the keys that sign a pool's tokens, and which of them a verifier would use.",
            discussion: """
                Fetches the key set from the pool's own address, or reads the one of --jwks. Exit 69 if it cannot be had.

                  userpool jwt jwks --pool-id eu-west-1_AbCdEfGhI
                  userpool jwt jwks --jwks keys.json -o json
                """
        )

        @OptionGroup var keys: KeyOptions

        @Option(
            name: .shortAndLong,
            help: "How the keys are printed: table, json, ndjson, yaml, env or value."
        )
        var output: OutputFormat = .table

        func run() async throws {
            do {
                let entries = try await entries()
                for key in entries.flatMap(\.set.unusableKeys) where key.isPrivate {
                    Terminal.note(
                        """
                        userpool: WARNING: key \((key.keyID ?? "\(key.position)").shownSafely) is published with its \
                        private half: whoever has read it can sign tokens of this pool; replace it at once
                        """
                    )
                }
                output.print(.array(entries.flatMap(\.outputValues)))
            } catch {
                Failure.report(Problem(describing: error), as: output)
            }
        }

        private func entries() async throws -> [KeySetDocument.Entry] {
            guard let place = keys.jwks else { throw Problem(.usage, "give the keys with --jwks") }
            return try KeySetDocument(path: place).entries.filter {
                keys.poolID == nil || $0.userPoolID == nil || $0.userPoolID == keys.poolID
            }
        }
    }
}

extension KeySetDocument.Entry {
    /// One row for each key, in the order of the document.
    fileprivate var outputValues: [JSONValue] {
        let usable = set.usableKeys.map { key in
            (key.position, row(key.keyID, bitCount: .integer(key.bitCount), reason: .null))
        }
        let unusable = set.unusableKeys.map { key in
            (key.position, row(key.keyID, bitCount: .null, reason: .string(key.reason)))
        }
        return (usable + unusable).sorted { $0.0 < $1.0 }.map(\.1)
    }

    private func row(_ keyID: String?, bitCount: JSONValue, reason: JSONValue) -> JSONValue {
        .members([
            "pool": userPoolID.map { .string($0) },
            "kid": keyID.map { .string($0) } ?? .null,
            "bits": bitCount,
            "usable": .bool(reason.isNull),
            "reason": reason,
        ])
    }
}
