internal import HTTPTransport
internal import HTTPTypes

/// What comes before the body.
struct ResponseHead: Sendable {
    let status: Int
    let headers: HTTPFields
    let version: TransportResponse.Version?
}

/// Builds one response from what comes in, and stops where a limit is passed; knows neither libcurl nor sockets.
struct ResponseAssembler {
    /// Why the transfer must stop, once it must.
    private(set) var failure: TransportError?
    /// Whether the final header section is still under way, or has not begun.
    private(set) var isReadingHead = true

    private let limits: TransportLimits
    private var status: Int?
    private var fields = HTTPFields()
    private var headerByteCount = 0
    private var bodyByteCount = 0
    private var body: [UInt8] = []

    init(limits: TransportLimits) {
        self.limits = limits
    }

    /// Takes one line of a header section or of the trailers, with its end.
    ///
    /// - Returns: Whether to go on.
    mutating func takeHeaderLine(_ line: [UInt8]) -> Bool {
        headerByteCount += line.count
        guard headerByteCount <= limits.maximumHeaderByteCount else {
            return stop(.headersTooLarge, "more than \(limits.maximumHeaderByteCount) bytes of headers")
        }
        guard isReadingHead else { return true } // trailers count, and are dropped
        let end = line.lastIndex { $0 != 0x0D && $0 != 0x0A }.map { $0 + 1 } ?? 0
        let content = line[..<end]
        if content.isEmpty { return endSection() }
        return status == nil ? takeStatusLine(content) : takeField(content)
    }

    /// Takes some bytes of the decoded body.
    ///
    /// - Returns: Whether to go on.
    mutating func takeBody(_ bytes: [UInt8]) -> Bool {
        guard countBody(bytes.count) else { return false }
        body += bytes
        return true
    }

    /// Counts bytes of the decoded body that go elsewhere.
    ///
    /// - Returns: Whether to go on.
    mutating func countBody(_ count: Int) -> Bool {
        guard count <= limits.maximumBodyByteCount - bodyByteCount else {
            return stop(.bodyTooLarge, "more than \(limits.maximumBodyByteCount) bytes of body")
        }
        bodyByteCount += count
        return true
    }

    /// The head of the final response; `nil` before its end.
    func head(version: TransportResponse.Version?) -> ResponseHead? {
        guard let status, !isReadingHead, failure == nil else { return nil }
        return ResponseHead(status: status, headers: fields, version: version)
    }

    /// The response, now that everything has come.
    func response(version: TransportResponse.Version?) throws(TransportError) -> TransportResponse {
        if let failure { throw failure }
        guard let status, !isReadingHead else {
            throw TransportError(.connectionLost, "the head ends before its end", mayHaveReachedServer: true)
        }
        return TransportResponse(status: status, headers: fields, body: body, version: version)
    }

    /// The blank line: the section of an interim response makes room for the next one.
    private mutating func endSection() -> Bool {
        guard let status else { return stop(.malformedResponse, "no status line") }
        if (100...199).contains(status) && status != 101 {
            self.status = nil
            fields = HTTPFields()
            return true
        }
        isReadingHead = false
        guard (200...599).contains(status) else { return stop(.malformedResponse, "status \(status)") }
        guard status / 100 != 3 else { return stop(.redirectRefused, "status \(status)") }
        return true
    }

    private mutating func takeStatusLine(_ line: ArraySlice<UInt8>) -> Bool {
        let parts = line.split(separator: 0x20, maxSplits: 2, omittingEmptySubsequences: false)
        guard line.starts(with: "HTTP/".utf8), parts.count >= 2, parts[1].count == 3,
            let code = Int(String(decoding: parts[1], as: UTF8.self)), code >= 100
        else { return stop(.malformedResponse, "not a status line") }
        status = code
        return true
    }

    private mutating func takeField(_ line: ArraySlice<UInt8>) -> Bool {
        guard let colon = line.firstIndex(of: 0x3A),
            let name = HTTPField.Name(String(decoding: line[..<colon], as: UTF8.self))
        else { return stop(.malformedResponse, "a header line without a name") }
        let isSpace: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 }
        let value = line[(colon + 1)...].drop(while: isSpace)
        let end = value.lastIndex { !isSpace($0) }.map { $0 + 1 } ?? value.startIndex
        guard !value.contains(where: { $0 == 0x00 || $0 == 0x0D || $0 == 0x0A }) else {
            return stop(.malformedResponse, "a header value has a character it cannot have")
        }
        fields.append(HTTPField(name: name, lenientValue: value[..<end]))
        return true
    }

    private mutating func stop(_ code: TransportError.Code, _ message: String) -> Bool {
        failure = TransportError(code, message, mayHaveReachedServer: true)
        return false
    }
}
