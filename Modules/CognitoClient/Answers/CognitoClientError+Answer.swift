internal import CognitoWire
internal import HTTPTransport

extension CognitoClientError {
    /// Reads an answer whose status is no success.
    ///
    /// The code is looked for in the header first, then in the body; what stands in front of the service may answer with
    /// a page of its own, or with nothing.
    ///
    /// - Parameters:
    ///   - response: The answer.
    ///   - head: What its headers say.
    ///   - request: What was called.
    init(answer response: TransportResponse, head: AnswerHead, to request: WireRequest) {
        let body = try? WireCoder().decode(ServiceErrorBody.self, from: response.body)
        let code = head.errorCode ?? body?.code?.ifPlausible
        let text = body?.message ?? head.errorMessage
        let message = text.map { RequestSecrets(in: request.body).redacted(from: $0) }
        let fallback = code == nil ? "HTTP status \(response.status) without a service's error code" : "no message"
        self.init(
            code == nil ? .unexpectedStatus : .service,
            message ?? fallback,
            serviceCode: code,
            httpStatus: response.status,
            requestID: head.requestID,
            operation: request.name,
            remedy: Remedy(
                code: code,
                message: text ?? "",
                status: response.status,
                isUsers: request.isUsers
            )
        )
    }

    /// A successful answer that cannot be read.
    init(malformed error: WireError, status: Int, head: AnswerHead, operation: String) {
        self.init(
            .malformedAnswer,
            "the answer is not what \(operation) answers with: \(error)",
            httpStatus: status,
            requestID: head.requestID,
            operation: operation,
            remedy: .giveUp
        )
    }
}
