internal import ByteCoding
internal import CognitoWire
internal import HTTPTransport
internal import HTTPTypes
internal import Tracing

extension CognitoClient {
    /// The request as the transport takes it: addressed, dressed in headers, signed if it must be.
    func transportRequest(
        _ request: WireRequest,
        deadline: Duration
    ) async throws(CognitoClientError) -> TransportRequest {
        let endpoint = configuration.endpoints.endpoint(for: request.service)
        var headers = [
            (name: "Content-Type", value: WireCoder.contentType),
            (name: "X-Amz-Target", value: request.target),
            (name: "User-Agent", value: configuration.userAgent),
        ]
        if request.authentication == .sigV4 {
            headers += try await signature(of: request, to: endpoint, headers: headers)
        }
        configuration.observation.currentTracer
            .inject(ServiceContext.current ?? .topLevel, into: &headers, using: TraceHeaders())
        // The source of credentials may have taken its time.
        let remaining = deadline - surroundings.uptime()
        guard remaining > .zero else { throw Self.deadlineExceeded(of: request.name) }
        do {
            return try TransportRequest(
                method: .post,
                url: endpoint.url,
                headers: headers,
                body: request.body,
                limits: TransportLimits(totalTimeout: min(configuration.retry.attemptTimeout, remaining))
            )
        } catch {
            throw CognitoClientError(transport: error, operation: request.name)
        }
    }

    private func signature(
        of request: WireRequest,
        to endpoint: ServiceEndpoint,
        headers: [(name: String, value: String)]
    ) async throws(CognitoClientError) -> [(name: String, value: String)] {
        guard let credentials else {
            throw CognitoClientError(
                .missingCredentials,
                "the operation must be signed, and the client has no AWS credentials",
                operation: request.name,
                remedy: .fixInput
            )
        }
        let provided = try await credentials.credentials()
        guard !Task.isCancelled else { throw Self.cancellation(of: request.name) }
        let signer = SigV4Signer(
            credentials: provided,
            region: configuration.endpoints.region,
            service: request.service.signingName
        )
        let signature = try signer.signature(
            of: SigV4Request(
                method: "POST",
                path: endpoint.path,
                headers: headers + [("Host", endpoint.host)],
                body: request.body
            ),
            at: surroundings.now().adding(state.clockCorrection)
        )
        return signature.headers
    }
}
