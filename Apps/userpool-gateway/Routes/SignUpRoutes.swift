import AppSupport
import ByteCoding
import Hummingbird
import UserPoolKit

/// `/v1/signup`: new users.
struct SignUpRoutes {
    let gateway: Gateway

    var routes: [Route] {
        [
            Route(.post, "/v1/signup", handler: signUp),
            Route(.post, "/v1/signup/confirm", handler: confirm),
        ]
    }

    private struct SignUp: RequestBody {
        let username: String
        let password: SecretBytes?
        let attributes: [String: String]
        let metadata: [String: String]

        init(reading members: inout MemberReader) {
            username = members.requiredText("username")
            password = members.secret("password")
            attributes = members.texts("attributes")
            metadata = members.texts("metadata")
        }
    }

    private struct SignedUp: Encodable {
        let username: String
        let sub: String
        let confirmed: Bool
        let delivery: DeliveryBody?
    }

    @Sendable private func signUp(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let body = try await request.decoded(as: SignUp.self, under: gateway.rules, in: context)
        let result = try await gateway.pool.signUp(
            username: body.username,
            password: body.password,
            attributes: body.attributes,
            metadata: body.metadata
        )
        let answer = SignedUp(
            username: result.username,
            sub: result.subject,
            confirmed: result.isConfirmed,
            delivery: result.delivery.map { DeliveryBody($0) }
        )
        return try Response.json(answer, status: .created)
    }

    private struct Confirmation: RequestBody {
        let username: String
        let code: String
        let takesOverAlias: Bool

        init(reading members: inout MemberReader) {
            username = members.requiredText("username")
            code = members.requiredText("code")
            takesOverAlias = members.flag("takeOverAlias") ?? false
        }
    }

    @Sendable private func confirm(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let body = try await request.decoded(as: Confirmation.self, under: gateway.rules, in: context)
        do {
            try await gateway.pool.confirmSignUp(
                username: body.username,
                code: body.code,
                takeOverAlias: body.takesOverAlias
            )
        } catch {
            let problem = Problem(describing: error)
            // A user who does not exist has no code, so that every code is wrong.
            throw problem.code == .userNotFound && gateway.rules.hidesUserExistence
                ? Problem(.codeMismatch, "\(Problem.Code.codeMismatch.title).") : problem
        }
        return try Response.json(["confirmed": true])
    }
}
