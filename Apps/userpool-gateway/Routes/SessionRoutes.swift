import AppSupport
import ByteCoding
import Hummingbird
import UserPoolKit

/// `/v1/sessions`: signing in, step by step.
struct SessionRoutes {
    let gateway: Gateway

    var routes: [Route] {
        [
            Route(.post, "/v1/sessions", handler: signIn),
            Route(.post, "/v1/sessions/challenge", handler: answerChallenge),
        ]
    }

    private struct Credentials: RequestBody {
        let username: String
        let password: SecretBytes

        init(reading members: inout MemberReader) {
            username = members.requiredText("username")
            password = members.requiredSecret("password")
        }
    }

    @Sendable private func signIn(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let body = try await request.decoded(as: Credentials.self, under: gateway.rules, in: context)
        do {
            return try answer(
                await gateway.pool.signIn(username: body.username, password: body.password, flow: gateway.flow)
            )
        } catch {
            throw hidingUser(Problem(describing: error))
        }
    }

    /// One answer for a wrong password and for a user who does not exist, to the last byte: also without the service's
    /// own name for it.
    private func hidingUser(_ problem: Problem) -> Problem {
        guard gateway.rules.hidesUserExistence, [.userNotFound, .invalidCredentials].contains(problem.code) else {
            return problem
        }
        return Problem(.invalidCredentials, "\(Problem.Code.invalidCredentials.title).")
    }

    private struct Answer: RequestBody {
        let token: String
        let answer: ChallengeAnswer?

        init(reading members: inout MemberReader) {
            token = members.requiredText("token")
            let newPassword = members.secret("newPassword")
            let attributes = members.optionalTexts("attributes")
            let code = members.text("code")
            let responses = members.optionalTexts("answers")
            switch (newPassword, code, responses) {
            case (let password?, nil, nil): answer = .newPassword(password, attributes: attributes ?? [:])
            case (nil, let code?, nil): answer = .code(code)
            case (nil, nil, let responses?): answer = .responses(responses)
            default: answer = nil
            }
            if attributes != nil, newPassword == nil { members.refuse("attributes", .conflict) }
        }
    }

    @Sendable private func answerChallenge(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let body = try await request.decoded(as: Answer.self, under: gateway.rules, in: context)
        guard let given = body.answer else {
            throw Problem(.invalidParameter, "Send the token with exactly one of code, newPassword and answers.")
        }
        let challenge = try gateway.sealer.open(body.token, at: gateway.clock())
        return try answer(await gateway.pool.answer(challenge, with: given))
    }

    private func answer(_ step: SignInStep) throws -> Response {
        switch step {
        case .signedIn(let user):
            return try Response.json(AuthResult(user.tokens, at: gateway.clock()))
        case .challenge(let challenge):
            return try Response.json(AuthResult(ChallengeBody(challenge, sealedBy: gateway.sealer)))
        case .confirmSignUp(let reason), .resetPassword(let reason):
            throw reason
        }
    }
}
