public import ByteCoding
internal import Synchronization

/// The key sets of issuers, fetched when they are needed and kept while they are good.
///
/// A verification whose key is known and fresh takes no lock and waits for nobody. Otherwise:
///
/// - There is one fetch at a time for each address; whoever needs it waits for the same one. To cancel somebody who waits
///   cancels neither the fetch nor the others.
/// - An address is asked twice at once at most, and then once in ten seconds, whatever the reason: tokens with unknown
///   keys, failures, refreshes.
/// - After an hour keys are fetched anew while they are still used. They are used for 24 hours at most if that fails; if
///   it succeeds, keys that are not published any more stop working at once.
/// - A document that is no key set, or one without a usable key, is a failed fetch.
///
/// The time of day is a parameter of every call, and should be the same clock's: an age counts from the moment that was
/// passed when the fetch began. Where keys are fetched from is fixed by the verifier; a token cannot name an address.
public final class KeyCache: Sendable {
    /// Gets the bytes at an address; must end by itself, after some seconds at most.
    public typealias Fetch = @Sendable (_ url: String) async throws -> [UInt8]

    private struct Guarded {
        var state = KeyCacheState()
        var waiters: [KeyCacheState.Flight: [UInt64: CheckedContinuation<Void, any Error>]] = [:]
        var waiterCount: UInt64 = 0
        var publishedRevision: UInt64 = 0
    }

    private let fetch: Fetch
    private let guarded = Mutex(Guarded())
    private let published = LeftRight(KeyCacheSnapshot())

    /// Makes a cache without keys.
    ///
    /// - Parameter fetch: Gets a key-set document. What it throws is shown in messages, as one line; it must bound its
    ///   time and the size of its answer, and must not follow redirects.
    public init(fetch: @escaping Fetch) {
        self.fetch = fetch
    }

    /// The keys that are known now; read without a lock.
    public var keySets: KeySets { snapshot.keySets }

    /// What was published last.
    var snapshot: KeyCacheSnapshot { published.object }

    /// Takes over keys that came another way, such as from a file; their age counts from now.
    ///
    /// - Parameters:
    ///   - set: The keys; a set without usable keys changes nothing.
    ///   - url: The address that they belong to, one of ``TokenVerifier/keySetURLs``.
    ///   - now: The time of day.
    public func preload(_ set: KeySet, for url: String, at now: UnixTime) {
        guard !set.usableKeys.isEmpty else { return }
        decide { $0.preload(set, for: url, at: now) }
    }

    /// Begins to fetch the keys that are an hour old, and lets those go that are too old; waits for nothing.
    ///
    /// For programs that verify with ``keySets`` and never wait: called before each verification, it costs a comparison
    /// as long as nothing is due.
    ///
    /// - Parameter now: The time of day.
    public func refreshIfDue(at now: UnixTime) {
        guard !snapshot.quiet.contains(now) else { return }
        for flight in decide({ $0.refreshDue(at: now) }) { begin(flight) }
    }

    /// Fetches the keys of one address now, unless that was done a moment ago.
    ///
    /// - Parameters:
    ///   - url: The address, one of ``TokenVerifier/keySetURLs``.
    ///   - now: The time of day.
    /// - Throws: ``JWTError`` with ``JWTError/Code/keysUnavailable`` if the fetch failed, or is not yet allowed again
    ///   after one that did; `CancellationError` if the task was cancelled.
    public func refresh(_ url: String, at now: UnixTime) async throws {
        switch decide({ $0.refresh(url, at: now) }) {
        case .use: return
        case .refuse(let refusal): throw JWTError(refusal, at: url)
        case .fetch(let flight):
            begin(flight)
            try await landing(of: flight)
        case .wait(let flight): try await landing(of: flight)
        }
        if let reason = guarded.withLock({ $0.state.failure(at: url) }) {
            throw JWTError(.keysUnavailable(reason: reason), at: url)
        }
    }

