import AppSupport
import ByteCoding
import CognitoJWT
import CognitoWire
import HTTPTypes
import Hummingbird

/// `/v1/verify/batch`: verifies many tokens in one call.
struct BatchRoutes {
    let gateway: Gateway

    var routes: [Route] {
        [Route(.post, "/v1/verify/batch", handler: verify)]
    }

    @Sendable private func verify(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let body = try await request.decoded(as: BatchBody.self, under: gateway.rules, in: context)
        try check(body.demands)
        var verdicts: [String] = []
        for token in body.tokens { verdicts.append(try await verdict(on: token, body.demands)) }
        return Response(
            status: .ok,
            headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: "[\(verdicts.joined(separator: ","))]"))
        )
    }

    /// Refuses demands that make no sense, or a configuration that makes none.
    private func check(_ demands: TokenDemands) throws {
        do {
            _ = try gateway.checker.verifier(for: demands)
        } catch {
            let isOurs = (try? gateway.checker.verifier()) == nil
            throw Problem(isOurs ? .misconfigured : .invalidParameter, error.message)
        }
    }

    /// One element of the answer, as JSON.
    private func verdict(on token: String, _ demands: TokenDemands) async throws -> String {
        do {
            let verified = try await gateway.checker.check(Sensitive(token), demands)
            return #"{"valid":true,"claims":\#(verified.claims.text)}"#
        } catch let error as JWTError {
            return #"{"valid":false,"code":"\#(error.code)"}"#
        }
    }
}

/// The body of `POST /v1/verify/batch`.
private struct BatchBody: RequestBody {
    /// The most tokens of one call.
    static let maximumCount = 100

    let tokens: [String]
    let demands: TokenDemands

    init(reading members: inout MemberReader) {
        tokens = members.requiredList("tokens", count: 1...Self.maximumCount)
        var demands = TokenDemands()
        if let name = members.text("use") {
            if let use = TokenDemands.uses[name] {
                demands.use = use
            } else {
                members.refuse("use", .value)
            }
        }
        demands.clients = members.textOrList("client")
        demands.groupsAnyOf = members.textOrList("groups")
        demands.scopesAnyOf = members.textOrList("scope")
        self.demands = demands
    }
}
