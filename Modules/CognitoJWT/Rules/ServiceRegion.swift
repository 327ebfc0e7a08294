/// A pool id taken apart: a region, `_`, letters and digits; at most 55 characters (the service's own limit).
struct UserPoolID {
    /// What stands before the `_`.
    let region: String

    init?(_ text: String) {
        let parts = text.utf8.split(separator: UInt8(ascii: "_"), omittingEmptySubsequences: false)
        guard text.utf8.count <= 55, parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty,
            parts[0].allSatisfy({ Self.isAlphanumeric($0) || $0 == UInt8(ascii: "-") }),
            parts[1].allSatisfy(Self.isAlphanumeric), let region = String(parts[0])
        else { return nil }
        self.region = region
    }

    private static func isAlphanumeric(_ character: UInt8) -> Bool {
        (character | 0x20) &- UInt8(ascii: "a") < 26 || character &- UInt8(ascii: "0") < 10
    }
}

/// A region of the service, and the host names that issuers have there.
struct ServiceRegion {
    private let name: String

    /// Takes lower-case words with hyphens between them, two at least, such as `us-gov-west-1` or `eusc-de-east-1`.
    ///
    /// Whether the service is there is not asked; new regions appear.
    init?(_ name: String) {
        let words = name.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        let isWord = { (word: Substring.UTF8View) in
            !word.isEmpty
                && word.allSatisfy { $0 &- UInt8(ascii: "a") < 26 || $0 &- UInt8(ascii: "0") < 10 }
        }
        guard (2...6).contains(words.count), name.utf8.count <= 63, words.allSatisfy(isWord) else { return nil }
        self.name = name
    }

    /// What `iss` says in tokens of a pool.
    func issuer(_ form: Issuers.Form, userPoolID: String) -> String {
        let host = form == .original ? "cognito-idp" : "issuer-cognito-idp"
        return "https://\(host).\(name).\(dnsSuffix)/\(userPoolID)"
    }

    /// What host names end in, by what the region's name begins with (botocore 1.44.5, `partitions.json`).
    private var dnsSuffix: String {
        Self.dnsSuffixes.first { name.hasPrefix($0.prefix) }?.suffix ?? "amazonaws.com"
    }

    private static let dnsSuffixes = [
        (prefix: "cn-", suffix: "amazonaws.com.cn"),
        (prefix: "eusc-de-", suffix: "amazonaws.eu"),
        (prefix: "us-iso-", suffix: "c2s.ic.gov"),
        (prefix: "us-isob-", suffix: "sc2s.sgov.gov"),
        (prefix: "eu-isoe-", suffix: "cloud.adc-e.uk"),
        (prefix: "us-isof-", suffix: "csp.hci.ic.gov"),
    ]
}
