internal import ByteCoding
internal import CognitoClient
public import CognitoWire
internal import FoundationEssentials
internal import HTTPTransport

extension SessionKeeper {
    /// The session of a user with tokens that are good, refreshed if they must be.
    ///
    /// - Parameter name: The canonical username, or any name that the user ever signed in with.
    /// - Returns: The session; its tokens have some seconds left at least.
    /// - Throws: ``UserPoolError``: ``UserPoolError/Code/notSignedIn`` if nothing is kept,
    ///   ``UserPoolError/Code/noRefreshToken`` if the tokens have expired and nothing is there to refresh them with;
    ///   ``UserPoolError/Code/cancelled``; otherwise why the refresh failed. The session is gone only if nothing else
    ///   is thrown with the remedy `signInAgain`.
    public func session(for name: String) async throws(UserPoolError) -> UserSession {
        try await session(for: name, refreshing: nil)
    }

    /// Refreshes the tokens of a user now, such as after the service refused an access token that looked good, or to
    /// see changes of groups.
    ///
    /// - Parameters:
    ///   - name: The canonical username, or any name that the user ever signed in with.
    ///   - seen: The access token that will not do any more; if another one is kept by now it is returned as it is, so
    ///     that a hundred callers who were refused cause one refresh. `nil` takes the one that is kept.
    /// - Returns: The session.
    /// - Throws: ``UserPoolError``, as for ``session(for:)``.
    public func refreshedSession(
        for name: String,
        insteadOf seen: Sensitive<String>? = nil
    ) async throws(UserPoolError) -> UserSession {
        if let seen { return try await session(for: name, refreshing: seen) }
        guard let found = try await found(name) else { throw Self.notSignedIn }
        return try await session(for: name, refreshing: found.record.session.accessToken)
    }

    private func session(
        for name: String,
        refreshing seen: Sensitive<String>?
    ) async throws(UserPoolError) -> UserSession {
        // Each round ends with tokens, with an error, or with a store that somebody else has changed.
        for _ in 0..<Self.greatestRoundCount {
            guard !Task.isCancelled else { throw Self.cancelled }
            guard let found = try await found(name) else { throw Self.notSignedIn }
            let session = found.record.session
            let isUnwanted = seen.map { $0.value == session.accessToken.value } ?? false
            let state = state(of: found.record)
            guard isUnwanted || state != .fresh else { return session }
            guard let token = session.tokens.refreshToken else {
                if state != .expired, !isUnwanted { return session }
                throw UserPoolError(.noRefreshToken, "the tokens have expired, and there is no refresh token here")
            }
            let flight = RefreshFlights.Key(token)
            let uptime = surroundings.uptime()
            if state == .due, !isUnwanted {
                // These tokens are still good: nobody waits for somebody else's refresh, or bothers a service in need.
                if flights.isOnItsWay(flight) { return session }
                if flights.failure(flight, at: uptime, isUrgent: false) != nil { return session }
                if hasLiveClaim(found.record) { return session }
            } else if let error = flights.failure(flight, at: uptime, isUrgent: true) {
                throw error
            }
            guard let (landing, isOwn) = await flights.land(flight, { await fly(found, token: token) }) else {
                continue
            }
            switch landing {
            case .failure(let error):
                // With another store the session of the same token is dropped by whoever owns it.
                if error.endsSession, !isOwn { try await drop(found, token: token) }
                if state == .due, !isUnwanted, !error.endsSession, error.code != .notSignedIn { return session }
                throw error
            case .success(let new):
                if isOwn { return new }
                if let kept = try await settle(new, insteadOf: token, in: found.key) { return kept }
            }
        }
        throw UserPoolError(.storeFailed, "the session changes faster than it can be read")
    }

    /// How good tokens are.
    enum TokenState { case fresh, due, expired }

    /// How good the tokens of a record are, by the service's clock.
    func state(of record: SessionRecord) -> TokenState {
        let difference = pool.cognito.clockDifference ?? record.clockDifference.map { .seconds($0) } ?? .zero
        let now = surroundings.now().adding(difference).date
        let tokens = record.session.tokens
        if now.addingTimeInterval(Self.leastTime) >= tokens.firstExpiry { return .expired }
        return now >= record.refreshesAt ?? refreshTime(of: tokens, fraction: 0) ? .due : .fresh
    }

