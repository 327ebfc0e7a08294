internal import ByteCoding
internal import CognitoWire

extension Call {
    /// Asks what to change of tokens before they are signed; does nothing if the pool has no such trigger.
    ///
    /// - Parameters:
    ///   - source: Why tokens are made.
    ///   - user: Whose they are; `nil` for the access token of a client, of which only the trigger's third version is
    ///     asked.
    ///   - client: The client.
    ///   - groups: The user's groups and roles.
    ///   - scopes: What the access token would allow for.
    ///   - metadata: `ClientMetadata` of the caller.
    /// - Returns: What to change.
    /// - Throws: ``Refusal`` if the trigger refuses or fails; then there are no tokens.
    func preTokenGeneration(
        _ source: TokenGenerationSource,
        user: UserRecord?,
        client: AppClientRecord,
        groups: GroupConfiguration,
        scopes: [String],
        metadata: [String: String]?
    ) throws -> TokenOverrides {
        guard let kind = triggers.tokenKind(poolID: client.poolID), user != nil || kind == .preTokenGenerationV3 else {
            return .none
        }
        let isFirst = kind == .preTokenGeneration
        let whom =
            try user.map { try subject($0, client: client) }
            ?? TriggerSubject(poolID: client.poolID, clientID: client.id, username: client.id)
        let answer = try ask(
            TriggerInvocation(
                kind,
                source: source.rawValue,
                about: whom,
                request: [
                    ("groupConfiguration", groups.event),
                    ("scopes", isFirst ? nil : .list(scopes)),
                ],
                metadata: metadata,
                response: [(isFirst ? "claimsOverrideDetails" : "claimsAndScopeOverrideDetails", .null)]
            )
        )
        return isFirst
            ? try TokenOverrides(firstVersion: answer)
            : try TokenOverrides(laterVersion: answer, clientID: client.id)
    }
}

extension GroupConfiguration {
    fileprivate var event: JSONValue {
        .members([
            ("groupsToOverride", .list(groups)), ("iamRolesToOverride", .list(roles)),
            ("preferredRole", .text(preferredRole)),
        ])
    }
}
