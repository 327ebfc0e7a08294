import AppSupport
import Hummingbird
import Logging
import UserPoolKit

/// `/v1/sessions/challenge`: going on with a sign-in.
struct ChallengeRoutes {
    let gateway: Gateway

    var routes: [Route] {
        [
            Route(.post, "/v1/sessions/challenge", handler: answer),
            Route(.post, "/v1/sessions/challenge/setup", handler: setUp),
        ]
    }

    @Sendable private func answer(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let body = try await request.decoded(as: AnswerBody.self, under: gateway.rules, in: context)
        guard let given = body.given else { throw AnswerBody.ambiguous }
        let challenge = try gateway.sealer.open(body.token, at: gateway.clock())
        do {
            let answer = try given.answer(to: challenge, flow: gateway.flow)
            return try gateway.answer(
                await gateway.pool.answer(challenge, with: answer, metadata: body.metadata),
                in: context
            )
        } catch {
            throw gateway.rules.hidingUser(ofSignIn: Problem(describing: error), withPassword: true)
        }
    }

    private struct SetUp: RequestBody {
        let token: String
        let issuer: String?

        init(reading members: inout MemberReader) {
            token = members.requiredText("token")
            issuer = members.text("issuer")
        }
    }

    @Sendable private func setUp(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let body = try await request.decoded(as: SetUp.self, under: gateway.rules, in: context)
        let challenge = try gateway.sealer.open(body.token, at: gateway.clock())
        let setup = try await gateway.pool.setUpApp(for: challenge)
        return try Response.json(
            AppSetupBody(
                setup,
                issuer: body.issuer ?? gateway.pool.id,
                account: challenge.username,
                sealedBy: gateway.sealer
            )
        )
    }
}

extension Gateway {
    /// What the caller is told of where a sign-in stands.
    ///
    /// - Throws: The reason why nothing can go on before something else is done, or what sealing throws.
    func answer(_ step: SignInStep, in context: GatewayContext) throws -> Response {
        switch step {
        case .signedIn(let user):
            if case .notConfirmed(let error) = user.device {
                logger.warning(
                    "a device was not confirmed, so that its tokens cannot be refreshed",
                    metadata: ["code": .string("\(error.code)"), "requestId": .string(context.requestID)]
                )
            }
            return try Response.json(AuthResult(user.session, at: clock(), sealedBy: sealer))
        case .challenge(let challenge):
            return try Response.json(AuthResult(ChallengeBody(challenge, sealedBy: sealer)))
        case .confirmSignUp(let reason), .resetPassword(let reason):
            throw reason
        }
    }
}
