internal import ByteCoding
public import CognitoWire
public import HTTPTransport

/// Calls operations of Amazon Cognito's two services, typed or by name.
///
/// ```swift
/// let region = try Region(userPoolID: "eu-central-1_AbCdEfGhI")
/// let client = CognitoClient(
///     configuration: CognitoClientConfiguration(endpoints: try EndpointRules(region: region)),
///     transport: transport
/// )
/// let user = try await client.call(GetUser.self, GetUserRequest(accessToken: Sensitive(token)))
/// ```
///
/// One call is one operation: found its host, signed if it must be, tried again where that cannot do harm, and its answer
/// or its error read. Copies of a client share the knowledge of quotas and clocks; any number of calls may run at once.
public struct CognitoClient: Sendable {
    /// What the client was made with.
    public let configuration: CognitoClientConfiguration
    let transport: any HTTPTransport
    let credentials: (any CredentialsProvider)?
    /// Time and chance, for those who call on its behalf.
    public let surroundings: Surroundings
    let state: ClientState

    /// Makes a client.
    ///
    /// - Parameters:
    ///   - configuration: Where to call, and how.
    ///   - transport: What sends requests.
    ///   - credentials: Who signs the operations that must be signed; `nil` if none of them is called.
    ///   - surroundings: Time and chance; a test gives its own.
    public init(
        configuration: CognitoClientConfiguration,
        transport: any HTTPTransport,
        credentials: (any CredentialsProvider)? = nil,
        surroundings: Surroundings = .system
    ) {
        self.configuration = configuration
        self.transport = transport
        self.credentials = credentials
        self.surroundings = surroundings
        state = ClientState(budget: configuration.budget)
    }

    /// Calls an operation.
    ///
    /// - Parameters:
    ///   - operation: The operation, such as `InitiateAuth.self`.
    ///   - request: Its request.
    ///   - options: What is different this time.
    /// - Returns: The operation's answer.
    /// - Throws: ``CognitoClientError``; see its codes and its ``CognitoClientError/remedy``.
    public func call<Operation: WireOperation>(
        _ operation: Operation.Type,
        _ request: Operation.Input,
        options: CallOptions = CallOptions()
    ) async throws(CognitoClientError) -> Operation.Output {
        try await observed(Operation.name, of: Operation.service) { record throws(CognitoClientError) in
            try await call(operation, request, options: options, record)
        }
    }

    private func call<Operation: WireOperation>(
        _ operation: Operation.Type,
        _ request: Operation.Input,
        options: CallOptions,
        _ record: CallRecord
    ) async throws(CognitoClientError) -> Operation.Output {
        if options.checksConstraints {
            try Self.check(request.constraintViolations(), operation: Operation.name)
        }
        let body: [UInt8]
        do {
            body = try WireCoder().encode(request)
        } catch {
            throw CognitoClientError(.invalidRequest, "\(error)", operation: Operation.name, remedy: .fixInput)
        }
        let wire = wireRequest(AnyWireOperation(operation), body: body, options)
        let answer = try await perform(wire, options: options, record)
        do {
            return try WireCoder().decode(Operation.Output.self, from: answer.body)
        } catch {
            throw CognitoClientError(
                malformed: error,
                status: answer.status,
                head: AnswerHead(answer),
                operation: Operation.name
            )
        }
    }

    /// Calls an operation with the service's own JSON on both sides.
    ///
    /// - Parameters:
    ///   - operation: The operation, looked up by its name.
    ///   - json: The request as a JSON object in UTF-8; no bytes at all count as an object without members. Members that
    ///     the model does not know are sent too.
    ///   - options: What is different this time.
    /// - Returns: The answer as the service sent it; `{}` if it sent none.
    /// - Throws: ``CognitoClientError``; ``CognitoClientError/Code/invalidRequest`` if `json` is no JSON object.
    public func call(
        _ operation: AnyWireOperation,
        json: [UInt8],
        options: CallOptions = CallOptions()
    ) async throws(CognitoClientError) -> RawAnswer {
        try await observed(operation.name, of: operation.service) { record throws(CognitoClientError) in
            try await call(operation, json: json, options: options, record)
        }
    }

    private func call(
        _ operation: AnyWireOperation,
        json: [UInt8],
        options: CallOptions,
        _ record: CallRecord
    ) async throws(CognitoClientError) -> RawAnswer {
        let body = json.isEmpty ? Array("{}".utf8) : json
        do {
            try Self.checkIsObject(body)
            if options.checksConstraints {
                try Self.check(operation.constraintViolations(in: body), operation: operation.name)
            }
        } catch let error as WireError {
            throw CognitoClientError(.invalidRequest, "\(error)", operation: operation.name, remedy: .fixInput)
        } catch let error as CognitoClientError {
            throw error
        } catch {
            throw CognitoClientError(.invalidRequest, "not readable", operation: operation.name, remedy: .fixInput)
        }
        let answer = try await perform(wireRequest(operation, body: body, options), options: options, record)
        let head = AnswerHead(answer)
        let document = answer.body.isEmpty ? Array("{}".utf8) : answer.body
        do {
            try Self.checkIsObject(document)
        } catch {
            throw CognitoClientError(malformed: error, status: answer.status, head: head, operation: operation.name)
        }
        return RawAnswer(json: document, httpStatus: answer.status, requestID: head.requestID)
    }

    /// How much the service's clock is ahead of the machine's, after its latest answer; `nil` if none had a date.
    ///
    /// Timestamps that the service checks, such as that of a password claim, are best made with it.
    public var clockDifference: Duration? { state.clockDifference }

    private func wireRequest(_ operation: AnyWireOperation, body: [UInt8], _ options: CallOptions) -> WireRequest {
        WireRequest(
            name: operation.name,
            target: operation.target,
            service: operation.service,
            authentication: operation.authentication,
            body: body,
            isRepeatable: options.isRepeatable ?? !SingleUseOperations.contains(operation.name)
        )
    }

    private static func checkIsObject(_ json: [UInt8]) throws(WireError) {
        _ = try WireCoder().decode([String: WireDocument].self, from: json)
    }

    private static func check(
        _ violations: [WireConstraintViolation],
        operation: String
    ) throws(CognitoClientError) {
        guard !violations.isEmpty else { return }
        throw CognitoClientError(
            .invalidRequest,
            violations.map(\.description).joined(separator: "; "),
            operation: operation,
            remedy: .fixInput
        )
    }
}

/// The answer of an operation that was called by name.
public struct RawAnswer: Hashable, Sendable {
    /// The answer: a JSON object in UTF-8, which may hold secrets.
    public let json: [UInt8]
    /// The HTTP status, from 200 to 299.
    public let httpStatus: Int
    /// The service's id of the request.
    public let requestID: String?
}

extension RawAnswer: CustomStringConvertible, CustomReflectable {
    /// The status and the request id; never the answer, which may hold tokens.
    public var description: String { "HTTP \(httpStatus), request \(requestID ?? "without id")" }

    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
