package import HTTPTransport

extension CognitoClientError {
    /// What a failure of the transport means to the caller.
    init(transport error: TransportError, operation: String) {
        let code: Code =
            switch error.code {
            case .cancelled: .cancelled
            case .invalidRequest: .invalidRequest
            case .insecureEndpoint: .invalidEndpoint
            default: .transport
            }
        self.init(
            code,
            error.message,
            operation: operation,
            remedy: error.remedy,
            underlying: error
        )
    }
}

extension TransportError {
    /// Whether the same request may bring an answer next time, and may be sent again.
    ///
    /// - Parameter isRepeatable: Whether the operation may be carried out twice; one that may not is sent again only if
    ///   nothing of it can have reached the service.
    /// - Returns: Whether to try again.
    package func isWorthRetrying(ifRepeatable isRepeatable: Bool) -> Bool {
        remedy == .retry && (isRepeatable || !mayHaveReachedServer)
    }

    /// What to do about it: the network's bad moments pass; a refused certificate and an answer that is too large do not.
    fileprivate var remedy: Remedy {
        switch code {
        case .couldNotResolve, .couldNotConnect, .timedOut, .tooSlow, .connectionLost, .outOfResources: .retry
        case .invalidRequest, .insecureEndpoint, .invalidConfiguration: .fixInput
        default: .giveUp
        }
    }
}
