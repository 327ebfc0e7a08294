import ByteCoding
import CognitoJWTSigning
import CryptoPrimitives
import Foundation
import Testing

@Suite("JSON web key sets") struct JSONWebKeySetTests {
    @Test("the document holds the members that the service writes")
    func document() throws {
        let keys = try RFCVector.all.map { try SigningKey(privateKey: RSAPrivateKey(components: $0.key.components)) }
        let document = try JSONDecoder().decode(
            [String: [[String: String]]].self,
            from: Data(JSONWebKeySet(keys).json)
        )
        let expected = zip(RFCVector.all, keys).map { vector, key in
            ["alg": "RS256", "e": "AQAB", "kid": key.keyID, "kty": "RSA", "n": vector.key.n, "use": "sig"]
        }
        #expect(document == ["keys": expected])
    }

    @Test("the same keys give the same bytes")
    func deterministic() throws {
        let key = try SigningKey(privateKey: RSAPrivateKey(components: RFCVector.all[0].key.components))
        #expect(try JSONWebKeySet([key]).json == JSONWebKeySet([SigningKey(pkcs8: key.pkcs8())]).json)
        #expect(try JSONWebKeySet([]).json == Array(#"{"keys":[]}"#.utf8))
    }

    @Test("one key twice is refused")
    func duplicate() throws {
        let key = try SigningKey(privateKey: RSAPrivateKey(components: RFCVector.all[0].key.components))
        let error = #expect(throws: JWTSigningError.self) { try JSONWebKeySet([key, key]) }
        #expect(error?.code == .duplicateKeyID)
    }
}
