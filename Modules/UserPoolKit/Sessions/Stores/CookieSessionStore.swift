internal import ByteCoding
internal import CognitoWire
internal import FoundationEssentials
internal import Synchronization

/// Keeps the session of one browser in its cookies: made of the header of one request, and good for its answer.
///
/// ```swift
/// let cookies = CookieSessionStore(policy: policy, pool: pool, cookieHeaders: request.headers[values: .cookie])
/// let browser = keeper.with(cookies)
/// if let username = cookies.username {
///     let session = try await browser.session(for: username)
/// }
/// for line in cookies.setCookieLines { response.headers.append(.setCookie, line) }
/// ```
///
/// It keeps sessions and devices; a sign-in that waits is the caller's to seal and hand out. Claims and names last for
/// the request. Two requests of one browser that come with the same refresh token at once are one refresh if one keeper
/// serves both, or within the grace that the app client allows if two machines do.
///
/// What comes from a browser is not proof of anything: the tokens are read, not verified, and it is the service that
/// refuses a forged one. Verify the access token with `CognitoJWT` before believing who it says the user is.
public final class CookieSessionStore: SessionStore {
    private struct State {
        var entries: [StoreKey: StoredEntry] = [:]
        var lines: [StoreKey.Kind: [String]] = [:]
    }

    /// What the cookies look like.
    public let policy: CookiePolicy
    /// The canonical username that the request's cookies name; nobody has verified it.
    public let username: String?

    private let seen: Set<String>
    private let state: Mutex<State>

    /// Reads the cookies of a request.
    ///
    /// Cookies that make no sense count as none: anybody can send them, and to sign in again replaces them.
    ///
    /// - Parameters:
    ///   - policy: What the cookies look like.
    ///   - pool: The pool that the tokens belong to.
    ///   - cookieHeaders: The values of the request's header fields `Cookie`.
    public init(policy: CookiePolicy, pool: UserPool, cookieHeaders: [String]) {
        let cookies = Self.cookies(in: cookieHeaders)
        self.policy = policy
        seen = Set(cookies.keys)
        let device = Self.device(in: cookies, policy)
        let session = Self.session(in: cookies, policy, device: device)
        username = session?.username ?? device?.username
        var entries: [StoreKey: StoredEntry] = [:]
        if let device, let entry = try? StoredRecords.write(DeviceRecord(device: device)) {
            entries[pool.storeKey(.device, device.username)] = entry
        }
        if let session, let entry = try? StoredRecords.write(SessionRecord(session: session)) {
            entries[pool.storeKey(.session, session.username)] = entry
        }
        state = Mutex(State(entries: entries))
    }

    /// The values of the header fields `Set-Cookie` that the answer must carry; empty if nothing has changed.
    public var setCookieLines: [String] {
        state.withLock { state in (state.lines[.session] ?? []) + (state.lines[.device] ?? []) }
    }

    /// Reads an entry; throws nothing.
    public func load(_ key: StoreKey) async throws(UserPoolError) -> StoredEntry? {
        state.withLock { $0.entries[key] }
    }

    /// Replaces an entry, and with a session or a device the cookies.
    ///
    /// - Throws: ``UserPoolError`` with ``UserPoolError/Code/storeFailed`` for what cookies do not keep, or for tokens
    ///   that are too long.
    public func replace(
        _ key: StoreKey,
        expecting generation: UInt64?,
        with entry: StoredEntry?
    ) async throws(UserPoolError) -> Bool {
        guard key.kind != .challenge || entry == nil else {
            throw UserPoolError(.storeFailed, "a sign-in that waits is not kept in cookies; seal it and hand it out")
        }
        let lines = try lines(for: key, entry)
        return state.withLock { state in
            guard state.entries[key]?.generation == generation else { return false }
            // A browser has one user: who signs in takes the place of who was there.
            if entry != nil, key.kind == .session || key.kind == .device {
                state.entries = state.entries.filter { $0.key.kind != key.kind }
            }
            state.entries[key] = entry
            if let lines { state.lines[key.kind] = lines }
            return true
        }
    }

    // MARK: Writing

