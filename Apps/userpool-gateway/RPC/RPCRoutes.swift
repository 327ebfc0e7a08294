import AppSupport
import HTTPTypes
import Hummingbird
import UserPoolKit

/// `/rpc/{method}`: the methods of the Node package `cognito-user-pool`, with its parameters, results and errors.
struct RPCRoutes {
    let gateway: Gateway

    var routes: [Route] {
        [Route(.post, "/rpc/{method}", handler: call)]
    }

    @Sendable private func call(_ request: Request, _ context: GatewayContext) async throws -> Response {
        do {
            guard let method = RPCMethod.all[try context.pathValue("method")] else {
                throw Problem(.notFound, "There is no such method.")
            }
            return try await method(request, RPCCall(gateway: gateway, context: context))
        } catch {
            return try answer(Problem(describing: error), in: context)
        }
    }

    private func answer(_ problem: Problem, in context: GatewayContext) throws -> Response {
        context.record.note(problem: problem.code.name, serviceRequestID: problem.cognito?.requestId)
        var response = try Response.json(RPCError(problem), status: .init(code: problem.code.status))
        response.headers[.retryAfter] = problem.retryAfter.map(String.init)
        return response
    }
}

/// What a method works with.
struct RPCCall: Sendable {
    let gateway: Gateway
    let context: GatewayContext

    var methods: CognitoUserPoolMethods { CognitoUserPoolMethods(pool: gateway.pool, flow: gateway.flow) }

    /// Opens a `loginSession`.
    func challenge(_ session: String) throws -> SignInChallenge {
        try gateway.sealer.open(session, at: gateway.clock(), member: "loginSession")
    }
}

/// An error as the package throws it.
private struct RPCError: Encodable {
    let code: String
    let name: String
    let message: String

    /// The service's code; for what it never said, the one that it has for such a thing.
    init(_ problem: Problem) {
        code = problem.cognito?.error ?? Self.codes[problem.code] ?? "InternalErrorException"
        name = code
        message = problem.forCallers.detail
    }

    private static let codes: [Problem.Code: String] = [
        .invalidCredentials: "NotAuthorizedException",
        .codeMismatch: "CodeMismatchException",
        .challengeExpired: "NotAuthorizedException",
        .challengeMismatch: "InvalidParameterException",
        .signInNeeded: "InvalidParameterException",
        .invalidParameter: "InvalidParameterException",
        .unknownMember: "InvalidParameterException",
        .malformedRequest: "SerializationException",
        .unsupportedMediaType: "SerializationException",
        .payloadTooLarge: "SerializationException",
        .notFound: "UnknownOperationException",
        .throttled: "TooManyRequestsException",
        .upstreamUnavailable: "NetworkError",
        .upstreamTimeout: "NetworkError",
    ]
}
