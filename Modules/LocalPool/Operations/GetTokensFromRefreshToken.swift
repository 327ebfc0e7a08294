internal import CognitoWire

extension GetTokensFromRefreshToken: LocalOperation {
    static func perform(
        _ request: GetTokensFromRefreshTokenRequest,
        in call: Call
    ) throws -> GetTokensFromRefreshTokenResponse {
        let client = try call.client(request.clientID)
        guard try call.isSecret(request.clientSecret?.value, of: client) else {
            throw Refusal.notAuthorized("Client secret does not match for the client: \(client.id)")
        }
        let refresh = try call.refresh(request.refreshToken.value, client: client, deviceKey: request.deviceKey)
        return GetTokensFromRefreshTokenResponse(
            authenticationResult: try call.refreshedTokens(
                for: refresh,
                client: client,
                metadata: request.clientMetadata ?? [:]
            )
        )
    }
}
