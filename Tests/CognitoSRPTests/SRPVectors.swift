import BigNum
import ByteCoding
import CognitoSRP
import Foundation
import Testing

/// `Vectors/cognito_srp_vectors.json`.
struct SRPVectorFile: Decodable {
    let prime: String
    let generator: String
    let multiplier: String
    let userSrp: [UserVector]
    let deviceSrp: [DeviceVector]
    let clientMustReject: [RejectRow]
    let serverMustReject: [RejectRow]

    static let shared: SRPVectorFile = load("cognito_srp_vectors")

    private enum CodingKeys: String, CodingKey {
        case prime = "N"
        case generator = "g"
        case multiplier = "k"
        case userSrp, deviceSrp, clientMustReject, serverMustReject
    }
}

/// One sign-in of a user, with every value in between.
struct UserVector: Decodable, CustomTestStringConvertible {
    struct Expected: Decodable {
        let srpA: String
        let x: String
        let u: String
        let v: String
        let sharedSecret: String
        let hkdfKey: String
        let signature: String
        let secretHash: String?

        private enum CodingKeys: String, CodingKey {
            case sharedSecret = "S"
            case srpA, x, u, v, hkdfKey, signature, secretHash
        }
    }

    let name: String
    let userPoolId: String
    let userIdForSrp: String
    let password: String
    let epochSeconds: Int64
    let timestamp: String
    let a: String
    let b: String
    let salt: String
    let srpB: String
    let secretBlock: String
    let expect: Expected
    let clientId: String?
    let clientSecret: String?

    var testDescription: String { name }
    var secret: SecretBytes { SecretBytes(utf8: password) }
    var identity: SRPIdentity { get throws { try SRPIdentity(userPoolID: userPoolId, userID: userIdForSrp) } }
    var challenge: SRPChallenge {
        get throws { try SRPChallenge(salt: salt, serverPublicKey: srpB, secretBlock: secretBlock) }
    }
}

/// One sign-in of a device, with every value in between.
struct DeviceVector: Decodable, CustomTestStringConvertible {
    struct Expected: Decodable {
        let srpA: String
        let x: String
        let u: String
        let hkdfKey: String
        let signature: String
    }

    let name: String
    let deviceGroupKey: String
    let deviceKey: String
    let devicePassword: String
    let salt: String
    let saltBase64: String
    let verifierBase64: String
    let a: String
    let b: String
    let srpB: String
    let secretBlock: String
    let timestamp: String
    let epochSeconds: Int64
    let expect: Expected

    var testDescription: String { name }
    var identity: SRPIdentity { SRPIdentity(deviceGroupKey: deviceGroupKey, deviceKey: deviceKey) }
}

/// One input that must be refused.
struct RejectRow: Decodable, CustomTestStringConvertible {
    struct Repetition: Decodable {
        let text: String
        let count: Int
    }

    let field: String
    let reason: String
    let value: String?
    let valueRepeat: Repetition?

    var testDescription: String { "\(field): \(reason)" }
    var text: String { value ?? valueRepeat.map { String(repeating: $0.text, count: $0.count) } ?? "" }
}

/// `Vectors/rfc5054_appendix_b.json`.
struct RFC5054Vector: Decodable {
    let prime: String
    let generator: String
    let multiplier: String
    let passwordKey: String
    let verifier: String
    let clientSecret: String
    let serverSecret: String
    let clientPublicKey: String
    let serverPublicKey: String
    let scramble: String
    let sharedSecret: String

    static let shared: RFC5054Vector = load("rfc5054_appendix_b")

    private enum CodingKeys: String, CodingKey {
        case prime = "N"
        case generator = "g"
        case multiplier = "k"
        case passwordKey = "x"
        case verifier = "v"
        case clientSecret = "a"
        case serverSecret = "b"
        case clientPublicKey = "A"
        case serverPublicKey = "B"
        case scramble = "u"
        case sharedSecret = "S"
    }
}

/// `Vectors/protocol_edge_cases.json`.
struct EdgeCaseFile: Decodable {
    struct Case: Decodable, CustomTestStringConvertible {
        let name: String
        let a: String
        let salt: String
        let paddedByteCounts: [Int]?
        let sessionKey: String
        let signature: String

        var testDescription: String { name }
    }

    struct Device: Decodable {
        let groupKey: String
        let key: String
        let passwordBytesHex: String
        let a: String
        let b: String
        let salt: String
        let saltBase64: String
        let verifierSHA256: String
        let verifierByteCount: Int
        let sessionKey: String
        let signature: String
    }

    let poolId: String
    let user: String
    let password: String
    let b: String
    let secretBlockHex: String
    let timestamp: String
    let cases: [Case]
    let device: Device

    static let shared: EdgeCaseFile = load("protocol_edge_cases")
}

/// A number written in hexadecimal, of any length.
func number(_ hexadecimal: String) throws -> BigNum {
    try BigNum(hex: hexadecimal, maximumDigits: 4096)
}

/// The bytes of a number written in hexadecimal, an odd number of digits included.
func secretBytes(_ hexadecimal: String) throws -> SecretBytes {
    SecretBytes(try number(hexadecimal).bigEndianBytes())
}

/// The bytes of a secret, for comparison in a test.
func exposed(_ secret: SecretBytes) -> [UInt8] {
    secret.withBytes { span in span.indices.map { span[$0] } }
}

private func load<Vectors: Decodable>(_ name: String) -> Vectors {
    do {
        let url = try #require(Bundle.module.url(forResource: name, withExtension: "json", subdirectory: "Vectors"))
        return try JSONDecoder().decode(Vectors.self, from: Data(contentsOf: url))
    } catch {
        fatalError("\(name).json cannot be read: \(error)")
    }
}
