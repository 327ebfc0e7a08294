internal import ByteCoding
internal import CognitoWire
internal import FoundationEssentials

/// How JavaScript clients of the service write sessions into `localStorage`, cookies and stores of the like: texts
/// under names that begin with `CognitoIdentityServiceProvider.` and the app client's id.
///
/// The two layouts look alike and do not mean the same: see ``clockDifference`` of ``StoredUser``.
///
/// ```swift
/// for user in StorageLayout.amplify.read(items, clientID: clientID) { try await keeper.keep(user) }
/// ```
public struct StorageLayout: Hashable, Sendable {
    private enum Kind { case identityJS, amplify }
    private let kind: Kind

    /// amazon-cognito-identity-js, and Amplify JavaScript up to version 5: the clock's drift is in seconds, and
    /// positive where this machine's clock is ahead.
    public static let identityJS = Self(kind: .identityJS)
    /// Amplify JavaScript from version 6 on: the clock's drift is in milliseconds, and positive where the service's
    /// clock is ahead.
    public static let amplify = Self(kind: .amplify)

    /// How names and texts are written where they are kept.
    public struct Form: Hashable, Sendable {
        fileprivate enum Kind { case plain, cookies }
        fileprivate let kind: Kind

        /// As they are, as `localStorage` keeps them.
        public static let plain = Self(kind: .plain)
        /// Percent-encoded, as cookies keep them (js-cookie's rules).
        public static let cookies = Self(kind: .cookies)
    }

    // MARK: Reading

    /// Reads what a client has kept.
    ///
    /// Names of other app clients and names that are no part of the layout are passed over.
    ///
    /// - Parameters:
    ///   - items: Texts by name.
    ///   - clientID: The app client.
    ///   - form: How they are written.
    /// - Returns: The users, sorted by name.
    public func read(_ items: [String: String], clientID: String, form: Form = .plain) -> [StoredUser] {
        let prefix = "\(Self.root).\(clientID)."
        var fields: [String: [Field: String]] = [:]
        var lastUser: String?
        for (name, text) in items {
            let name = Self.decoded(name, form)
            guard name.hasPrefix(prefix) else { continue }
            let rest = name.dropFirst(prefix.count)
            if rest == Self.lastUserName {
                lastUser = Self.decoded(text, form)
                continue
            }
            // Usernames have dots too, so that only what stands behind the last one is the field.
            guard let dot = rest.lastIndex(of: "."), dot > rest.startIndex,
                let field = Field(rawValue: String(rest[rest.index(after: dot)...]))
            else { continue }
            fields[String(rest[..<dot]), default: [:]][field] = Self.decoded(text, form)
        }
        return fields.sorted { $0.key < $1.key }.map { name, fields in
            user(named: name, fields, isLast: name == lastUser)
        }
    }

    private func user(named name: String, _ fields: [Field: String], isLast: Bool) -> StoredUser {
        var user = StoredUser(username: name)
        user.isLast = isLast
        if let accessToken = fields[.accessToken] {
            do throws(UserPoolError) {
                let tokens = try TokenSet(
                    accessToken: Sensitive(accessToken),
                    idToken: fields[.idToken].map { Sensitive($0) },
                    refreshToken: fields[.refreshToken].map { Sensitive($0) }
                )
                // The name may be what the person typed; the token says who it is.
                user.username = tokens.username
                user.typedName = name == tokens.username ? nil : name
                user.session = UserSession(tokens: tokens)
            } catch {
                user.failure = error
            }
        }
        if let key = fields[.deviceKey], let group = fields[.deviceGroupKey], let password = fields[.randomPasswordKey]
        {
            user.device = DeviceCredentials(
                key: key,
                groupKey: group,
                password: Sensitive(password),
                username: user.username
            )
            user.session?.device = user.device
        }
        user.clockDifference = fields[.clockDrift].flatMap { clockDifference($0) }
        if let login = fields[.signInDetails].flatMap({ Self.loginID($0) }) { user.typedName = login }
        return user
    }

    /// How much the service's clock is ahead.
    ///
    /// Where there is no drift, none is known: to take the age of the tokens for one, as some clients do, makes expired
    /// tokens look good for ever.
    private func clockDifference(_ text: String) -> Duration? {
        // More than a few years is no clock's drift, and some other text.
        guard let number = Int64(text), number.magnitude < 1 << 40 else { return nil }
        return kind == .amplify ? .milliseconds(number) : .seconds(-number)
    }

    private static func loginID(_ text: String) -> String? {
        struct Details: Decodable { let loginId: String? }
        return (try? JSONDecoder().decode(Details.self, from: Data(text.utf8)))?.loginId
    }

    // MARK: Writing

