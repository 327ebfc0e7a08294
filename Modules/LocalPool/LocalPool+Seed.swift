internal import CognitoWire

extension LocalPool {
    /// Makes pools, clients, groups and users after a document, all of it or nothing.
    ///
    /// ```yaml
    /// pools:
    ///   - id: local_Example01
    ///     name: example
    ///     settings: {AutoVerifiedAttributes: [email]}   # members of CreateUserPool
    ///     mfa: {MfaConfiguration: OPTIONAL, SoftwareTokenMfaConfiguration: {Enabled: true}}
    ///     clients:
    ///       - {id: 0123456789abcdefghijklmnop, name: web, settings: {ExplicitAuthFlows: [ALLOW_USER_SRP_AUTH]}}
    ///     groups:
    ///       - {name: admins, precedence: 1}
    ///     users:
    ///       - username: alice
    ///         password: Passw0rd!
    ///         attributes: {email: alice@example.com, email_verified: true}
    ///         groups: [admins]
    ///         totpSecret: JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP
    ///     triggers:
    ///       PreSignUp: {command: [/usr/local/bin/check-sign-up]}
    ///       CustomMessage: {url: "http://127.0.0.1:9000/message"}
    /// ```
    ///
    /// What is there already is left as it is, so that a seed can be applied at each start. A pool without `id` and `name`
    /// is the one made at start; `users` and `groups` at the top belong to it too. Users are `CONFIRMED` unless `status`
    /// says otherwise; instead of `password` there may be `verifier: {salt: …, verifier: …}`, both base64. For very many
    /// users, see ``loadUsers(_:into:progress:)``.
    ///
    /// - Parameters:
    ///   - document: YAML or JSON.
    ///   - allowsPrograms: Whether triggers may be programs, which whoever writes the seed then makes this process run.
    /// - Returns: What was made and what was there.
    /// - Throws: ``LocalPoolError`` with ``LocalPoolError/Code/invalidSeed``, whose message says where;
    ///   ``LocalPoolError/Code/unusableFile`` or ``LocalPoolError/Code/cryptographyFailed``.
    @discardableResult
    public func seed(
        _ document: [UInt8],
        allowingPrograms allowsPrograms: Bool = true
    ) async throws(LocalPoolError) -> SeedReport {
        let seed = try SeedDocument(document)
        let (homeID, environment) = (homeID, environment)
        do {
            let (report, triggers) = try await call { call in
                // A seed is no client of the service.
                call.takesCustomIDs = true
                var planting = SeedPlanting(in: call, homeID: homeID, environment: environment)
                planting.allowsPrograms = allowsPrograms
                for pool in seed.pools { try planting.plant(pool) }
                return (planting.report, planting.triggers)
            }
            for trigger in triggers { try environment.set(trigger) }
            return report
        } catch let refusal as Refusal {
            throw LocalPoolError(.invalidSeed, refusal.message)
        } catch {
            throw LocalPoolError(translating: error)
        }
    }
}
