/// A request written down so that both sides hash the same bytes (AWS Signature Version 4, "Create a canonical request").
struct SigV4CanonicalRequest {
    /// The lower-case names of the signed headers, sorted and joined by `;`.
    let signedHeaders: String
    /// The canonical text.
    let text: String

    /// - Parameters:
    ///   - request: The request with every header that is to be signed.
    ///   - payloadHash: The SHA-256 of the body in hexadecimal.
    ///   - normalizesPath: Whether dot segments and empty segments of the path are resolved first.
    init(_ request: SigV4Request, payloadHash: String, normalizesPath: Bool) {
        let headers = Self.headers(of: request)
        signedHeaders = headers.map(\.name).joined(separator: ";")
        let path = normalizesPath ? Self.normalized(request.path) : request.path
        text = [
            request.method,
            PercentEncoding.encode(path.utf8, leaving: "/"),
            Self.query(request.query ?? ""),
            headers.map { "\($0.name):\($0.value)\n" }.joined(),
            signedHeaders,
            payloadHash,
        ].joined(separator: "\n")
    }

    /// Headers that things between client and server may change, so that signing them would break requests.
    static let unsigned: Set<String> = [
        "authorization", "connection", "expect", "transfer-encoding", "upgrade", "user-agent", "x-amzn-trace-id",
    ]

    /// Lower-case names with their values in order of appearance, joined by commas, every run of white space one space.
    private static func headers(of request: SigV4Request) -> [(name: String, value: String)] {
        var values: [String: [String]] = [:]
        for header in request.headers {
            let name = header.name.lowercased()
            guard !unsigned.contains(name) else { continue }
            let words = header.value.split { $0.isASCII && $0.isWhitespace }
            values[name, default: []].append(words.joined(separator: " "))
        }
        return values.sorted { $0.key < $1.key }.map { ($0.key, $0.value.joined(separator: ",")) }
    }

    /// Pairs decoded, encoded again and sorted by name, then by value.
    private static func query(_ text: String) -> String {
        let pairs = text.utf8.split(separator: UInt8(ascii: "&")).map { pair in
            let name = pair.prefix { $0 != UInt8(ascii: "=") }
            let value = pair.dropFirst(name.count + 1)
            return (name: recoded(name), value: recoded(value))
        }
        return pairs.sorted { ($0.name, $0.value) < ($1.name, $1.value) }
            .map { "\($0.name)=\($0.value)" }
            .joined(separator: "&")
    }

    private static func recoded(_ part: Substring.UTF8View) -> String {
        PercentEncoding.encode(PercentEncoding.decode(part), leaving: "")
    }

    /// The path without empty and dot segments (RFC 3986 §5.2.4); a slash at the end stays.
    private static func normalized(_ path: String) -> String {
        var segments: [Substring] = []
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        for part in parts {
            switch part {
            case "", ".": continue
            case "..": _ = segments.popLast()
            default: segments.append(part)
            }
        }
        let endsWithSlash = parts.last.map { ["", ".", ".."].contains($0) } ?? true
        guard !segments.isEmpty else { return "/" }
        return "/\(segments.joined(separator: "/"))\(endsWithSlash ? "/" : "")"
    }
}
