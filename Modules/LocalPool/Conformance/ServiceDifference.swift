/// One thing that the local pool does otherwise than the service.
///
/// ``all`` is the only list of them: the conformance page is written from it, and whatever else shows differences shows
/// these.
public struct ServiceDifference: Hashable, Sendable {
    /// What it is about.
    public let subject: Subject
    /// The difference, in one line.
    public let text: String
    /// The mode in which it is one; `nil` for both.
    public let mode: PoolMode?

    init(_ subject: Subject, _ text: String, in mode: PoolMode? = nil) {
        self.subject = subject
        self.text = text
        self.mode = mode
    }

    /// The differences of a pool in that mode, by subject.
    public static func known(in mode: PoolMode) -> [ServiceDifference] {
        all.filter { $0.mode == nil || $0.mode == mode }
    }

    /// A part of the service; an open set.
    public struct Subject: Hashable, Sendable, CustomStringConvertible {
        /// The part's name, as a heading.
        public let description: String

        /// Requests, errors and who may send them.
        public static let requests = Self(description: "Requests")
        /// User pools, their attributes and their settings.
        public static let pools = Self(description: "User pools")
        /// App clients and domains.
        public static let clients = Self(description: "App clients and domains")
        /// Sign-ins and their challenges.
        public static let signIns = Self(description: "Sign-ins")
        /// Tokens, their keys, and the OAuth endpoints with their pages.
        public static let tokens = Self(description: "Tokens, OAuth and the sign-in page")
        /// Devices, second factors and passkeys.
        public static let factors = Self(description: "Devices, second factors and passkeys")
        /// Messages and triggers.
        public static let messages = Self(description: "Messages and triggers")
        /// Groups of users.
        public static let groups = Self(description: "Groups")
        /// Identity providers and import jobs.
        public static let federation = Self(description: "Identity providers and imports")
        /// Identity pools.
        public static let identityPools = Self(description: "Identity pools")
    }

    /// Every known difference, by subject.
    public static let all: [ServiceDifference] =
        requests + pools + clients + signIns + tokens + factors + messages + groups + federation + identityPools
}
