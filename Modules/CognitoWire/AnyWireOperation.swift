/// An operation whose types are not known where it is used: what a command needs that takes the name as text.
public struct AnyWireOperation: Sendable {
    /// The operation's name.
    public let name: String
    /// The service that offers it.
    public let service: WireService
    /// Whether a request must be signed.
    public let authentication: WireAuthentication
    /// The error codes that the model lists.
    public let errors: [ServiceErrorCode]
    /// How it splits lists into pages.
    public let pagination: WirePagination?
    private let readMembers: @Sendable () -> [WireMember]
    private let readRequest: @Sendable ([UInt8]) throws(WireError) -> any WireStructure
    private let redactAnswer: @Sendable ([UInt8]) throws(WireError) -> [UInt8]

    /// Forgets the types of `operation`.
    public init<Operation: WireOperation>(_ operation: Operation.Type) {
        name = Operation.name
        service = Operation.service
        authentication = Operation.authentication
        errors = Operation.errors
        pagination = Operation.pagination
        readMembers = { Operation.members }
        readRequest = { bytes throws(WireError) in try WireCoder().decode(Operation.Input.self, from: bytes) }
        redactAnswer = { bytes throws(WireError) in
            let coder = WireCoder()
            return try coder.encodeRedacted(try coder.decode(Operation.Output.self, from: bytes))
        }
    }

    /// The value of the `X-Amz-Target` header.
    public var target: String { "\(service.targetPrefix).\(name)" }

    /// The members of the request, by name.
    public var members: [WireMember] { readMembers() }

    /// A request as it may be shown: what the model calls sensitive reads `<redacted>`, what the model does not know is
    /// left out.
    ///
    /// - Parameter request: The request as a JSON object in UTF-8; none at all count as an object without members.
    /// - Returns: A JSON object in UTF-8.
    /// - Throws: ``WireError`` if the bytes are not this operation's request.
    public func redacted(request: [UInt8]) throws(WireError) -> [UInt8] {
        try WireCoder().encodeRedacted(try readRequest(request))
    }

    /// An answer as it may be shown, like ``redacted(request:)``.
    ///
    /// - Parameter answer: The answer as a JSON object in UTF-8; none at all count as an object without members.
    /// - Returns: A JSON object in UTF-8.
    /// - Throws: ``WireError`` if the bytes are not this operation's answer.
    public func redacted(answer: [UInt8]) throws(WireError) -> [UInt8] {
        try redactAnswer(answer)
    }

    /// What a request breaks of the model's constraints, a missing required member included.
    ///
    /// - Parameter request: The request as a JSON object in UTF-8; none at all count as an object without members.
    /// - Returns: The violations, empty if there are none.
    /// - Throws: ``WireError`` if the bytes are not JSON or a member is of another type.
    public func constraintViolations(in request: [UInt8]) throws(WireError) -> [WireConstraintViolation] {
        do {
            return try readRequest(request).constraintViolations()
        } catch  where error.code == .missingMember {
            return [WireConstraintViolation(path: error.path, kind: .required, message: "is required")]
        }
    }
}
