/// The code of a service's error, such as `NotAuthorizedException`.
///
/// It is open: a code that the model does not list is kept as the service sent it.
public struct ServiceErrorCode: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible {
    /// The name of the error's shape, without namespace and without the service's additions behind a colon.
    public let rawValue: String

    /// Takes a bare code.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Takes a code as it stands in the header `x-amzn-errortype` or in the member `__type`: what stands before a `#` is
    /// the namespace, what follows a `:` or `,` is an address or a second opinion.
    ///
    /// - Returns: `nil` if nothing is left.
    public init?(wire text: String) {
        let head = text.prefix { $0 != ":" && $0 != "," }
        let name = head.split(separator: "#", omittingEmptySubsequences: false).last ?? head
        let bare = name.drop { $0 == " " }.prefix { $0 != " " }
        guard !bare.isEmpty else { return nil }
        self.init(rawValue: String(bare))
    }

    /// The code itself.
    public var description: String { rawValue }
}

/// The body of an error answer.
public struct ServiceErrorBody: Codable, Sendable {
    /// The code; `nil` if the body names none.
    public var code: ServiceErrorCode?
    /// The text for people; `nil` if the body holds none.
    public var message: String?
    /// Why a parameter was refused, where `InvalidParameterException` says so.
    public var reasonCode: String?

    /// Describes an error, as a server sends it.
    public init(code: ServiceErrorCode?, message: String?, reasonCode: String? = nil) {
        self.code = code
        self.message = message
        self.reasonCode = reasonCode
    }

    /// Reads what there is; every member may be absent or of another type, and the names differ between services.
    ///
    /// - Throws: `DecodingError` if there is no object at all.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func text(_ keys: CodingKeys...) -> String? {
            keys.lazy.compactMap { try? container.decodeIfPresent(String.self, forKey: $0) }.first
        }
        code = text(.type, .code, .capitalCode).flatMap { ServiceErrorCode(wire: $0) }
        message = text(.message, .capitalMessage)
        reasonCode = text(.reasonCode)
    }

    /// Writes `__type` and `message`.
    ///
    /// - Throws: `EncodingError` never in practice.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(code, forKey: .type)
        try container.encodeIfPresent(message, forKey: .message)
        try container.encodeIfPresent(reasonCode, forKey: .reasonCode)
    }

    private enum CodingKeys: String, CodingKey {
        case type = "__type"
        case code
        case capitalCode = "Code"
        case message
        case capitalMessage = "Message"
        case reasonCode
    }
}
