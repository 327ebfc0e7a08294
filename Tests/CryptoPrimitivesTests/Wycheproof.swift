import ByteCoding
import Foundation
import Testing

/// One file of Wycheproof: groups of cases that share some parameters.
struct WycheproofFile<Group: Decodable>: Decodable {
    let numberOfTests: Int
    let testGroups: [Group]
}

/// What all cases of Wycheproof have.
protocol WycheproofCase: CustomTestStringConvertible, Decodable, Sendable {
    var tcId: Int { get }
    var comment: String { get }
    var result: String { get }
}

extension WycheproofCase {
    var testDescription: String { "tcId \(tcId) (\(result)): \(comment)" }

    /// Whether to accept the case; the few that are `acceptable` are refused here.
    var isValid: Bool { result == "valid" }
}

/// The resources of this target.
enum Vectors {
    /// Reads a file; throws if it is missing or has another shape.
    static func load<Contents: Decodable>(_ name: String) throws -> Contents {
        let url = Bundle.module.bundleURL.appending(path: "Vectors/\(name).json")
        return try JSONDecoder().decode(Contents.self, from: Data(contentsOf: url))
    }
}

/// Bytes that a vector writes in hexadecimal.
struct HexBytes: Decodable, Sendable {
    var bytes: [UInt8]

    var secret: SecretBytes { SecretBytes(bytes) }

    init(from decoder: any Decoder) throws {
        bytes = try Hex.decode(decoder.singleValueContainer().decode(String.self))
    }

    /// The same bytes with one bit of the last one changed.
    var mutated: HexBytes {
        var copy = self
        if let last = bytes.indices.last { copy.bytes[last] ^= 1 } else { copy.bytes = [0] }
        return copy
    }
}
