import ByteCoding
import CryptoPrimitives
import Testing

@Suite("SHA-256") struct SHA256Tests {
    /// FIPS 180-4 example values, and the empty message.
    static let vectors: [(message: String, digest: String)] = [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
        (
            String(repeating: "a", count: 1_000_000),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
        ),
    ]

    @Test("digests are those of FIPS 180-4", arguments: vectors)
    func published(vector: (message: String, digest: String)) throws {
        #expect(Hex.encode(try SHA256.digest(of: Array(vector.message.utf8))) == vector.digest)
    }

    @Test("pieces give the digest of the whole", arguments: [1, 3, 63, 64, 65])
    func pieces(size: Int) throws {
        let message = (0..<300).map { UInt8(truncatingIfNeeded: $0) }
        var hash = try SHA256()
        for start in stride(from: 0, to: message.count, by: size) {
            let piece = Array(message[start..<min(start + size, message.count)])
            if start.isMultiple(of: 2) { try hash.update(piece) } else { try hash.update(SecretBytes(piece)) }
        }
        let secret = try hash.finalizeSecret()
        #expect(try SHA256.digest(of: message) == secret.withBytes { span in span.indices.map { span[$0] } })
    }
}
