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
            Route(.post, "/v1/signup/resend", handler: resend),
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
        let metadata: [String: String]

        init(reading members: inout MemberReader) {
            username = members.requiredText("username")
            code = members.requiredText("code")
            takesOverAlias = members.flag("takeOverAlias") ?? false
            metadata = members.texts("metadata")
        }
    }

    @Sendable private func confirm(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let body = try await request.decoded(as: Confirmation.self, under: gateway.rules, in: context)
        do {
            try await gateway.pool.confirmSignUp(
                username: body.username,
                code: body.code,
                takeOverAlias: body.takesOverAlias,
                metadata: body.metadata
            )
        } catch {
            throw gateway.rules.hidingUser(ofCode: Problem(describing: error))
        }
        return try Response.json(["confirmed": true])
    }

    @Sendable private func resend(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let body = try await request.decoded(as: CodeRequest.self, under: gateway.rules, in: context)
        let delivery = try await gateway.sendingCode(in: context) {
            try await gateway.pool.resendSignUpCode(username: body.username, metadata: body.metadata)
        }
        return try Response.json(SentCode(delivery), status: .accepted)
    }
}
