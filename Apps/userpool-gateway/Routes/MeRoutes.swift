import AppSupport
import Hummingbird
import UserPoolKit

/// `/v1/me`: the signed-in user.
struct MeRoutes {
    let gateway: Gateway

    var routes: [Route] {
        [Route(.get, "/v1/me", handler: profile)]
    }

    private struct Profile: Encodable {
        let username: String
        let attributes: [String: String]
        let mfa: Factors
    }

    private struct Factors: Encodable {
        let preferred: String?
        let enabled: [String]
    }

    @Sendable private func profile(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let token = try BearerToken.read(from: request.headers)
        let user: UserProfile
        do {
            user = try await gateway.pool.profile(accessToken: token)
        } catch {
            throw BearerToken.refusal(Problem(describing: error))
        }
        let factors = Factors(
            preferred: user.preferredMFAMethod.map(\.gatewayName),
            enabled: user.mfaMethods.map(\.gatewayName)
        )
        return try Response.json(Profile(username: user.username, attributes: user.attributes, mfa: factors))
    }
}
