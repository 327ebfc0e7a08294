internal import CognitoJWTSigning
internal import GRDB

extension LocalPool {
    /// Makes new signing keys for a pool.
    ///
    /// New tokens are signed with them. The earlier keys stay in the key set for a day, by when the last of their tokens
    /// is dead; their private halves are forgotten at once. Making two keys takes up to some seconds.
    ///
    /// - Parameter poolID: The pool's id.
    /// - Throws: ``LocalPoolError`` with ``LocalPoolError/Code/unknownPool``, ``LocalPoolError/Code/cryptographyFailed``
    ///   or ``LocalPoolError/Code/unusableFile``.
    public func rotateSigningKeys(poolID: String) async throws(LocalPoolError) {
        do {
            let keys = [try SigningKey.generate(), try SigningKey.generate()]
            let now = now
            try await database.write { db in try Keyring.replaceKeys(of: poolID, by: keys, at: now, in: db) }
        } catch {
            throw LocalPoolError(translating: error)
        }
    }
}
