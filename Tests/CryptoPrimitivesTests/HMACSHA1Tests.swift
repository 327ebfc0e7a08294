import ByteCoding
import CryptoPrimitives
import Testing

@Suite("HMAC-SHA-1, for HOTP") struct HMACSHA1Tests {
    struct File: Decodable {
        let rows: [Case]
    }

    struct Case: CustomTestStringConvertible, Decodable, Sendable {
        let testCase: Int
        let key: HexBytes
        let data: HexBytes
        let digest: HexBytes

        var testDescription: String { "RFC 2202 §3, test case \(testCase)" }
    }

    static let cases: [Case] = ((try? Vectors.load("rfc2202_hmac_sha1")) as File?)?.rows ?? []

    @Test("the codes of RFC 2202 §3", arguments: cases)
    func published(vector: Case) throws {
        let code = try HMACSHA1.secretAuthenticationCode(for: vector.data.bytes.span, key: vector.key.secret)
        #expect(ConstantTime.areEqual(code, vector.digest.secret))
    }

    @Test("all cases are there, and another key, message or hash function gives another code")
    func changed() throws {
        #expect(Self.cases.count == 7)
        for vector in Self.cases {
            let (key, data) = (vector.key.secret, vector.data.bytes)
            for (key, data) in [(SecretBytes(vector.key.mutated.bytes), data), (key, vector.data.mutated.bytes)] {
                let code = try HMACSHA1.secretAuthenticationCode(for: data.span, key: key)
                #expect(!ConstantTime.areEqual(code, vector.digest.secret), "\(vector.testDescription)")
            }
            let code = try HMACSHA256.secretAuthenticationCode(for: data.span, key: key)
            #expect(!ConstantTime.areEqual(code, vector.digest.secret))
        }
    }

    @Test("an empty key and an empty message have a code of their own")
    func empty() throws {
        let code = try HMACSHA1.secretAuthenticationCode(for: [UInt8]().span, key: SecretBytes([]))
        #expect(code.withBytes { Hex.encode($0) } == "fbdb1d1b18aa6c08324b7d64b71fb76370690e1d")
    }
}
