internal import CognitoClient
internal import CognitoWire
internal import FoundationEssentials

/// How far a sign-out goes.
public struct SignOutScope: Hashable, Sendable {
    private enum Kind { case here, session, everywhere }
    private let kind: Kind

    /// Forgets the tokens here; the service is not asked, and tokens that are out stay good until they expire.
    public static let here = Self(kind: .here)
    /// Forgets the tokens here and ends the session on the service's side (`RevokeToken`), if the app client makes
    /// tokens that can be revoked.
    public static let session = Self(kind: .session)
    /// Forgets the tokens here and ends all sessions of the user (`GlobalSignOut`), on every machine.
    public static let everywhere = Self(kind: .everywhere)
}

/// What a sign-out came to.
public enum SignOutResult: Sendable {
    /// The user is signed out as far as was asked for.
    case complete
    /// The user is signed out here, but the service could not be told: what it knows ends when the tokens expire.
    case partial(UserPoolError)
    /// The user is still signed in: the store could not be changed.
    case failed(UserPoolError)
}

extension SessionKeeper {
    /// Signs a user out.
    ///
    /// The session is removed here first, so that nobody stays signed in because the service cannot be reached. The
    /// user's device stays, and with it what was remembered about second factors.
    ///
    /// - Parameters:
    ///   - name: The canonical username, or any name that the user ever signed in with.
    ///   - scope: How far it goes.
    /// - Returns: What it came to; complete if nobody was signed in under that name.
    public func signOut(_ name: String, _ scope: SignOutScope = .session) async -> SignOutResult {
        let session: UserSession
        do throws(UserPoolError) {
            guard let removed = try await removeSession(name) else { return .complete }
            session = removed
        } catch {
            return .failed(error)
        }
        if let token = session.tokens.refreshToken { flights.forget(RefreshFlights.Key(token)) }
        do throws(UserPoolError) {
            switch scope {
            case .everywhere: try await signOutEverywhere(session)
            case .session: try await revoke(session)
            default: break
            }
            return .complete
        } catch {
            return .partial(error)
        }
    }

    /// Removes the session of the user whom a name leads to.
    ///
    /// An entry that cannot be read is removed all the same: it is what somebody who signs out wants, and the only way
    /// out of a damaged store.
    private func removeSession(_ name: String) async throws(UserPoolError) -> UserSession? {
        var removed = try await remove(key(.session, name))
        if removed == nil, let user = try await user(for: name), user != name {
            removed = try await remove(key(.session, user))
        }
        guard let removed else { return nil }
        return try? StoredRecords.readSession(from: removed).session
    }

    private func revoke(_ session: UserSession) async throws(UserPoolError) {
        guard session.tokens.canBeRevoked, let token = session.tokens.refreshToken else { return }
        try await pool.revoke(token)
    }

    /// Ends all sessions, which takes an access token that is good: if this one is not, it is refreshed for the
    /// purpose.
    private func signOutEverywhere(_ session: UserSession) async throws(UserPoolError) {
        let record = record(of: session, clockDifference: nil)
        var session = session
        if state(of: record) == .expired, session.tokens.refreshToken != nil {
            session = try await pool.refresh(session, metadata: options.metadata)
        }
        try await pool.signOutEverywhere(accessToken: session.accessToken)
    }
}
