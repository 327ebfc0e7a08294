internal import HTTPTransport
internal import HTTPTypes

/// What all pages have in common: the frame around a page, and the headers that say what it may do.
enum PageShell {
    /// Where the style sheet and the script are.
    static let stylePath = "/_pages/sign-in.css"
    static let scriptPath = "/_pages/sign-in.js"

    /// A page.
    ///
    /// - Parameters:
    ///   - title: Its title.
    ///   - content: What it shows.
    ///   - status: The status.
    ///   - target: Where its forms may lead to in the end, besides the pool itself.
    /// - Returns: The answer.
    static func page(
        _ title: String,
        _ content: HTML,
        status: HTTPResponse.Status = .ok,
        target: String? = nil
    ) -> SiteResponse {
        let html: HTML = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>\(title)</title>
            <link rel="stylesheet" href="\(stylePath)">
            <script src="\(scriptPath)" defer></script>
            </head>
            <body>
            <main>
            \(content)
            </main>
            </body>
            </html>

            """
        var response = SiteResponse(status: status, type: "text/html; charset=utf-8", text: html.text)
        response.headers[.cacheControl] = "no-store"
        response.headers[.contentSecurityPolicy] = policy(target)
        response.headers[.referrerPolicy] = "same-origin"
        response.headers[.xFrameOptions] = "DENY"
        return response
    }

    /// The style sheet or the script; `nil` for any other path.
    static func file(_ path: Substring) -> SiteResponse? {
        switch path {
        case stylePath: file(PackageResources.sign_in_css, "text/css; charset=utf-8")
        case scriptPath: file(PackageResources.sign_in_js, "text/javascript; charset=utf-8")
        default: nil
        }
    }

    private static func file(_ bytes: [UInt8], _ type: String) -> SiteResponse {
        SiteResponse(status: .ok, headers: [.contentType: type, .cacheControl: "no-cache"], body: bytes)
    }

    /// Browsers hold `form-action` against redirects too, so the application's origin is named.
    private static func policy(_ target: String?) -> String {
        let origin = target.flatMap(origin).map { " \($0)" } ?? ""
        return "default-src 'none'; style-src 'self'; script-src 'self'; form-action 'self'\(origin); "
            + "base-uri 'none'; frame-ancestors 'none'"
    }

    /// `scheme://host:port` of the Web's addresses, `scheme:` of an app's own; `nil` for what no policy can hold.
    static func origin(of address: String) -> String? {
        guard let colon = address.firstIndex(of: ":") else { return nil }
        let scheme = address[..<colon].lowercased()
        guard scheme == "http" || scheme == "https" else { return isPlain(scheme, "+.-") ? "\(scheme):" : nil }
        let rest = address[address.index(after: colon)...]
        guard rest.hasPrefix("//") else { return nil }
        let host = rest.dropFirst(2).prefix { !"/?#".contains($0) }
        return isPlain(String(host), ".:-[]") ? "\(scheme)://\(host)" : nil
    }

    private static func isPlain(_ text: String, _ others: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "a")...UInt8(ascii: "z"):
                    true
                default: others.utf8.contains(byte)
                }
            }
    }
}

extension HTTPField.Name {
    fileprivate static let referrerPolicy = HTTPField.Name(constant: "Referrer-Policy")
    fileprivate static let xFrameOptions = HTTPField.Name(constant: "X-Frame-Options")
}
