internal import CognitoWire

extension AdminLinkProviderForUser: LocalOperation {
    /// Makes somebody at a provider, who has not signed in yet, one of the pool's users.
    static func perform(
        _ request: AdminLinkProviderForUserRequest,
        in call: Call
    ) throws -> AdminLinkProviderForUserResponse {
        let pool = try call.pool(request.userPoolID)
        let destination = try ProviderUser(request.destinationUser, as: "DestinationUser")
        let source = try ProviderUser(request.sourceUser, as: "SourceUser")
        guard !source.isOwn else {
            throw Refusal.invalidParameter(
                "Invalid SourceUser: Cognito users with a username/password may not be passed in as a SourceUser, "
                    + "only as a DestinationUser"
            )
        }
        let provider = try call.identityProvider(source.provider, in: pool)
        if !destination.isOwn { _ = try call.identityProvider(destination.provider, in: pool) }
        let user = try call.user(Sensitive(destination.username), in: pool)
        if let known = try call.user(named: source.username, in: pool), known.status == .externalProvider {
            throw Refusal.invalidParameter(
                "Merging is not currently supported, provide a SourceUser that has not been signed up in order to link"
            )
        }
        try call.link(source, at: provider, to: user)
        return AdminLinkProviderForUserResponse()
    }
}