    /// Writes a user as a client would keep it.
    ///
    /// - Parameters:
    ///   - user: The user.
    ///   - clientID: The app client.
    ///   - form: How names and texts are written.
    /// - Returns: Texts by name; with ``StoredUser/isLast`` also who signed in last.
    public func write(_ user: StoredUser, clientID: String, form: Form = .plain) -> [String: String] {
        let prefix = "\(Self.root).\(clientID)."
        var fields: [Field: String] = [:]
        if let tokens = user.session?.tokens {
            fields[.accessToken] = tokens.accessToken.value
            fields[.idToken] = tokens.idToken?.value
            fields[.refreshToken] = tokens.refreshToken?.value
            fields[.clockDrift] = clockDrift(user.clockDifference ?? .zero)
            if kind == .amplify, let name = user.typedName { fields[.signInDetails] = Self.details(name) }
        }
        if let device = user.device ?? user.session?.device {
            fields[.deviceKey] = device.key
            fields[.deviceGroupKey] = device.groupKey
            fields[.randomPasswordKey] = device.password.value
        }
        var items = fields.map { ("\(prefix)\(user.username).\($0.key.rawValue)", $0.value) }
        if user.isLast { items.append((prefix + Self.lastUserName, user.username)) }
        let encoded = items.map { (Self.encoded($0.0, form), Self.encoded($0.1, form)) }
        return Dictionary(encoded) { _, last in last }
    }

    private func clockDrift(_ difference: Duration) -> String {
        let milliseconds = (difference.inSeconds * 1000).rounded()
        guard milliseconds.magnitude < 0x1p50 else { return "0" }
        return kind == .amplify ? "\(Int64(milliseconds))" : "\(-Int64((milliseconds / 1000).rounded()))"
    }

    private static func details(_ name: String) -> String? {
        struct Details: Encodable { let loginId: String }
        return (try? JSONEncoder().encode(Details(loginId: name))).map { String(decoding: $0, as: UTF8.self) }
    }

    // MARK: Names

    /// What is kept of a user; what the clients call each of it.
    private enum Field: String {
        case accessToken, idToken, refreshToken, clockDrift, deviceKey, deviceGroupKey, randomPasswordKey, signInDetails
        /// A copy of the profile, which the service can say better.
        case userData
        /// How the user came through the managed login pages.
        case oauthMetadata
    }

    private static let root = "CognitoIdentityServiceProvider"
    private static let lastUserName = "LastAuthUser"

    private static func decoded(_ text: String, _ form: Form) -> String {
        guard form.kind == .cookies else { return text }
        var bytes: [UInt8] = []
        var rest = Substring(text).utf8
        while let byte = rest.popFirst() {
            // A percent sign without two digits stands for itself, as in text that was never encoded.
            let digits = byte == UInt8(ascii: "%") ? String(Substring(rest.prefix(2))) : ""
            if let pair = try? Hex.decode(digits), pair.count == 1 {
                bytes += pair
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self) ?? text
    }

    private static func encoded(_ text: String, _ form: Form) -> String {
        guard form.kind == .cookies else { return text }
        let plain = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.!~*'#$&+^`|".utf8)
        return text.utf8.reduce(into: "") { encoded, byte in
            if plain.contains(byte) {
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                encoded += "%" + Hex.encode([byte]).uppercased()
            }
        }
    }
}

/// A user as another client has kept it.
public struct StoredUser: Sendable {
    /// The canonical username; where only a device is kept, the name that it was kept under.
    public var username: String
    /// What the person typed to sign in, where that is known and another name.
    public var typedName: String?
    /// The tokens, with the device; `nil` if the user is not signed in, or if the tokens cannot be read.
    public var session: UserSession?
    /// The device, which outlives the session.
    public var device: DeviceCredentials?
    /// How much the service's clock was ahead of the machine's when the tokens came; `nil` if that is not known.
    ///
    /// amazon-cognito-identity-js keeps the same with the other sign and in seconds, Amplify in milliseconds.
    public var clockDifference: Duration?
    /// Whether this was the last user of the client to sign in.
    public var isLast = false
    /// Why the tokens cannot be read.
    public var failure: UserPoolError?

    /// A user of whom nothing else is known yet.
    public init(username: String) {
        self.username = username
    }
}

extension SessionKeeper {
    /// Keeps what another client has kept of a user: the session, the device and the names.
    ///
    /// - Throws: ``UserPoolError`` with ``UserPoolError/Code/storeFailed``.
    public func keep(_ user: StoredUser) async throws(UserPoolError) {
        if let device = user.device { try await keep(device, typedName: user.typedName) }
        guard let session = user.session else { return }
        try await keep(session, typedName: user.typedName, clockDifference: user.clockDifference)
    }

    /// What is kept of a user, for another client.
    ///
    /// - Parameter name: The canonical username, or any name that the user ever signed in with.
    /// - Returns: The user; `nil` if nothing is kept.
    /// - Throws: ``UserPoolError`` with ``UserPoolError/Code/storeFailed``.
    public func storedUser(for name: String) async throws(UserPoolError) -> StoredUser? {
        let found = try await found(name)
        let device = try await device(for: name)
        guard let username = found?.record.session.username ?? device?.username else { return nil }
        var user = StoredUser(username: username)
        user.session = found?.record.session
        user.device = device
        user.typedName = name == username ? nil : name
        user.clockDifference = found?.record.clockDifference.map { .seconds($0) }
        return user
    }
}