    /// Finds the key of a token, and fetches its set if it must.
    ///
    /// - Parameters:
    ///   - candidate: The token; the address of the set is out of its verifier's table.
    ///   - now: The time of day.
    /// - Returns: The key.
    /// - Throws: ``JWTError`` with ``JWTError/Code/unknownKey`` or ``JWTError/Code/keysUnavailable``;
    ///   `CancellationError` if the task was cancelled.
    func key(for candidate: TokenCandidate, at now: UnixTime) async throws -> VerificationKey {
        let url = candidate.keySetURL
        switch decide({ $0.lookUp(url, at: now) { $0[candidate.keyID] } }) {
        case .use(let key, let refresh):
            if let refresh { begin(refresh) }
            return key
        case .refuse(let refusal): throw JWTError(refusal, of: candidate)
        case .fetch(let flight):
            begin(flight)
            try await landing(of: flight)
        case .wait(let flight): try await landing(of: flight)
        }
        do throws(KeyCacheState.Refusal) {
            return try decide { state throws(KeyCacheState.Refusal) in
                try state.settle(url, at: now) { $0[candidate.keyID] }
            }
        } catch {
            throw JWTError(error, of: candidate)
        }
    }

    /// How many fetches are on their way, and how many tasks wait for them.
    var activity: (flights: Int, waiters: Int) {
        guarded.withLock { guarded in
            let flights = guarded.state.entries.values.count { $0.flight != nil }
            return (flights, guarded.waiters.values.reduce(0) { $0 + $1.count })
        }
    }

    // MARK: Under the lock

    /// Makes one transition, and publishes what it changed.
    private func decide<Result, Failure: Error>(
        _ body: (inout KeyCacheState) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try guarded.withLock { guarded throws(Failure) in
            defer { publish(&guarded) }
            return try body(&guarded.state)
        }
    }

    /// Publishes under the lock, so that snapshots appear in the order of the states.
    private func publish(_ guarded: inout Guarded) {
        guard guarded.publishedRevision != guarded.state.revision else { return }
        guarded.publishedRevision = guarded.state.revision
        published.publish(KeyCacheSnapshot(guarded.state))
    }

    // MARK: Flights

    /// Fetches in a task of its own, which nobody's cancellation ends.
    private func begin(_ flight: KeyCacheState.Flight) {
        Task { land(flight, await result(of: flight)) }
    }

    private func result(of flight: KeyCacheState.Flight) async -> Result<KeySet, KeyFetchFailure> {
        do {
            let set = try KeySet(json: await fetch(flight.url))
            guard !set.usableKeys.isEmpty else { return .failure(KeyFetchFailure(reason: "none of them is usable")) }
            return .success(set)
        } catch {
            return .failure(KeyFetchFailure(error))
        }
    }

    private func land(_ flight: KeyCacheState.Flight, _ result: Result<KeySet, KeyFetchFailure>) {
        let waiters = guarded.withLock { guarded in
            guarded.state.land(flight, result)
            publish(&guarded)
            return guarded.waiters.removeValue(forKey: flight)
        }
        for waiter in (waiters ?? [:]).values { waiter.resume() }
    }

    /// Waits until a flight has landed.
    private func landing(of flight: KeyCacheState.Flight) async throws {
        let number = guarded.withLock { guarded in
            guarded.waiterCount &+= 1
            return guarded.waiterCount
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let waits = guarded.withLock { guarded in
                    guard guarded.state.isOnItsWay(flight) else { return false }
                    guarded.waiters[flight, default: [:]][number] = continuation
                    return true
                }
                // A handler that ran before the continuation was there has found nobody.
                if !waits { continuation.resume() } else if Task.isCancelled { stopWaiting(number, for: flight) }
            }
        } onCancel: {
            stopWaiting(number, for: flight)
        }
    }

    private func stopWaiting(_ number: UInt64, for flight: KeyCacheState.Flight) {
        let waiter = guarded.withLock { $0.waiters[flight]?.removeValue(forKey: number) }
        waiter?.resume(throwing: CancellationError())
    }
}

extension JWTError {
    /// What a refusal means to somebody who asked for the keys at an address.
    fileprivate init(_ refusal: KeyCacheState.Refusal, at url: String) {
        switch refusal {
        case .unknownKey: self.init(.unknownKey, "the key set at \(url) has no such key")
        case .keysUnavailable(let reason): self.init(.keysUnavailable, "no keys from \(url): \(reason)")
        }
    }

    /// What a refusal means to somebody who asked for the key of a token.
    fileprivate init(_ refusal: KeyCacheState.Refusal, of candidate: TokenCandidate) {
        switch refusal {
        case .unknownKey: self = candidate.unknownKey
        case .keysUnavailable: self.init(refusal, at: candidate.keySetURL)
        }
    }
}
