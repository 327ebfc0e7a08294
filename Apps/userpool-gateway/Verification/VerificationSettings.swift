import AppSupport
import CognitoJWT

/// How tokens are verified: the settings under `gateway.verify.`, and the issuers of the pool.
struct VerificationSettings: Hashable, Sendable {
    /// What `iss` may be.
    var issuers = Issuers.original
    /// How far the clocks of the service and of this machine may differ.
    var clockSkew: Duration = .seconds(60)
    /// The cookie that holds a token where there is no header; `nil` for none.
    var cookie: String?
    /// How long an answer of the service about a token holds; zero asks each time.
    var onlineLifetime: Duration = .zero
    /// The most answers about tokens that are kept.
    var cacheSize = 10_000

    /// The defaults.
    init() {}

    /// Reads the settings under `gateway.verify.`; faults are left with the reader.
    init(reading reader: inout SettingsReader) async {
        clockSkew =
            await reader.value(.gatewayVerifyClockSkew, expected: "a duration from 0s to 300s") { text in
                Duration(text: text).flatMap { $0 <= .seconds(300) ? $0 : nil }
            } ?? clockSkew
        cookie = await reader.value(.gatewayVerifyCookie, expected: "the name of a cookie") { name in
            CookieHeader.isName(name) ? name : nil
        }
        onlineLifetime =
            await reader.value(.gatewayVerifyOnlineTTL, expected: "a duration such as 0 or 30s") { Duration(text: $0) }
            ?? onlineLifetime
        cacheSize =
            await reader.value(.gatewayVerifyCacheSize, expected: "a number from 1 to 1000000") { text in
                Int(text).flatMap { (1...1_000_000).contains($0) ? $0 : nil }
            } ?? cacheSize
    }
}
