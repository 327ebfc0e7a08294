public import ByteCoding

extension TokenVerifier {
    /// Verifies a token, fetching its key if that is not known yet.
    ///
    /// As long as the key is known and not due for a refresh this takes no lock and waits for nothing. A token of a bad
    /// shape or of a foreign issuer is refused before anything is fetched.
    ///
    /// - Parameters:
    ///   - text: The token.
    ///   - cache: The keys of the issuers.
    ///   - now: The time of day.
    /// - Returns: What the token says.
    /// - Throws: ``JWTError`` with any of the codes for tokens; `CancellationError` if the task was cancelled while it
    ///   waited for a key.
    public func verify(_ text: String, keys cache: KeyCache, at now: UnixTime) async throws -> VerifiedToken {
        let snapshot = cache.snapshot
        let candidate = try read(text, knownHeaders: snapshot.keySets)
        guard snapshot.isQuiet(candidate.keySetURL, at: now),
            let key = snapshot.keySets[candidate.keySetURL]?[candidate.keyID]
        else {
            return try finish(candidate, with: await cache.key(for: candidate, at: now), at: now)
        }
        return try finish(candidate, with: key, at: now)
    }
}
