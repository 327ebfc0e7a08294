import AppSupport
import ByteCoding
import CognitoClient
import CognitoJWT

/// One run of `userpool jwt verify`: the rules, where keys come from, and the time.
struct Verification {
    /// How results are printed where no option says it.
    let output: OutputFormat
    private let verifier: TokenVerifier
    private let keys: KeySource
    /// The moment that was asked for; otherwise it is always now.
    private let fixedTime: UnixTime?

    /// Puts the rules together and looks for keys that are at hand.
    ///
    /// - Throws: ``Problem`` with ``Problem/Code/usage`` or ``Problem/Code/misconfigured`` for rules or files that make
    ///   no sense, ``Problem/Code/upstreamUnavailable`` if keys were to be had somewhere and are not.
    init(
        pool: TokenPoolOptions,
        rules options: RuleOptions,
        keys keyOptions: KeyOptions,
        at fixedTime: UnixTime?
    ) async throws {
        let settings: PoolSettings
        (settings, output) = try await PoolSettings.read(flags: pool.flags)
        let rules = try options.rules(poolID: pool.poolID, keys: keyOptions, settings: settings)
        do throws(JWTError) {
            verifier = try TokenVerifier(rules)
        } catch {
            throw Problem(options.config == nil ? .usage : .misconfigured, error.message)
        }
        self.fixedTime = fixedTime
        keys = try await KeySource(
            keyOptions.jwks,
            pools: rules.map(\.userPoolID),
            verifier: verifier,
            transport: try settings.makeTransport()
        )
    }

    /// The issuers whose tokens are taken.
    var issuers: [String] {
        verifier.keySetURLs.map { $0.replacing("/.well-known/jwks.json", with: "") }
    }

    /// Verifies one token.
    ///
    /// - Throws: What is no verdict, such as `CancellationError`.
    func verdict(on token: String) async throws -> Verdict {
        do {
            return .valid(try await keys.verify(token, by: verifier, at: fixedTime ?? Surroundings.system.now()))
        } catch let error as JWTError {
            return .invalid(error)
        }
    }
}
