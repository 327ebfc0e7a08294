internal import CognitoWire

extension GetTokensFromRefreshToken: LocalOperation {
    static func perform(
        _ request: GetTokensFromRefreshTokenRequest,
        in call: Call
    ) throws -> TokenDraft {
        let client = try call.client(request.clientID)
        guard try call.isSecret(request.clientSecret?.value, of: client) else {
            throw Refusal.notAuthorized("Client secret does not match for the client: \(client.id)")
        }
        let refresh = try call.refresh(request.refreshToken.value, client: client, deviceKey: request.deviceKey)
        return try call.refreshedTokens(for: refresh, client: client, metadata: request.clientMetadata ?? [:])
    }

    static func output(of tokens: TokenDraft) throws -> GetTokensFromRefreshTokenResponse {
        GetTokensFromRefreshTokenResponse(authenticationResult: try tokens.signed())
    }
}
