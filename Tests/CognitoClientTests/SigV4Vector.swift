import ByteCoding
@_spi(Testing) import CognitoClient
import Foundation
import Testing

/// One case of the suite that AWS's C library tests its signer with; `Vectors/NOTICE` names the source.
struct SigV4Vector: CustomTestStringConvertible, Sendable {
    let name: String
    private let files: [String: String]
    private let context: Context

    /// The text of one of the case's files.
    subscript(file: String) -> String? { files[file] }

    var testDescription: String { name }

    /// 2015-08-30 12:36:00 UTC, the time of every case.
    let time = UnixTime(seconds: 1_440_938_160)

    var requestLine: String { String(lines.first ?? "") }

    /// The case's request; a line that begins with a space continues the header above it.
    var request: SigV4Request {
        let target = requestLine.dropFirst(requestLine.prefix { $0 != " " }.count + 1).dropLast(" HTTP/1.1".count)
        let parts = target.split(separator: "?", maxSplits: 1)
        var headers: [(name: String, value: String)] = []
        for line in lines.dropFirst() {
            if line.hasPrefix(" "), let last = headers.popLast() {
                headers.append((last.name, last.value + "\n" + line))
            } else if let colon = line.firstIndex(of: ":") {
                headers.append((String(line[..<colon]), String(line[line.index(after: colon)...])))
            }
        }
        return SigV4Request(
            method: String(requestLine.prefix { $0 != " " }),
            path: String(parts.first ?? "/"),
            query: parts.count > 1 ? String(parts[1]) : nil,
            headers: headers,
            body: Array(body.utf8)
        )
    }

    func signer() throws -> SigV4Signer {
        var options: SigV4Signer.Options = []
        if !context.normalize { options.insert(.rawPath) }
        if context.sign_body { options.insert(.contentHashHeader) }
        if context.omit_session_token == true { options.insert(.unsignedSessionToken) }
        let keys = context.credentials
        return SigV4Signer(
            credentials: try Credentials(
                accessKeyID: keys.access_key_id,
                secretAccessKey: SecretBytes(utf8: keys.secret_access_key),
                sessionToken: keys.token.map { SecretBytes(utf8: $0) }
            ),
            region: try Region(context.region),
            service: context.service,
            options: options
        )
    }

    func signature(of request: SigV4Request? = nil) throws -> SigV4Signature {
        try signer().signature(of: request ?? self.request, at: time)
    }

    private var head: Substring { files["request.txt", default: ""].split(separator: "\n\n", maxSplits: 1).first ?? "" }
    private var body: Substring { files["request.txt", default: ""].dropFirst(head.count + 2) }
    private var lines: [Substring] { head.split(separator: "\n") }

    static let all: [SigV4Vector] = {
        guard
            let url = Bundle.module.url(
                forResource: "sigv4_header_suite",
                withExtension: "json",
                subdirectory: "Vectors"
            ),
            let data = try? Data(contentsOf: url),
            let suite = try? JSONDecoder().decode(Suite.self, from: data)
        else { return [] }
        return suite.cases.sorted { $0.key < $1.key }.map { SigV4Vector(name: $0.key, entry: $0.value) }
    }()

    private init(name: String, entry: Entry) {
        (self.name, files, context) = (name, entry.files, entry.context)
    }

    private struct Suite: Decodable {
        let cases: [String: Entry]
    }

    private struct Entry: Decodable {
        var files: [String: String] = [:]
        let context: Context

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: FileName.self)
            context = try container.decode(Context.self, forKey: FileName(stringValue: "context.json"))
            for key in container.allKeys where key.stringValue.hasSuffix(".txt") {
                files[key.stringValue] = try container.decode(String.self, forKey: key)
            }
        }
    }

    private struct FileName: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }
}

// swift-format-ignore: AlwaysUseLowerCamelCase
private struct Context: Decodable {
    let credentials: Keys
    let normalize: Bool
    let sign_body: Bool
    let region: String
    let service: String
    let omit_session_token: Bool?

    // swift-format-ignore: AlwaysUseLowerCamelCase
    struct Keys: Decodable {
        let access_key_id: String
        let secret_access_key: String
        let token: String?
    }
}