    /// The lines that an entry comes to; `nil` if it is none of those that cookies keep, or only a claim on it changed.
    private func lines(for key: StoreKey, _ entry: StoredEntry?) throws(UserPoolError) -> [String]? {
        switch key.kind {
        case .session:
            let slots = [policy.access, policy.identity, policy.refresh]
            guard let entry else { return slots.flatMap { $0.removal(seen: seen) } }
            let record = try Self.record(entry)
            let current = state.withLock { $0.entries[key] }
            if let current, try Self.record(current).session.accessToken.value == record.session.accessToken.value {
                return nil
            }
            return try lines(for: record.session)
        case .device:
            guard let entry else { return policy.device.removal(seen: seen) }
            let record = try StoredRecords.read(DeviceRecord.self, version: DeviceRecord.currentVersion, from: entry)
            return try policy.device.lines(Self.text(record.device), seen: seen)
        default: return nil
        }
    }

    private func lines(for session: UserSession) throws(UserPoolError) -> [String] {
        let tokens = session.tokens
        let all = [tokens.accessToken, tokens.idToken, tokens.refreshToken].compactMap { $0?.value }
        guard all.allSatisfy(Self.isCookieValue) else {
            throw UserPoolError(.storeFailed, "a token has characters that no cookie can have")
        }
        var lines = try policy.access.lines(tokens.accessToken.value, seen: seen)
        if policy.keepsIDToken, let idToken = tokens.idToken {
            lines += try policy.identity.lines(idToken.value, seen: seen)
        } else {
            lines += policy.identity.removal(seen: seen)
        }
        if let refreshToken = tokens.refreshToken {
            lines += try policy.refresh.lines(refreshToken.value, seen: seen)
        } else {
            lines += policy.refresh.removal(seen: seen)
        }
        return lines
    }

    private static func record(_ entry: StoredEntry) throws(UserPoolError) -> SessionRecord {
        try StoredRecords.readSession(from: entry)
    }

    // MARK: Reading

    private static func session(
        in cookies: [String: [String]],
        _ policy: CookiePolicy,
        device: DeviceCredentials?
    ) -> UserSession? {
        guard let accessToken = policy.access.value(in: cookies) else { return nil }
        let tokens = try? TokenSet(
            accessToken: Sensitive(accessToken),
            idToken: policy.keepsIDToken ? policy.identity.value(in: cookies).map { Sensitive($0) } : nil,
            refreshToken: policy.refresh.value(in: cookies).map { Sensitive($0) }
        )
        guard let tokens else { return nil }
        return UserSession(tokens: tokens, device: device?.username == tokens.username ? device : nil)
    }

    private static func device(in cookies: [String: [String]], _ policy: CookiePolicy) -> DeviceCredentials? {
        guard let value = policy.device.value(in: cookies), let json = try? Base64URL.decode(value) else { return nil }
        return try? JSONDecoder().decode(DeviceCredentials.self, from: Data(json))
    }

    private static func text(_ device: DeviceCredentials) throws(UserPoolError) -> String {
        do {
            return Base64URL.encode(Array(try JSONEncoder().encode(device)))
        } catch {
            throw UserPoolError(.storeFailed, "the device cannot be written as JSON")
        }
    }

    /// The cookies of header fields by name, all values of a name (RFC 6265 §4.2.1).
    private static func cookies(in headers: [String]) -> [String: [String]] {
        var cookies: [String: [String]] = [:]
        for pair in headers.flatMap({ $0.split(separator: ";") }) {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { continue }
            cookies[trimmed(parts[0]), default: []].append(trimmed(parts[1]))
        }
        return cookies
    }

    private static func trimmed(_ text: Substring) -> String {
        let start = text.drop { $0 == " " || $0 == "\t" }
        let end = start.reversed().drop { $0 == " " || $0 == "\t" }
        return String(String(end).reversed())
    }

    /// Whether a text can be the value of a cookie (RFC 6265 §4.1.1).
    private static func isCookieValue(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                byte > 0x20 && byte < 0x7F && !#"",;\"#.utf8.contains(byte)
            }
    }
}
