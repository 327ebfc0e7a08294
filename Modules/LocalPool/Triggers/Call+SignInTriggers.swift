internal import ByteCoding
internal import CognitoWire

extension Call {
    /// Asks before a sign-in; does nothing if the pool has no such trigger.
    ///
    /// - Parameters:
    ///   - user: Who signs in; `nil` for a name that nobody has, in a client that hides that.
    ///   - username: The name as it was sent.
    ///   - client: The caller's client.
    ///   - pool: Where.
    ///   - validationData: `ClientMetadata` of `InitiateAuth`, which the service calls so here.
    /// - Throws: ``Refusal`` if the trigger refuses or fails.
    func preAuthentication(
        _ user: UserRecord?,
        username: String,
        client: AppClientRecord,
        in pool: UserPoolRecord,
        validationData: [String: String]?
    ) throws {
        guard has(.preAuthentication, in: pool) else { return }
        let subject = try subject(user, username: username, client: client)
        _ = try ask(
            TriggerInvocation(
                .preAuthentication,
                source: "PreAuthentication_Authentication",
                about: subject,
                request: [
                    ("validationData", validationData.map { .texts($0) } ?? .null), subject.unknownMark(for: client),
                ]
            )
        )
    }

    /// Tells of a sign-in before there are tokens; does nothing if the pool has no such trigger.
    ///
    /// - Parameters:
    ///   - user: Who signed in.
    ///   - client: The caller's client.
    ///   - pool: Where.
    ///   - isNewDevice: Whether the sign-in is the first with its device.
    ///   - metadata: `ClientMetadata` of the challenge's answer.
    /// - Throws: ``Refusal`` if the trigger refuses or fails; then there are no tokens.
    func postAuthentication(
        _ user: UserRecord,
        client: AppClientRecord,
        in pool: UserPoolRecord,
        isNewDevice: Bool,
        metadata: [String: String]?
    ) throws {
        guard has(.postAuthentication, in: pool) else { return }
        _ = try ask(
            TriggerInvocation(
                .postAuthentication,
                source: "PostAuthentication_Authentication",
                about: try subject(user, client: client),
                request: [("newDeviceUsed", .bool(isNewDevice))],
                metadata: metadata
            )
        )
    }
}

extension TriggerSubject {
    /// `userNotFound`, which events have only where the client hides users.
    func unknownMark(for client: AppClientRecord) -> (String, JSONValue?) {
        ("userNotFound", client.hidesUsers ? .bool(isUnknown) : nil)
    }
}
