import ByteCoding
import CryptoPrimitives
import Testing

@Suite("Wycheproof AES-GCM") struct WycheproofAESGCMTests {
    struct Case: WycheproofCase {
        let tcId: Int
        let comment: String
        let result: String
        let key: HexBytes
        let iv: HexBytes
        let aad: HexBytes
        let msg: HexBytes
        let ct: HexBytes
        var tag: HexBytes

        /// Whether key and nonce have the one size that is taken here.
        var isSupported: Bool {
            key.bytes.count == AESGCM.keyByteCount && iv.bytes.count == AESGCM.Nonce.byteCount
        }

        /// What the case must do.
        var expected: Outcome {
            guard iv.bytes.count == AESGCM.Nonce.byteCount else { return .refused(.invalidNonce) }
            guard key.bytes.count == AESGCM.keyByteCount else { return .refused(.invalidKey) }
            return isValid ? .opened(msg.bytes) : .refused(.authenticationFailed)
        }

        func open() -> Outcome {
            do throws(CryptoError) {
                let text = try AESGCM.open(
                    ct.bytes + tag.bytes,
                    key: key.secret,
                    nonce: AESGCM.Nonce(iv.bytes),
                    associatedData: aad.bytes
                )
                return .opened(text.withBytes { span in span.indices.map { span[$0] } })
            } catch {
                return .refused(error.code)
            }
        }

        func seal() throws -> [UInt8] {
            try AESGCM.seal(
                msg.secret,
                key: key.secret,
                nonce: AESGCM.Nonce(iv.bytes),
                associatedData: aad.bytes
            )
        }
    }

    enum Outcome: Equatable {
        case opened([UInt8])
        case refused(CryptoError.Code)
    }

    struct Group: Decodable {
        let tests: [Case]
    }

    static let cases: [Case] = (try? load()) ?? []

    static func load() throws -> [Case] {
        let file: WycheproofFile<Group> = try Vectors.load("aes_gcm_test")
        return file.testGroups.flatMap(\.tests)
    }

    @Test("each box is opened or refused, and sealed the same", arguments: cases)
    func verdict(vector: Case) throws {
        #expect(vector.open() == vector.expected)
        guard vector.isSupported else {
            #expect(throws: CryptoError.self) { try vector.seal() }
            return
        }
        #expect(try (vector.seal() == vector.ct.bytes + vector.tag.bytes) == vector.isValid)
    }

    @Test("all cases are there, and a tag with one bit changed is refused")
    func mutated() throws {
        #expect(try Self.load().count == 316)
        #expect(Self.cases.filter(\.isSupported).count == 66)
        for var vector in Self.cases where vector.isSupported && vector.isValid {
            vector.tag = vector.tag.mutated
            #expect(vector.open() == .refused(.authenticationFailed), "\(vector.testDescription)")
        }
    }

    @Test("any changed bit, a cut and a wrong nonce or text beside are refused alike")
    func tampered() throws {
        let key = try RandomBytes.system.makeSecret(count: 32)
        let nonce = try AESGCM.Nonce.makeRandom()
        let box = try AESGCM.seal(SecretBytes(utf8: "a secret"), key: key, nonce: nonce, associatedData: [1])
        #expect(throws: Never.self) { _ = try AESGCM.open(box, key: key, nonce: nonce, associatedData: [1]) }
        var damaged = (0..<box.count).map { Array(box.prefix($0)) } + [box + [0]]
        for bit in 0..<(box.count * 8) {
            var changed = box
            changed[bit / 8] ^= 1 << (bit % 8)
            damaged.append(changed)
        }
        for bytes in damaged {
            let error = #expect(throws: CryptoError.self) {
                _ = try AESGCM.open(bytes, key: key, nonce: nonce, associatedData: [1])
            }
            #expect(error?.code == .authenticationFailed)
        }
        let other = try AESGCM.Nonce.makeRandom()
        for (nonce, associatedData) in [(other, [1]), (nonce, []), (nonce, [1, 0])] as [(AESGCM.Nonce, [UInt8])] {
            let error = #expect(throws: CryptoError.self) {
                _ = try AESGCM.open(box, key: key, nonce: nonce, associatedData: associatedData)
            }
            #expect(error?.code == .authenticationFailed)
        }
    }
}
