import AppSupport
import ByteCoding
import Hummingbird
import UserPoolKit

/// `/v1/password`: passwords that were forgotten, and `/v1/me/password`: passwords that change.
struct PasswordRoutes {
    let gateway: Gateway

    var routes: [Route] {
        [
            Route(.post, "/v1/password/forgot", handler: forgot),
            Route(.post, "/v1/password/reset", handler: reset),
            Route(.put, "/v1/me/password", handler: change),
        ]
    }

    @Sendable private func forgot(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let body = try await request.decoded(as: CodeRequest.self, under: gateway.rules, in: context)
        let delivery = try await gateway.sendingCode(in: context) {
            try await gateway.pool.forgotPassword(username: body.username, metadata: body.metadata)
        }
        return try Response.json(SentCode(delivery), status: .accepted)
    }

    private struct Reset: RequestBody {
        let username: String
        let code: String
        let newPassword: SecretBytes
        let metadata: [String: String]

        init(reading members: inout MemberReader) {
            username = members.requiredText("username")
            code = members.requiredText("code")
            newPassword = members.requiredSecret("newPassword")
            metadata = members.texts("metadata")
        }
    }

    @Sendable private func reset(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let body = try await request.decoded(as: Reset.self, under: gateway.rules, in: context)
        do {
            try await gateway.pool.resetPassword(
                username: body.username,
                code: body.code,
                to: body.newPassword,
                metadata: body.metadata
            )
        } catch {
            throw gateway.rules.hidingUser(ofCode: Problem(describing: error))
        }
        return Response(status: .noContent)
    }

    private struct Change: RequestBody {
        let current: SecretBytes?
        let new: SecretBytes

        init(reading members: inout MemberReader) {
            current = members.secret("current")
            new = members.requiredSecret("new")
        }
    }

    @Sendable private func change(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let token = try BearerToken.read(from: request.headers)
        let body = try await request.decoded(as: Change.self, under: gateway.rules, in: context)
        do {
            try await gateway.pool.changePassword(from: body.current, to: body.new, accessToken: token)
        } catch {
            let problem = Problem(describing: error)
            // Here it is the password that does not fit; a token that does not fit has codes of its own.
            throw problem.code == .invalidCredentials ? problem : BearerToken.refusal(problem)
        }
        return Response(status: .noContent)
    }
}