    /// What a token must have left to be handed out, in seconds: the way of a request.
    private static let leastTime = 5.0
    private static let greatestRoundCount = 16

    static let notSignedIn = UserPoolError(.notSignedIn, "nobody is signed in under that name")
    static let cancelled = UserPoolError(.cancelled, "the task was cancelled")

    // MARK: The flight

    /// Claims the session in the store, refreshes it and keeps what came; runs once for each refresh token at a time.
    private func fly(_ first: Found, token: Sensitive<String>) async -> RefreshFlights.Landing {
        do throws(UserPoolError) {
            return .success(try await flown(first, token: token))
        } catch {
            return .failure(error)
        }
    }

    private func flown(_ first: Found, token: Sensitive<String>) async throws(UserPoolError) -> UserSession {
        let flight = RefreshFlights.Key(token)
        if let recent = flights.recent(flight, at: surroundings.uptime()),
            recent.accessToken.value != first.record.session.accessToken.value,
            let kept = try await settle(recent, insteadOf: token, in: first.key)
        {
            return kept
        }
        switch try await claim(first, token: token) {
        case .overtaken(let session): return session
        case .claimed(let claimed):
            do throws(UserPoolError) {
                let new = try await exchange(claimed.record.session)
                // From here on the old token is about to stop working: what came must not get lost if the store fails.
                flights.remember(new, for: flight, at: surroundings.uptime(), isKept: false)
                let kept = try await settle(new, insteadOf: token, in: first.key)
                flights.remember(new, for: flight, at: surroundings.uptime(), isKept: true)
                guard let kept else { throw Self.notSignedIn }
                return kept
            } catch {
                return try await settle(error, of: claimed, token: token)
            }
        }
    }

    private enum Claiming {
        case claimed(Found)
        case overtaken(UserSession)
    }

    /// Waits for the right to refresh.
    private func claim(_ first: Found, token: Sensitive<String>) async throws(UserPoolError) -> Claiming {
        let patience = surroundings.uptime() + claimTime * 3
        while true {
            guard let found = try await found(under: first.key) else { throw Self.notSignedIn }
            guard found.record.session.accessToken.value == first.record.session.accessToken.value else {
                return .overtaken(found.record.session)
            }
            guard !hasLiveClaim(found.record) else {
                guard surroundings.uptime() < patience else {
                    throw UserPoolError(.timedOut, "another process is refreshing the session")
                }
                await pause(.milliseconds(50) + .milliseconds(150) * surroundings.fraction())
                continue
            }
            var record = found.record
            record.claim = SessionRecord.Claim(
                holder: String(UInt64.random(in: .min ... .max), radix: 16),
                ends: surroundings.now().adding(claimTime).date
            )
            let entry = try StoredRecords.write(record)
            if try await store.replace(first.key, expecting: found.generation, with: entry) {
                return .claimed(Found(key: first.key, generation: entry.generation, record: record))
            }
        }
    }

    /// Whether somebody refreshes, or died doing so a moment ago.
    private func hasLiveClaim(_ record: SessionRecord) -> Bool {
        guard let claim = record.claim else { return false }
        let left = claim.ends.timeIntervalSince(surroundings.now().date)
        // Clocks of machines differ a little. But a claim that ends much later than any can was made by one that was
        // wrong.
        return left > 0 && left <= claimTime.inSeconds * 2
    }

    private var claimTime: Duration {
        options.claimTime ?? pool.cognito.configuration.retry.totalTimeout * 2 + .seconds(10)
    }

    /// Refreshes; if the answer is lost, the same token is shown once more.
    ///
    /// The client does not repeat this call, as the token may be good for one use. But if the first request was carried
    /// out, the token in hand is the replaced one, and every second takes it nearer to the end of its grace.
    private func exchange(_ session: UserSession) async throws(UserPoolError) -> UserSession {
        do throws(UserPoolError) {
            return try await pool.refresh(session, metadata: options.metadata)
        } catch {
            guard error.mayHaveLostAnswer else { throw error }
            await pause(.milliseconds(100) + .milliseconds(200) * surroundings.fraction())
            return try await pool.refresh(session, metadata: options.metadata)
        }
    }

