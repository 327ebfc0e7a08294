internal import ByteCoding

/// One event on its way to a trigger.
struct TriggerInvocation: Hashable, Sendable {
    let kind: TriggerKind
    let poolID: String
    let event: JSONObject
}

/// Whom an event is about, and who caused it.
struct TriggerSubject {
    let poolID: String
    /// The client of the caller; administrators have none.
    let clientID: String?
    let username: String
    /// As events show them: with `sub` and `cognito:user_status` once there is such a user.
    var attributes: [String: String] = [:]
    /// There is no such user, and the client hides that.
    var isUnknown = false
}

extension TriggerInvocation {
    /// What the service writes where it does not know the caller's SDK, as here.
    private static let sdkVersion = "aws-sdk-unknown-unknown"
    /// What the service writes for the calls of administrators.
    private static let noClient = "CLIENT_ID_NOT_APPLICABLE"

    /// Makes the event in the service's form.
    ///
    /// - Parameters:
    ///   - kind: The trigger.
    ///   - source: What happened, as in `PreSignUp_SignUp`.
    ///   - subject: Whom it is about.
    ///   - request: The members of `request` that this kind has besides `userAttributes`.
    ///   - metadata: `clientMetadata` of the caller.
    ///   - response: The names of the members that the answer may fill in.
    init(
        _ kind: TriggerKind,
        source: String,
        about subject: TriggerSubject,
        request: [(String, JSONValue?)] = [],
        metadata: [String: String]? = nil,
        response: [(String, JSONValue)] = []
    ) {
        var asked: [(String, JSONValue?)] = [("userAttributes", .texts(subject.attributes))]
        asked += request
        if let metadata { asked.append(("clientMetadata", .texts(metadata))) }
        self.kind = kind
        poolID = subject.poolID
        event = JSONObject([
            "version": .string(kind.eventVersion),
            "triggerSource": .string(source),
            "region": .string(String(subject.poolID.prefix { $0 != "_" })),
            "userPoolId": .string(subject.poolID),
            "userName": .string(subject.username),
            "callerContext": .object(
                JSONObject([
                    "awsSdkVersion": .string(Self.sdkVersion),
                    "clientId": .string(subject.clientID ?? Self.noClient),
                ])
            ),
            "request": .members(asked),
            "response": .members(response.map { ($0.0, $0.1) }),
        ])
    }
}

extension JSONValue {
    /// An object of those members; one without a value is left out.
    static func members(_ members: [(String, JSONValue?)]) -> JSONValue {
        .object(JSONObject(members: members.compactMap { name, value in value.map { .init(name: name, value: $0) } }))
    }

    /// An object of texts, sorted by name.
    static func texts(_ texts: [String: String]) -> JSONValue {
        .members(texts.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })
    }

    /// A list of texts.
    static func list(_ texts: [String]) -> JSONValue {
        .array(texts.map { .string($0) })
    }

    /// The text, or `null`.
    static func text(_ text: String?) -> JSONValue {
        text.map { .string($0) } ?? .null
    }
}
