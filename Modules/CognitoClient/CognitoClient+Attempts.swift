internal import ByteCoding
internal import CognitoWire
internal import HTTPTransport

extension CognitoClient {
    /// Tries until there is an answer that is a success, or a failure that more attempts do not help.
    func perform(
        _ request: WireRequest,
        options: CallOptions,
        _ record: CallRecord
    ) async throws(CognitoClientError) -> TransportResponse {
        let deadline = surroundings.uptime() + (options.timeout ?? configuration.retry.totalTimeout)
        var retries = RetryState(policy: configuration.retry)
        var mayCorrectClock = request.authentication == .sigV4
        var latest: CognitoClientError?
        while true {
            let outcome: Outcome
            do {
                outcome = try await attempt(request, deadline: deadline, record)
            } catch {
                // A retry that has no room any more: what the attempt before it met says more.
                let isOutOfRoom = error.code == .deadlineExceeded || error.code == .budgetExhausted
                throw isOutOfRoom ? latest ?? error : error
            }
            switch outcome {
            case .success(let response):
                state.update { retries.succeed(quota: &$0.quota) }
                return response
            case .failure(let error, let failure, let serverTime):
                latest = error
                if mayCorrectClock, correctClock(after: error, serverTime: serverTime) {
                    mayCorrectClock = false
                    record.retry(after: error, wait: .zero)
                    continue
                }
                let remaining = deadline - surroundings.uptime()
                let fraction = surroundings.fraction()
                let step = state.update { values in
                    retries.step(after: failure, fraction: fraction, remaining: remaining, quota: &values.quota)
                }
                guard case .retry(let delay) = step else { throw error }
                record.retry(after: error, wait: delay)
                try await wait(delay, operation: request.name)
            }
        }
    }

    private enum Outcome {
        case success(TransportResponse)
        case failure(CognitoClientError, RetryState.Failure, serverTime: UnixTime?)
    }

    /// Sends the request once.
    private func attempt(
        _ request: WireRequest,
        deadline: Duration,
        _ record: CallRecord
    ) async throws(CognitoClientError) -> Outcome {
        try await takePlace(of: request, deadline: deadline)
        let signed: TransportRequest
        do {
            signed = try await transportRequest(request, deadline: deadline)
        } catch {
            returnPlace(of: request)
            throw error
        }
        record.beginAttempt()
        let response: TransportResponse
        do {
            response = try await transport.send(signed)
        } catch {
            let kind: RetryKind = error.isWorthRetrying(ifRepeatable: request.isRepeatable) ? .transient : .never
            return .failure(
                CognitoClientError(transport: error, operation: request.name),
                RetryState.Failure(kind: kind, retryAfter: nil),
                serverTime: nil
            )
        }
        let head = AnswerHead(response)
        record.takeAnswer(status: response.status, requestID: head.requestID, to: request.body)
        if let date = head.date {
            let difference = date.duration(since: surroundings.now())
            state.update { $0.clockDifference = difference }
        }
        guard !(200...299).contains(response.status) else { return .success(response) }
        let error = CognitoClientError(answer: response, head: head, to: request)
        let kind = RetryKind.of(
            code: error.serviceCode,
            status: response.status,
            isRepeatable: request.isRepeatable
        )
        return .failure(
            error,
            RetryState.Failure(kind: kind, retryAfter: head.retryAfter),
            serverTime: head.date
        )
    }

    /// Waits for room in the client's own budget.
    private func takePlace(of request: WireRequest, deadline: Duration) async throws(CognitoClientError) {
        guard !Task.isCancelled else { throw Self.cancellation(of: request.name) }
        let now = surroundings.uptime()
        guard now < deadline else { throw Self.deadlineExceeded(of: request.name) }
        // Only user pools have categories; some operations of identity pools have the same names.
        guard request.service == .userPools else { return }
        let wait = state.update { $0.budget.reserve(operation: request.name, at: now, within: deadline - now) }
        guard let wait else {
            throw CognitoClientError(
                .budgetExhausted,
                "too many calls of this kind are waiting already",
                operation: request.name,
                remedy: .wait
            )
        }
        guard wait > .zero else { return }
        do {
            try await self.wait(wait, operation: request.name)
        } catch {
            returnPlace(of: request)
            throw error
        }
    }

    /// Gives the place of a request back that is not sent.
    private func returnPlace(of request: WireRequest) {
        guard request.service == .userPools else { return }
        state.update { $0.budget.release(operation: request.name) }
    }

    /// Corrects the clock that signatures are made with, if the service refused one for its time.
    private func correctClock(after error: CognitoClientError, serverTime: UnixTime?) -> Bool {
        let now = surroundings.now()
        return state.update { values in
            let correction = ClockSkew.correction(
                code: error.serviceCode,
                serverTime: serverTime,
                now: now,
                current: values.clockCorrection
            )
            guard let correction else { return false }
            values.clockCorrection = correction
            return true
        }
    }

    private func wait(_ duration: Duration, operation: String) async throws(CognitoClientError) {
        do {
            try await surroundings.sleep(duration)
        } catch {
            throw Self.cancellation(of: operation)
        }
    }

    static func deadlineExceeded(of operation: String) -> CognitoClientError {
        CognitoClientError(
            .deadlineExceeded,
            "the call's time was over before an answer came",
            operation: operation,
            remedy: .retry
        )
    }

    static func cancellation(of operation: String) -> CognitoClientError {
        CognitoClientError(.cancelled, "the task was cancelled", operation: operation, remedy: .giveUp)
    }
}
