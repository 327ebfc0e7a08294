import Hummingbird
import Logging

/// Writes one line for each request: what was asked by the name of its route, never its target, body or header.
struct AccessLogMiddleware: RouterMiddleware {
    typealias Context = GatewayContext

    let logger: Logger

    func handle(
        _ request: Request,
        context: GatewayContext,
        next: @concurrent (Request, GatewayContext) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        let response = try await next(request, context)
        let duration = (ContinuousClock.now - start).components
        let milliseconds = duration.seconds * 1000 + duration.attoseconds / 1_000_000_000_000_000
        var metadata: Logger.Metadata = [
            "method": .string(request.method.rawValue),
            "route": .string(route(of: context)),
            "status": .stringConvertible(response.status.code),
            "durationMs": .stringConvertible(milliseconds),
            "requestId": .string(context.requestID),
        ]
        if let code = context.record.problemCode { metadata["code"] = .string(code) }
        if let id = context.record.serviceRequestID { metadata["serviceRequestId"] = .string(id) }
        logger.info("request", metadata: metadata)
        return response
    }

    private func route(of context: GatewayContext) -> String {
        context.record.route ?? context.endpointPath.flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "none"
    }
}
