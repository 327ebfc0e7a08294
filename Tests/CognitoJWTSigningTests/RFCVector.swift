import ByteCoding
import CryptoPrimitives
import Foundation
import Testing

/// A token whose signature an RFC publishes together with the private key.
struct RFCVector: Sendable, CustomTestStringConvertible {
    let name: String
    let key: PrivateMembers
    let token: String

    var testDescription: String { name }

    /// The three parts of the token, decoded.
    var parts: [[UInt8]] {
        get throws { try token.split(separator: ".").map { try Base64URL.decode(String($0)) } }
    }

    /// RFC 7515 A.2, then RFC 7520 4.1; empty if a file cannot be read, which a test refuses.
    static let all: [RFCVector] = (try? load()) ?? []

    private static func load() throws -> [RFCVector] {
        let examples: Examples = try Vectors.load("rfc_examples")
        let cookbook: Cookbook = try Vectors.load("4_1.rsa_v15_signature")
        return [
            RFCVector(
                name: "RFC 7515 A.2",
                key: try Vectors.load("rfc7515_a2_private_key"),
                token: examples.appendixA2.jws
            ),
            RFCVector(name: "RFC 7520 4.1", key: cookbook.input.key, token: cookbook.output.compact),
        ]
    }
}

/// The members of a private JSON web key.
struct PrivateMembers: Decodable, Sendable {
    let n, e, d, p, q, dp, dq, qi: String

    var components: RSAPrivateKey.Components {
        get throws {
            .init(
                modulus: try Base64URL.decode(n),
                exponent: try Base64URL.decode(e),
                privateExponent: SecretBytes(try Base64URL.decode(d)),
                primes: (SecretBytes(try Base64URL.decode(p)), SecretBytes(try Base64URL.decode(q))),
                exponents: (SecretBytes(try Base64URL.decode(dp)), SecretBytes(try Base64URL.decode(dq))),
                coefficient: SecretBytes(try Base64URL.decode(qi))
            )
        }
    }
}

private struct Examples: Decodable {
    struct Example: Decodable { let jws: String }
    let appendixA2: Example

    enum CodingKeys: String, CodingKey {
        case appendixA2 = "rfc7515_A2"
    }
}

private struct Cookbook: Decodable {
    struct Input: Decodable { let key: PrivateMembers }
    struct Output: Decodable { let compact: String }
    let input: Input
    let output: Output
}

/// The resources of this target.
enum Vectors {
    static func load<Contents: Decodable>(_ name: String) throws -> Contents {
        let url = Bundle.module.bundleURL.appending(path: "Vectors/\(name).json")
        return try JSONDecoder().decode(Contents.self, from: Data(contentsOf: url))
    }
}
