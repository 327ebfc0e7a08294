import Foundation
import Testing

/// The resources of this target.
enum Vectors {
    static func load<Contents: Decodable>(_ name: String) throws -> Contents {
        let url = Bundle.module.bundleURL.appending(path: "Vectors/\(name).json")
        return try JSONDecoder().decode(Contents.self, from: Data(contentsOf: url))
    }
}

/// One credential of W3C Web Authentication Level 3 §16, in hexadecimal.
struct W3CVector: Decodable, Sendable, CustomTestStringConvertible {
    struct Made: Decodable, Sendable {
        let challenge, clientDataJSON, attestationObject: String
    }

    struct SignedIn: Decodable, Sendable {
        let challenge, clientDataJSON, authenticatorData, signature: String
    }

    let name, credentialID, aaguid: String
    let algorithm: Int64
    let registration: Made
    let authentication: SignedIn

    var testDescription: String { name }

    /// Empty if the file cannot be read, which a test refuses.
    static let all: [W3CVector] = (try? Vectors.load("w3c_level3")) ?? []
}

/// The examples of RFC 8949 appendix A.
struct CBORExamples: Decodable, Sendable {
    struct Canonical: Decodable, Sendable, CustomTestStringConvertible {
        let hex, diagnostic: String
        var testDescription: String { diagnostic }
    }

    let canonical: [Canonical]
    let other: [String]

    /// Empty if the file cannot be read, which a test refuses.
    static let all = (try? Vectors.load("rfc8949_appendix_a")) ?? CBORExamples(canonical: [], other: [])
}
