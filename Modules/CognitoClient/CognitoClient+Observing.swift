internal import CognitoWire
internal import Tracing

extension CognitoClient {
    /// Does the work of one call within its span, and tells how it ended.
    ///
    /// - Parameters:
    ///   - operation: The operation's name, from the model.
    ///   - service: The service that offers it.
    ///   - body: The work.
    /// - Returns: What the work brought.
    /// - Throws: What the work throws.
    func observed<Answer: Sendable>(
        _ operation: String,
        of service: WireService,
        _ body: (CallRecord) async throws(CognitoClientError) -> Answer
    ) async throws(CognitoClientError) -> Answer {
        let record = CallRecord(of: operation, in: service.targetPrefix, configuration.observation)
        let start = surroundings.uptime()
        let result: Result<Answer, CognitoClientError> = await ServiceContext.withValue(record.span.context) {
            do throws(CognitoClientError) {
                return .success(try await body(record))
            } catch {
                return .failure(error)
            }
        }
        let duration = surroundings.uptime() - start
        switch result {
        case .success(let answer):
            record.end(nil, after: duration)
            return answer
        case .failure(let error):
            record.end(error, after: duration)
            throw error
        }
    }
}
