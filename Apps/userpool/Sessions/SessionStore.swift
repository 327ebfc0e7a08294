import AppSupport
import Foundation
import UserPoolKit

/// What is kept of one pool and app client between commands.
struct StoredSession: Codable, Sendable {
    /// The session of the user who is signed in.
    var session: UserSession?
    /// A sign-in that waits for an answer.
    var challenge: SignInChallenge?
}

/// The sessions of one person on this machine: a file that only its owner can read.
///
/// A change is made under a lock and replaces the file as a whole, so that it is always the old one or the new one.
struct SessionStore {
    private let folder: URL
    private let key: String

    /// Opens the store in `folder` for one pool and app client; the folder is made when something is kept.
    ///
    /// - Throws: ``Problem`` with ``Problem/Code/misconfigured`` if `folder` is nil: there is no home to keep things in.
    init(folder: URL?, pool: PoolSettings) throws {
        guard let folder else {
            throw Problem(.misconfigured, "no folder to keep sessions in; set HOME or XDG_STATE_HOME")
        }
        self.folder = folder
        key = [pool.endpoint ?? "aws", pool.poolID, pool.appClient.id].joined(separator: " ")
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

    /// What is kept.
    ///
    /// - Throws: ``Problem`` with ``Problem/Code/inputOutput`` if the file cannot be read or others could read it.
    func load() throws -> StoredSession {
        try read().sessions[key] ?? StoredSession()
    }

    /// Changes what is kept.
    ///
    /// - Throws: ``Problem`` with ``Problem/Code/inputOutput``.
    func update(_ change: (inout StoredSession) throws -> Void) throws {
        try prepareFolder()
        let lock = try FileLock(path: folder.appending(path: "sessions.lock").path, patience: .seconds(5))
        var file = try read()
        var session = file.sessions[key] ?? StoredSession()
        try change(&session)
        file.sessions[key] = session
        try PrivateFile.replace(at: folder.appending(path: "sessions.json").path, with: JSONEncoder().encode(file))
        lock.release()
    }

    /// Lets one process at a time refresh tokens, as a refresh token may be good for one use only.
    ///
    /// - Throws: ``Problem`` with ``Problem/Code/inputOutput``, or what `refresh` throws.
    func serially<Result>(_ refresh: () async throws -> Result) async throws -> Result {
        try prepareFolder()
        let lock = try FileLock(path: folder.appending(path: "refresh.lock").path, patience: .seconds(30))
        let result = try await refresh()
        lock.release()
        return result
    }

    /// The session of the user who is signed in.
    ///
    /// - Throws: ``Problem`` with ``Problem/Code/signInNeeded`` if nobody is.
    func session() throws -> UserSession {
        guard let session = try load().session else {
            throw Problem(.signInNeeded, "nobody is signed in to this pool; run userpool login")
        }
        return session
    }

    private struct File: Codable {
        var version = 1
        var sessions: [String: StoredSession] = [:]
    }

    private func read() throws -> File {
        let path = folder.appending(path: "sessions.json").path
        guard let data = try PrivateFile.read(at: path) else { return File() }
        do {
            let file = try JSONDecoder().decode(File.self, from: data)
            guard file.version == 1 else { throw Problem(.inputOutput, "\(path) was written by another version") }
            return file
        } catch let problem as Problem {
            throw problem
        } catch {
            throw Problem(.inputOutput, "\(path) is damaged; remove it and sign in again")
        }
    }

    private func prepareFolder() throws {
        do {
            try FileManager.default.createDirectory(
                at: folder,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw Problem(.inputOutput, "\(folder.path) cannot be made: \(error.localizedDescription)")
        }
    }
}