    /// Waits in a task that nobody cancels.
    private func pause(_ duration: Duration) async {
        do throws(CancellationError) {
            try await surroundings.sleep(duration)
        } catch {
            // Only a double of a test ends up here; the caller goes on as if it had waited.
        }
    }

    // MARK: Afterwards

    /// Puts new tokens in the place of those that they were made of.
    ///
    /// - Returns: What is kept: the new session, or one that somebody else has put there meanwhile; `nil` if the user
    ///   has signed out.
    private func settle(
        _ new: UserSession,
        insteadOf token: Sensitive<String>,
        in key: StoreKey
    ) async throws(UserPoolError) -> UserSession? {
        var failureCount = 0
        while true {
            guard let found = try await found(under: key) else { return nil }
            let kept = found.record.session
            guard kept.tokens.refreshToken?.value == token.value, kept.accessToken.value != new.accessToken.value else {
                return kept
            }
            // Without rotation the refresh token says nothing of the age; the younger tokens stay.
            if let there = kept.tokens.issuedAt, let here = new.tokens.issuedAt, there > here { return kept }
            let entry = try StoredRecords.write(record(of: new, clockDifference: clockDifference(of: new)))
            do throws(UserPoolError) {
                if try await store.replace(key, expecting: found.generation, with: entry) { return new }
            } catch {
                failureCount += 1
                guard failureCount < 3 else { throw error }
                await pause(.milliseconds(100))
            }
        }
    }

    /// How much the service's clock is ahead, as the tokens that were made a moment ago show it.
    ///
    /// The answer's own date is better where there is one. Tokens that were kept for a while say nothing of it.
    private func clockDifference(of new: UserSession) -> Duration? {
        if let known = pool.cognito.clockDifference { return known }
        return new.tokens.issuedAt.map { .seconds($0.timeIntervalSince(surroundings.now().date)) }
    }

    /// Gives the claim back after a failure, or drops the session if the service has said that it is over.
    ///
    /// - Returns: The session that somebody else has put there meanwhile.
    /// - Throws: The error.
    private func settle(
        _ error: UserPoolError,
        of claimed: Found,
        token: Sensitive<String>
    ) async throws(UserPoolError) -> UserSession {
        let flight = RefreshFlights.Key(token)
        if error.endsSession {
            // Whoever was refused for an exchanged token looks for what it was exchanged for before giving up.
            if let found = try await found(under: claimed.key),
                found.record.session.accessToken.value != claimed.record.session.accessToken.value
            {
                return found.record.session
            }
            try await drop(claimed, token: token)
            flights.forget(flight)
            throw error
        }
        if error.code != .notSignedIn {
            flights.rest(
                after: error,
                for: flight,
                at: surroundings.uptime(),
                fraction: surroundings.fraction()
            )
        }
        var record = claimed.record
        record.claim = nil
        // If this fails too the claim ends by itself; the first error is the one to tell.
        if let entry = try? StoredRecords.write(record) {
            _ = try? await store.replace(claimed.key, expecting: claimed.generation, with: entry)
        }
        throw error
    }

    /// Removes a session that the service has ended, unless it is another one by now; the device stays.
    private func drop(_ ended: Found, token: Sensitive<String>) async throws(UserPoolError) {
        while true {
            guard let found = try await found(under: ended.key),
                found.record.session.tokens.refreshToken?.value == token.value
            else { return }
            if try await store.replace(ended.key, expecting: found.generation, with: nil) { return }
        }
    }
}

extension UserPoolError {
    /// Whether the service itself has said that the session is over.
    ///
    /// A secret that does not fit, or a flow that the app client does not allow, is refused with the same code as an
    /// expired token; signing everybody out for a mistake in the configuration would not help anybody.
    var endsSession: Bool {
        remedy == .signInAgain && answer?.serviceCode != nil && code != .misconfigured
    }

    /// Whether the request may have been carried out though no answer that makes sense came back.
    var mayHaveLostAnswer: Bool {
        guard let answer else { return code == .malformedAnswer || code == .malformedToken }
        switch answer.code {
        case .transport: return answer.underlying?.mayHaveReachedServer ?? true
        case .deadlineExceeded, .malformedAnswer: return true
        default: return answer.httpStatus.map { (500...599).contains($0) } ?? false
        }
    }
}
