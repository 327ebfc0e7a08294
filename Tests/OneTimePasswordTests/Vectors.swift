import ByteCoding
import Foundation
import OneTimePassword

/// `Vectors/rfc4226_appendix_d.json`.
struct HOTPFile: Decodable {
    struct Row: CustomStringConvertible, Decodable, Sendable {
        let count: UInt64
        let truncated: UInt32
        let hotp: String

        var description: String { "count \(count)" }

        /// The last `count` digits of the truncated value.
        func lastDigits(_ count: Int) -> String {
            String(("00000000" + String(truncated)).suffix(count))
        }
    }

    let rows: [Row]

    static let rows: [Row] = ((try? load("rfc4226_appendix_d")) as HOTPFile?)?.rows ?? []
}

/// `Vectors/rfc6238_sha1.json`.
struct TOTPFile: Decodable {
    struct Row: CustomStringConvertible, Decodable, Sendable {
        let time: Int64
        let counter: String
        let totp8: String
        let totp6: String

        var description: String { "time \(time)" }

        func code(_ digits: HOTP.Digits) -> String { digits == .six ? totp6 : totp8 }
    }

    struct Parsing: CustomStringConvertible, Decodable, Sendable {
        let text: String
        let ok: Bool

        var description: String { text }
    }

    let rows: [Row]
    let base32Parsing: [Parsing]

    static let shared: TOTPFile? = try? load("rfc6238_sha1")
    static let rows: [Row] = shared?.rows ?? []
    static let parsing: [Parsing] = shared?.base32Parsing ?? []
}

/// Reads a file of this target; throws if it is missing or has another shape.
private func load<Contents: Decodable>(_ name: String) throws -> Contents {
    let url = Bundle.module.bundleURL.appending(path: "Vectors/\(name).json")
    return try JSONDecoder().decode(Contents.self, from: Data(contentsOf: url))
}

/// The secret of both RFCs: the ASCII text 12345678901234567890.
let publishedSecretBase32 = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"

func publishedSecret() throws -> OneTimePasswordSecret {
    try OneTimePasswordSecret(SecretBytes(utf8: "12345678901234567890"))
}

extension SecretBytes {
    /// The text of the bytes, for comparison.
    var text: String {
        withBytes { bytes in String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self) }
    }
}
