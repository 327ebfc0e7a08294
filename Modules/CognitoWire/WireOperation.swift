/// One operation of a service: its name, the types of its request and answer, and how it is authenticated.
///
/// An operation is a type without values (`InitiateAuth.self`), so that a call is typed by naming it. To look one up by
/// text, see ``WireOperations``.
public protocol WireOperation: Sendable {
    /// The members of the request.
    associatedtype Input: WireStructure
    /// The members of the answer; ``WireEmpty`` if the service answers without any.
    associatedtype Output: Codable & Sendable

    /// The operation's name as the service spells it, such as `InitiateAuth`.
    static var name: String { get }
    /// The service that offers the operation.
    static var service: WireService { get }
    /// Whether a request must be signed.
    static var authentication: WireAuthentication { get }
    /// The error codes that the model lists for this operation; the service may answer with others too.
    static var errors: [ServiceErrorCode] { get }
    /// The members of the request, by name, for help texts.
    static var members: [WireMember] { get }
    /// How the operation splits long lists into pages, or `nil` if it does not.
    static var pagination: WirePagination? { get }
}

extension WireOperation {
    /// The value of the `X-Amz-Target` header: the service's target prefix, a full stop and the name.
    public static var target: String { "\(service.targetPrefix).\(name)" }

    /// Most operations answer in one piece.
    public static var pagination: WirePagination? { nil }
}

/// A structure of the wire that can say which of the model's constraints its values break.
public protocol WireStructure: Codable, Sendable {
    /// Adds what this value breaks to `check`, whose path stands at this structure.
    func check(_ check: inout WireConstraintCheck)
}

extension WireStructure {
    /// What the members break of the model's constraints on length, pattern and range; empty if they break nothing.
    ///
    /// The check needs no network and no trust: the service checks again. Required members are the business of the
    /// types, or of ``WireCoder/decode(_:from:)``, which names the first one that is missing.
    public func constraintViolations() -> [WireConstraintViolation] {
        var check = WireConstraintCheck()
        self.check(&check)
        return check.violations
    }
}

/// The answer of an operation that answers without members.
public struct WireEmpty: WireStructure {
    /// An answer without members.
    public init() {}

    /// There is nothing to break.
    public func check(_ check: inout WireConstraintCheck) {}
}
