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
        @OptionGroup var options: PoolOptions

        func run() async throws {
            var output = options.output.output ?? .table
            do {
                let settings: PoolSettings
                (settings, output) = try await PoolSettings.read(flags: options.flags, file: options.output.config)
                output = options.output.output ?? output
                let entries = try await entries(settings)
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

        private func entries(_ settings: PoolSettings) async throws -> [KeySetDocument.Entry] {
            let transport = try settings.makeTransport()
            if let place = keys.jwks {
                return try await KeySetDocument.read(place, transport: transport).entries.filter {
                    options.poolID == nil || $0.userPoolID == nil || $0.userPoolID == options.poolID
                }
            }
            return try await KeySetDocument.fetched(address(of: settings), transport: transport).entries
        }

        /// Where the pool publishes its keys.
        private func address(of settings: PoolSettings) throws -> String {
            guard !settings.poolID.isEmpty else {
                throw Problem(.misconfigured, "whose keys? Give --pool-id, \(Setting.poolID.environmentName) or --jwks")
            }
            var rules = TokenRules(userPoolID: settings.poolID, use: .either, clients: .any)
            rules.issuers = try keys.issuers(ofPool: settings.poolID, settings: settings)
            do throws(JWTError) {
                return try TokenVerifier(rules).keySetURLs.first ?? ""
            } catch {
                throw Problem(.usage, error.message)
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
