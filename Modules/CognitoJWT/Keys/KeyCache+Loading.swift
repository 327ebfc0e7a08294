public import ByteCoding

extension KeyCache {
    /// Takes over a key-set document that came another way, such as from a file; its age counts from now.
    ///
    /// - Parameters:
    ///   - json: The document.
    ///   - url: The address that it belongs to, one of ``TokenVerifier/keySetURLs``.
    ///   - now: The time of day.
    /// - Throws: ``JWTError`` with ``JWTError/Code/invalidKeySet``, also if no key of the set is usable.
    public func preload(json: [UInt8], for url: String, at now: UnixTime) throws(JWTError) {
        let set = try KeySet(json: json)
        guard !set.usableKeys.isEmpty else { throw JWTError(.invalidKeySet, "no key of the set is usable") }
        preload(set, for: url, at: now)
    }

    /// Whether tokens of every pool of a verifier can be verified now, without waiting; for a readiness probe.
    ///
    /// One address of a pool is enough: the one of the UPDATED issuer answers 403 for pools that were not switched over.
    ///
    /// - Parameters:
    ///   - verifier: The verifier.
    ///   - now: The time of day.
    /// - Returns: Whether there are usable keys of each pool.
    public func isReady(for verifier: TokenVerifier, at now: UnixTime) -> Bool {
        let snapshot = snapshot
        return verifier.userPoolIDs.allSatisfy { pool in
            verifier.keySetURLs(ofPool: pool).contains { snapshot.isUsable($0, at: now) }
        }
    }

    /// Fetches the keys of the pools of a verifier that have none, all at once.
    ///
    /// - Parameters:
    ///   - verifier: The verifier.
    ///   - now: The time of day.
    /// - Throws: ``JWTError`` with ``JWTError/Code/keysUnavailable`` if none of the addresses of a pool answered with
    ///   keys; `CancellationError` if the task was cancelled.
    public func load(for verifier: TokenVerifier, at now: UnixTime) async throws {
        let before = snapshot
        let missing = verifier.userPoolIDs.map { verifier.keySetURLs(ofPool: $0) }
            .filter { urls in !urls.contains { before.isUsable($0, at: now) } }
        let failures = await withTaskGroup(of: (String, (any Error)?).self) { group in
            for url in Set(missing.joined()) {
                group.addTask {
                    do {
                        try await self.refresh(url, at: now)
                        return (url, nil)
                    } catch {
                        return (url, error)
                    }
                }
            }
            return await group.reduce(into: [:]) { failures, result in failures[result.0] = result.1 }
        }
        try Task.checkCancellation()
        for urls in missing {
            let reasons = urls.compactMap { failures[$0] }
            if reasons.count == urls.count, let reason = reasons.first { throw reason }
        }
    }
}
