import AppSupport
import CognitoJWT

/// The settings under `gateway.verify.`, and those about issuers.
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

    /// Reads the settings; faults are left with the reader.
    init(reading reader: inout SettingsReader) async {
        issuers = await Self.issuers(reading: &reader)
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

    private static func issuers(reading reader: inout SettingsReader) async -> Issuers {
        let issuer = await reader.text(.issuer)
        let kinds = await reader.value(.issuerKinds, expected: "a list of ORIGINAL and UPDATED") { text in
            let forms = text.split(separator: ",").map { Issuers.Form(rawValue: String($0)) }
            return forms.isEmpty || forms.contains(nil) ? nil : Set(forms.compactMap(\.self))
        }
        let regions = await reader.text(.replicaRegions)?.split(separator: ",").map(String.init)
        guard let issuer else { return .service(kinds ?? [.original], replicaRegions: regions ?? []) }
        if kinds != nil || regions != nil {
            reader.fault(.issuer, "it goes with neither \(Setting.issuerKinds.key) nor \(Setting.replicaRegions.key)")
        }
        return .custom(issuer)
    }
}
