import AppSupport
import CognitoJWT
import HTTPTypes
import Hummingbird
import Logging

/// `/v1/verify` and everything below it, with all methods: tells a proxy whether to let a request through.
///
/// The answer has status 200, 401 or 403 and no other, as a proxy passes these on and takes any other for a failure of its
/// own. That is why it stands before the router and before everything that may answer otherwise.
struct ForwardAuthMiddleware: RouterMiddleware {
    typealias Context = GatewayContext

    /// The path.
    static let path = "/v1/verify"

    let gateway: Gateway

    func handle(
        _ request: Request,
        context: GatewayContext,
        next: @concurrent (Request, GatewayContext) async throws -> Response
    ) async throws -> Response {
        guard let isBelow = Self.isBelow(request.uri.path) else { return try await next(request, context) }
        context.record.note(route: Self.path)
        var response: Response
        do throws(ForwardAuthRefusal) {
            let token = try await token(of: request, isBelow: isBelow, in: context)
            response = Response(status: .ok, headers: IdentityHeaders.fields(for: token))
        } catch {
            response = refuse(error, in: context)
        }
        // Whatever follows is not read.
        if request.hasBody { response.headers[.connection] = "close" }
        return request.method == .head ? response.createHeadResponse() : response
    }

    /// Whether the path goes on below that of verification; `nil` if it is another path.
    ///
    /// Paths are as the router sees them: empty parts do not count.
    static func isBelow(_ path: String) -> Bool? {
        let parts = path.prefix { $0 != "#" }.split(separator: "/")
        return parts.starts(with: ["v1", "verify"]) ? parts.count > 2 : nil
    }

    private func token(
        of request: Request,
        isBelow: Bool,
        in context: GatewayContext
    ) async throws(ForwardAuthRefusal) -> VerifiedToken {
        if let problem = gateway.rules.fault(of: request) { throw .forbidden(problem.detail) }
        let demands: TokenDemands
        do throws(ForwardAuthQuery.Mistake) {
            demands = try ForwardAuthQuery.demands(in: request.uri.query, isBelow: isBelow)
        } catch {
            throw mistaken(error.message, in: context)
        }
        let checker = gateway.checker
        guard let token = try PresentedToken(cookie: checker.settings.cookie).read(from: request.headers) else {
            throw .noToken
        }
        do {
            return try await Deadline.run(within: gateway.rules.timeout) { try await checker.check(token, demands) }
        } catch {
            throw refusal(error, in: context)
        }
    }

    private func refusal(_ error: any Error, in context: GatewayContext) -> ForwardAuthRefusal {
        switch error {
        case let error as JWTError where error.code == .invalidRules: return mistaken(error.message, in: context)
        case let error as JWTError:
            if error.code == .keysUnavailable { log(.upstreamUnavailable, error.message, in: context) }
            return ForwardAuthRefusal(error)
        case is OnlineCheck.Revoked: return .invalidToken("The token was revoked.", code: .tokenRevoked)
        default:
            let problem = error is Deadline.Expired ? Problem(.upstreamTimeout, "") : Problem(describing: error)
            log(problem.code, "the service could not be asked about a token", in: context)
            return .invalidToken("The token cannot be verified at the moment.")
        }
    }

    /// A request that no token can satisfy, because of how proxy or gateway are configured.
    private func mistaken(_ message: String, in context: GatewayContext) -> ForwardAuthRefusal {
        log(.misconfigured, "\(Self.path) let nobody in: \(message)", in: context)
        return .forbidden("The gateway cannot tell which tokens are asked for.")
    }

    private func refuse(_ refusal: ForwardAuthRefusal, in context: GatewayContext) -> Response {
        context.record.note(problem: refusal.code.name, serviceRequestID: nil)
        let body = ProblemBody(
            Problem(refusal.code, refusal.detail),
            instance: Self.path,
            requestID: context.requestID
        )
        // Texts always can be written as JSON; if they could not, the status says enough.
        var response =
            (try? Response.json(body, status: refusal.status, type: ProblemBody.mediaType))
            ?? Response(status: refusal.status)
        response.headers[.wwwAuthenticate] = refusal.challenge
        return response
    }

    /// What clients are not told.
    private func log(_ code: Problem.Code, _ detail: String, in context: GatewayContext) {
        gateway.logger.error(
            "problem",
            metadata: [
                "code": .string(code.name), "detail": .string(detail), "requestId": .string(context.requestID),
            ]
        )
    }
}
