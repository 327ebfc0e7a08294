internal import ByteCoding
internal import CognitoWire

/// Why tokens are made.
enum TokenGenerationSource: String, Codable, Sendable {
    case hostedAuth = "TokenGeneration_HostedAuth"
    case authentication = "TokenGeneration_Authentication"
    case newPasswordChallenge = "TokenGeneration_NewPasswordChallenge"
    case authenticateDevice = "TokenGeneration_AuthenticateDevice"
    case refreshTokens = "TokenGeneration_RefreshTokens"
    case clientCredentials = "TokenGeneration_ClientCredentials"
}

/// The groups and roles of a user, as tokens show them.
struct GroupConfiguration: Equatable, Sendable {
    var groups: [String] = []
    var roles: [String] = []
    var preferredRole: String?
}

/// What a trigger changes of tokens; claims that are not its to say are left out already.
struct TokenOverrides: Equatable, Sendable {
    /// What it changes of one token.
    struct Claims: Equatable, Sendable {
        /// Claims to be added, or to take the place of those under their names.
        var added: [String: WireDocument] = [:]
        /// Names of claims to be left out; they are left out even if they are added.
        var suppressed: Set<String> = []

        /// The claims of a token after the change.
        func applied(to claims: [String: WireDocument]) -> [String: WireDocument] {
            claims.merging(added) { $1 }.filter { !suppressed.contains($0.key) }
        }
    }

    var identity = Claims()
    var access = Claims()
    var scopesToAdd: [String] = []
    var scopesToSuppress: Set<String> = []
    /// The groups and roles in place of the user's; `nil` leaves them.
    var groups: GroupConfiguration?

    /// Nothing is changed.
    static let none = TokenOverrides()

    /// The scopes of a token after the change; each stands once.
    func applied(to scopes: [String]) -> [String] {
        var known: Set<String> = []
        return (scopes + scopesToAdd).filter { !scopesToSuppress.contains($0) && known.insert($0).inserted }
    }
}

extension TokenOverrides {
    private static let sharedProtected: Set<String> = [
        "acr", "amr", "at_hash", "auth_time", "azp", "exp", "iat", "iss", "jti", "nbf", "nonce", "origin_jti", "sub",
        "token_use",
    ]
    private static let identityProtected = sharedProtected.union(["aud", "cognito:username", "identities"])
    private static let accessProtected = sharedProtected.union([
        "client_id", "device_key", "event_id", "scope", "username", "version",
    ])

    /// Reads an answer in the form `V1_0`: claims of the id token alone, all of them texts.
    init(firstVersion answer: TriggerAnswer) throws(Refusal) {
        guard let details = try answer.object("claimsOverrideDetails") else { return }
        identity = Self.claims(
            try details.texts("claimsToAddOrOverride")?.mapValues { .string($0) },
            suppressed: try details.list("claimsToSuppress"),
            protected: Self.identityProtected
        )
        groups = try Self.groups(details)
    }

    /// Reads an answer in the forms `V2_0` and `V3_0`: claims of both tokens, of any type.
    ///
    /// - Parameters:
    ///   - answer: The answer.
    ///   - clientID: The client, the only audience that an access token may be given.
    /// - Throws: ``Refusal`` if the answer has another form.
    init(laterVersion answer: TriggerAnswer, clientID: String) throws(Refusal) {
        guard let details = try answer.object("claimsAndScopeOverrideDetails") else { return }
        if let changes = try details.object("idTokenGeneration") {
            identity = try Self.claims(changes, protected: Self.identityProtected)
        }
        if let changes = try details.object("accessTokenGeneration") {
            access = try Self.claims(changes, protected: Self.accessProtected)
            if access.added["aud"].map({ $0 != .string(clientID) }) ?? false { access.added["aud"] = nil }
            scopesToAdd = try changes.list("scopesToAdd") ?? []
            scopesToSuppress = Set(try changes.list("scopesToSuppress") ?? [])
            let scopes = scopesToAdd + scopesToSuppress
            guard scopes.allSatisfy({ !$0.isEmpty && !$0.utf8.contains { $0 <= 0x20 || $0 >= 0x7f } }) else {
                throw TriggerAnswer.unrecognizable
            }
        }
        groups = try Self.groups(details)
    }

    private static func claims(_ changes: TriggerAnswer, protected: Set<String>) throws(Refusal) -> Claims {
        claims(
            try changes.values("claimsToAddOrOverride")?.mapValues { WireDocument($0) },
            suppressed: try changes.list("claimsToSuppress"),
            protected: protected
        )
    }

    private static func claims(
        _ added: [String: WireDocument]?,
        suppressed: [String]?,
        protected: Set<String>
    ) -> Claims {
        Claims(
            added: (added ?? [:]).filter { !protected.contains($0.key) },
            suppressed: Set(suppressed ?? []).subtracting(protected)
        )
    }

    private static func groups(_ details: TriggerAnswer) throws(Refusal) -> GroupConfiguration? {
        guard let groups = try details.object("groupOverrideDetails") else { return nil }
        return GroupConfiguration(
            groups: try groups.list("groupsToOverride") ?? [],
            roles: try groups.list("iamRolesToOverride") ?? [],
            preferredRole: try groups.text("preferredRole")
        )
    }
}

extension WireDocument {
    /// A value that a trigger said, as claims have it.
    fileprivate init(_ value: JSONValue) {
        switch value {
        case .null: self = .null
        case .bool(let flag): self = .bool(flag)
        case .string(let text): self = .string(text)
        case .number(let number):
            self = number.int64.map { .integer($0) } ?? number.double.map { .number($0) } ?? .null
        case .array(let elements): self = .array(elements.map { WireDocument($0) })
        case .object(let object):
            self = .object(Dictionary(object.members.map { ($0.name, WireDocument($0.value)) }) { $1 })
        }
    }
}
