import AppSupport
import HTTPTypes
import Hummingbird
import Logging
import NIOHTTP1

/// Answers every failure with a problem object, also those that the router finds.
struct ProblemMiddleware: RouterMiddleware {
    typealias Context = GatewayContext

    let allowed: AllowedMethods
    let logger: Logger

    func handle(
        _ request: Request,
        context: GatewayContext,
        next: @concurrent (Request, GatewayContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as HTTPParserError {
            // The connection's own business: it answers and ends.
            throw error
        } catch let error as HTTPError where error.status == .notFound {
            return try answer(unknownRoute(request), to: request, in: context)
        } catch {
            return try answer(Problem(describing: error), to: request, in: context)
        }
    }

    private func unknownRoute(_ request: Request) -> Problem {
        allowed[request.uri.path] == nil
            ? Problem(.notFound, "There is no such path.")
            : Problem(.methodNotAllowed, "The path is there, but not for this method.")
    }

    private func answer(_ problem: Problem, to request: Request, in context: GatewayContext) throws -> Response {
        context.record.note(problem: problem.code.name, serviceRequestID: problem.cognito?.requestId)
        if problem.code.status >= 500 { log(problem, in: context) }
        let body = ProblemBody(
            problem.forCallers,
            instance: String(request.uri.path.prefix(256)),
            requestID: context.requestID
        )
        let status = HTTPResponse.Status(code: problem.code.status)
        var response = try Response.json(body, status: status, type: ProblemBody.mediaType)
        response.headers[.retryAfter] = problem.retryAfter.map(String.init)
        if status == .unauthorized {
            response.headers[.wwwAuthenticate] = BearerToken.challenge(for: problem, to: request.headers)
        }
        if problem.code == .methodNotAllowed { response.headers[.allow] = allowed[request.uri.path] }
        // What was not read is not worth reading.
        if request.hasBody && !context.record.hasWholeBody { response.headers[.connection] = "close" }
        return response
    }

    /// What callers are not told.
    private func log(_ problem: Problem, in context: GatewayContext) {
        var metadata: Logger.Metadata = ["code": .string(problem.code.name), "requestId": .string(context.requestID)]
        if let error = problem.cognito?.error { metadata["serviceError"] = .string(error) }
        if Self.isFitForLog(problem) { metadata["detail"] = .string(problem.detail) }
        logger.error("problem", metadata: metadata)
    }

    /// The service's own words may repeat whatever a request said, and an error that nobody expected may say anything;
    /// only of a wrong configuration they tell what is needed and nothing else.
    private static func isFitForLog(_ problem: Problem) -> Bool {
        problem.code == .misconfigured || (problem.cognito == nil && problem.code != .internalError)
    }
}

extension Request {
    /// Whether a body follows the header section, or may follow (RFC 9112 §6).
    var hasBody: Bool {
        headers[.transferEncoding] != nil || headers[.contentLength].map { $0 != "0" } ?? false
    }
}
