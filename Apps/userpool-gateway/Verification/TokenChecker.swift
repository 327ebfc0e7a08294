import AppSupport
import ByteCoding
import CognitoClient
import CognitoJWT
import CognitoWire
import UserPoolKit

/// Verifies tokens of the gateway's pool.
struct TokenChecker: Sendable {
    /// The pool whose tokens are taken.
    let poolID: String
    /// The app client whose tokens are taken unless somebody demands others.
    let clientID: String
    /// How tokens are verified.
    let settings: VerificationSettings
    /// The pool's keys, as far as they are known.
    let keys: KeyCache
    /// Asks the service about tokens.
    let online: OnlineCheck
    /// The time of day.
    let clock: @Sendable () -> UnixTime

    /// - Parameters:
    ///   - pool: The pool, seen through the app client.
    ///   - settings: How tokens are verified.
    ///   - keys: Where the pool's keys come from.
    ///   - clock: The time of day.
    init(
        pool: UserPool,
        settings: VerificationSettings,
        keys: KeyCache,
        clock: @escaping @Sendable () -> UnixTime = Surroundings.system.now
    ) {
        poolID = pool.id
        clientID = pool.appClient.id
        self.settings = settings
        self.keys = keys
        self.clock = clock
        online = OnlineCheck(
            pool: pool,
            lifetime: settings.onlineLifetime,
            size: settings.cacheSize,
            clock: clock
        )
    }

    /// Verifies a token.
    ///
    /// - Parameters:
    ///   - token: As it was sent.
    ///   - demands: What it must say.
    /// - Returns: The token, all of it true.
    /// - Throws: `JWTError`, also with `invalidRules` if the demands make no sense; or what
    ///   ``OnlineCheck/confirm(_:until:)`` throws.
    func check(_ token: Sensitive<String>, _ demands: TokenDemands) async throws -> VerifiedToken {
        let verified = try await verifier(for: demands).verify(token.value, keys: keys, at: clock())
        if demands.isOnline { try await online.confirm(token, until: verified.expiresAt) }
        return verified
    }

    /// Whether the pool's keys are known, so that verification waits for nobody.
    var hasKeys: Bool {
        guard let verifier = try? verifier() else { return false }
        return keys.isReady(for: verifier, at: clock())
    }

    /// Refuses issuers that were configured and make no sense.
    ///
    /// Without a word about issuers, a pool that is not the service's still can be used for all but verification.
    ///
    /// - Throws: ``Problem`` with ``Problem/Code/misconfigured``.
    func checkIssuers() throws {
        guard settings.issuers != .original else { return }
        do {
            _ = try verifier()
        } catch {
            throw Problem(.misconfigured, "pool.issuer, pool.issuerKinds or pool.replicaRegions: \(error.message)")
        }
    }

    /// The verifier for some demands.
    ///
    /// - Throws: `JWTError` with `invalidRules` if pool, issuer or demands make no sense.
    func verifier(for demands: TokenDemands = TokenDemands()) throws(JWTError) -> TokenVerifier {
        var rules = TokenRules(
            userPoolID: poolID,
            use: demands.use,
            clients: .anyOf(demands.clients ?? [clientID])
        )
        rules.issuers = settings.issuers
        rules.groupsAnyOf = demands.groupsAnyOf
        rules.groupsAllOf = demands.groupsAllOf
        rules.scopesAnyOf = demands.scopesAnyOf
        rules.scopesAllOf = demands.scopesAllOf
        rules.leeway = settings.clockSkew
        return try TokenVerifier(rules)
    }
}
