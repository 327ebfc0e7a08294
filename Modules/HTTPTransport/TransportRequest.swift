public import HTTPTypes

/// One request, checked: whoever holds a value holds one that can be sent as it is.
///
/// The header fields are checked before they become `HTTPFields`, which would silently turn CR, LF and NUL into spaces.
public struct TransportRequest: Sendable {
    /// The method.
    public let method: HTTPRequest.Method
    /// Where it goes.
    public let url: TransportURL
    /// The header fields in the order given, but for those that the transport writes itself.
    public let headers: HTTPFields
    /// The body, as it goes on the wire; may be empty.
    public let body: [UInt8]
    /// How long to wait, and how much to take.
    public var limits: TransportLimits

    /// Checks the parts of a request.
    ///
    /// - Parameters:
    ///   - method: Any method but `CONNECT` and `TRACE`.
    ///   - url: An absolute `http` or `https` URL without user information and fragment; see ``TransportURL``.
    ///   - headers: Names (RFC 9110 §5.1) and values (§5.5: no control character but the tab, no space at either end).
    ///     `Host` is allowed if it says what the URL says, and is left out then; the other fields of framing and of the
    ///     connection, and `Accept-Encoding`, belong to the transport and are refused.
    ///   - body: The body; empty for `GET` and `HEAD`.
    ///   - limits: How long to wait, and how much to take.
    /// - Throws: ``TransportError`` with ``TransportError/Code/invalidRequest``.
    public init(
        method: HTTPRequest.Method,
        url: String,
        headers: [(name: String, value: String)] = [],
        body: [UInt8] = [],
        limits: TransportLimits = .standard
    ) throws(TransportError) {
        guard method != .connect, method != .trace else { throw Self.refusal("the method is not for requests") }
        guard body.isEmpty || (method != .get && method != .head) else {
            throw Self.refusal("a body does not go with \(method)")
        }
        self.method = method
        self.url = try TransportURL(url)
        self.headers = try Self.checked(headers, authority: self.url.authority)
        self.body = body
        self.limits = limits
    }

    /// Whether sending the request twice does the same as sending it once (RFC 9110 §9.2.2).
    public var isIdempotent: Bool {
        [.get, .head, .options, .put, .delete].contains(method)
    }

    private static let transportsOwn: Set<String> = [
        "accept-encoding", "connection", "content-length", "expect", "keep-alive", "proxy-connection", "te", "trailer",
        "transfer-encoding", "upgrade",
    ]

    private static func checked(
        _ headers: [(name: String, value: String)],
        authority: String
    ) throws(TransportError) -> HTTPFields {
        var fields = HTTPFields()
        var byteCount = 0
        for (name, value) in headers {
            guard let fieldName = HTTPField.Name(name) else {
                throw refusal("a header name is not a token")
            }
            guard isSendable(value) else { throw refusal("the value of \(name) has a character it cannot have") }
            guard !transportsOwn.contains(fieldName.canonicalName) else {
                throw refusal("\(name) is the transport's own")
            }
            byteCount += name.utf8.count + value.utf8.count + 4
            guard byteCount <= 64 << 10 else { throw refusal("more than 64 KiB of headers") }
            if fieldName.canonicalName == "host" {
                guard value.lowercased() == authority else { throw refusal("Host is not the host of the URL") }
                continue
            }
            fields.append(HTTPField(name: fieldName, value: value))
        }
        return fields
    }

    private static func isSendable(_ value: String) -> Bool {
        let isSpace: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 }
        if let first = value.utf8.first, isSpace(first) { return false }
        if let last = value.utf8.last, isSpace(last) { return false }
        return value.utf8.allSatisfy { $0 == 0x09 || ($0 >= 0x20 && $0 != 0x7F) }
    }

    private static func refusal(_ reason: String) -> TransportError {
        TransportError(.invalidRequest, reason, mayHaveReachedServer: false)
    }
}

extension TransportRequest: CustomStringConvertible {
    /// The method and the host; no path, header or body, which may hold secrets.
    public var description: String { "\(method) \(url.scheme.rawValue)://\(url.authority)" }
}
