import AppSupport
import Foundation
import UserPoolKit

/// The one user who is signed in to a pool from this machine, the user's device, and the sign-in that waits.
struct CurrentSession {
    private let user: CurrentUser
    private var keeper: SessionKeeper { user.keeper }

    /// Opens the store; its folder is made when something is kept.
    ///
    /// - Parameters:
    ///   - pool: The pool.
    ///   - folder: Where things are kept.
    /// - Throws: ``Problem`` with ``Problem/Code/misconfigured`` if `folder` is nil: there is no home to keep things in.
    init(pool: UserPool, folder: URL?) throws {
        guard let folder else {
            throw Problem(.misconfigured, "no folder to keep sessions in; set HOME or XDG_STATE_HOME")
        }
        user = CurrentUser(keeper: SessionKeeper(pool: pool, store: FileSessionStore(folder: folder.path)))
    }

    /// `userpool` in the folder for the user's state (XDG Base Directory Specification).
    static func defaultFolder(
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> URL? {
        if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") {
            return URL(filePath: state).appending(path: "userpool")
        }
        return environment["HOME"].map { URL(filePath: $0).appending(path: ".local/state/userpool") }
    }

    // MARK: Who is signed in

    /// The session as it is kept, fresh or not.
    ///
    /// - Throws: ``Problem`` with ``Problem/Code/signInNeeded`` if nobody is signed in, or `UserPoolError`.
    func stored() async throws -> UserSession {
        guard let session = try await user.storedSession() else { throw Self.nobody }
        return session
    }

    /// The session that is kept, with tokens that are good; refreshed if they must be.
    ///
    /// - Throws: As ``stored()``, and what refreshing throws. What is kept is dropped only when the service refuses the
    ///   session for good.
    func fresh() async throws -> UserSession {
        do throws(UserPoolError) {
            return try await user.session()
        } catch {
            throw error.code == .notSignedIn ? Self.nobody : error
        }
    }

    /// The session with new tokens.
    ///
    /// - Throws: As ``fresh()``.
    func refreshed() async throws -> UserSession {
        let session = try await stored()
        do throws(UserPoolError) {
            return try await keeper.refreshedSession(for: session.username)
        } catch {
            throw error.code == .notSignedIn ? Self.nobody : error
        }
    }

    /// Keeps a session; a sign-in that waited is over.
    ///
    /// - Parameters:
    ///   - session: What a sign-in came to.
    ///   - typedName: What the person typed; like the user's other names, it leads to the user's device from now on.
    /// - Throws: `UserPoolError`.
    func keep(_ session: UserSession, typedName: String?) async throws {
        try await user.keep(session, typedName: typedName)
        guard let device = session.device else { return try await keeper.forgetDevice(for: session.username) }
        let claims = session.tokens.idClaims
        for alias in ["email", "phone_number", "preferred_username"].compactMap({ claims[$0] }) {
            try await keeper.keep(device, typedName: alias)
        }
    }

    /// Signs out; the device stays.
    func signOut(_ scope: SignOutScope) async -> SignOutResult {
        await user.signOut(scope)
    }

    // MARK: Devices

    /// The device of a user, whether the user is signed in or not.
    ///
    /// - Parameter name: The canonical username, or any name that the user ever signed in with.
    /// - Returns: The device; `nil` if none is known.
    /// - Throws: `UserPoolError`.
    func device(for name: String) async throws -> DeviceCredentials? {
        try await keeper.device(for: name)
    }

    /// Forgets the device of a user here.
    func forgetDevice(for username: String) async throws {
        try await keeper.forgetDevice(for: username)
    }

    // MARK: A sign-in that waits

    /// Keeps a sign-in that waits for an answer, here or in another process.
    func keep(_ challenge: SignInChallenge, typedName: String?) async throws {
        try await keeper.keep(challenge, as: user.profile, typedName: typedName)
    }

    /// The sign-in that waits.
    ///
    /// - Throws: ``Problem`` with ``Problem/Code/signInNeeded`` if none does, or `UserPoolError`.
    func challenge() async throws -> SignInChallenge {
        guard let challenge = try await user.challenge() else {
            throw Problem(.signInNeeded, "no sign-in waits for an answer; run userpool login")
        }
        return challenge
    }

    /// Forgets the sign-in that waits.
    func forgetChallenge() async throws {
        try await keeper.forgetChallenge(user.profile)
    }

    private static let nobody = Problem(
        .signInNeeded,
        "nobody is signed in to this pool; run userpool login"
    )
}
