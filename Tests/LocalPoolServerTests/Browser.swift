import ByteCoding
import HTTPTypes
import LocalPool
import LocalPoolServer
import Testing

/// A browser without JavaScript: it keeps cookies, and sends forms as they are in the page.
final class Browser {
    private let enter: Entrance
    private let authority: String
    private(set) var cookies: [String: String] = [:]
    private(set) var page = ""
    private(set) var location = ""

    init(_ enter: Entrance, authority: String = "127.0.0.1") {
        self.enter = enter
        self.authority = authority
    }

    /// Goes to an address of the pool's, and follows where it leads within the pool.
    @discardableResult
    func go(to target: String) async throws -> Answer {
        let request = SiteRequest(method: .get, authority: authority, target: target, headers: headers())
        return try await follow(enter(request), from: target)
    }

    /// Sends the page's form of that step, with these fields filled in.
    @discardableResult
    func submit(
        _ step: String,
        _ fields: [String: String] = [:],
        _ change: (inout HTTPFields) -> Void = { _ in }
    ) async throws -> Answer {
        let form = try #require(forms.first { $0["step"] == step }, "no form \(step) in \(page)")
        let values = form.merging(fields) { $1 }
        let text = values.sorted { $0.key < $1.key }.map { "\($0)=\(Self.encoded($1))" }.joined(separator: "&")
        var headers = headers()
        headers[.contentType] = "application/x-www-form-urlencoded"
        headers[.origin] = "http://\(authority)"
        change(&headers)
        let request = SiteRequest(
            method: .post,
            authority: authority,
            target: location,
            headers: headers,
            body: Array(text.utf8)
        )
        return try await follow(enter(request), from: location)
    }

    private func follow(_ answer: Answer, from target: String) async throws -> Answer {
        for field in answer.headers[values: .setCookie] {
            let pair = field.prefix { $0 != ";" }
                .split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            cookies[String(pair[0])] = field.contains("Max-Age=0") ? nil : String(pair[1])
        }
        location = target
        page = answer.text
        guard answer.status == 302, let next = answer.headers[.location], next.hasPrefix("/") else { return answer }
        return try await go(to: next)
    }

    private func headers() -> HTTPFields {
        var headers: HTTPFields = [:]
        if !cookies.isEmpty {
            headers[.cookie] = cookies.sorted { $0.key < $1.key }.map { "\($0)=\($1)" }.joined(separator: "; ")
        }
        return headers
    }

    /// The hidden fields and the filled-in ones of each form.
    private var forms: [[String: String]] {
        page.split(separator: "<form").dropFirst().map { form in
            let whole = form.firstRange(of: "</form>").map { form[..<$0.lowerBound] } ?? form
            let inputs = whole.split(separator: "<input")
            return inputs.dropFirst().reduce(into: [:]) { fields, input in
                guard let name = Self.attribute("name", in: input) else { return }
                #expect(fields[name] == nil, "\(name) is there twice")
                fields[name] = Self.attribute("value", in: input) ?? ""
            }
        }
    }

    private static func attribute(_ name: String, in tag: Substring) -> String? {
        guard let start = tag.firstRange(of: " \(name)=\"")?.upperBound else { return nil }
        let text = String(tag[start...].prefix { $0 != "\"" })
        return [("&quot;", "\""), ("&#39;", "'"), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")].reduce(text) {
            $0.split(separator: $1.0, omittingEmptySubsequences: false).joined(separator: $1.1)
        }
    }

    static func encoded(_ text: String) -> String {
        text.utf8.map { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
                ? String(UnicodeScalar(byte)) : "%" + Hex.encode([byte])
        }.joined()
    }
}
