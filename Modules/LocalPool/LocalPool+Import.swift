internal import CognitoJWTSigning
internal import GRDB

extension LocalPool {
    /// Makes a pool after the description of another, such as one of the service.
    ///
    /// It has that one's id, settings and schema, and keys of its own; users and domains are not in a description. Nor is
    /// it said there whether authenticator apps are a second factor: where any is asked for, they are.
    ///
    /// - Parameter json: What `aws cognito-idp describe-user-pool` prints, with or without its envelope `UserPool`. Beside
    ///   the envelope, `UserPoolClients` may list what `describe-user-pool-client` prints, each with or without its own.
    /// - Returns: What a client needs to know.
    /// - Throws: ``LocalPoolError`` with ``LocalPoolError/Code/malformedDescription``, or with
    ///   ``LocalPoolError/Code/conflictingIdentifier`` if there is a pool or a client of such an id; then nothing was
    ///   written. Also ``LocalPoolError/Code/unusableFile`` and ``LocalPoolError/Code/cryptographyFailed``.
    public func importPool(describeUserPool json: [UInt8]) async throws(LocalPoolError) -> PoolSummary {
        let description = try PoolDescription(json: json)
        let (now, endpoint, environment) = (now, endpoint, environment)
        do {
            var keys = environment.signingKeys
            while keys.count < 2 { keys.append(try SigningKey.generate()) }
            let signingKeys = keys
            return try await database.write { db in
                let pool = try description.store(in: db, keys: signingKeys, at: now)
                return try PoolSummary(
                    of: pool,
                    endpoint: endpoint,
                    issuerForm: environment.issuerForm,
                    in: db
                )
            }
        } catch {
            throw LocalPoolError(translating: error)
        }
    }
}
