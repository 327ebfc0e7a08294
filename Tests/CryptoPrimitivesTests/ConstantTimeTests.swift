import ByteCoding
import CryptoPrimitives
import Testing

@Suite("Constant-time comparison") struct ConstantTimeTests {
    @Test("equal bytes are equal, whatever they are wrapped in")
    func equal() {
        #expect(ConstantTime.areEqual([], []))
        #expect(ConstantTime.areEqual([1, 2, 3], [1, 2, 3]))
        #expect(ConstantTime.areEqual(SecretBytes([1, 2, 3]), SecretBytes([1, 2, 3])))
    }

    @Test("a difference in any byte, or in length, is seen", arguments: 0..<32)
    func different(position: Int) {
        let bytes = [UInt8](repeating: 7, count: 32)
        var other = bytes
        other[position] ^= 1
        #expect(!ConstantTime.areEqual(bytes, other))
        #expect(!ConstantTime.areEqual(bytes, Array(bytes.prefix(position))))
        #expect(!ConstantTime.areEqual(SecretBytes(bytes), SecretBytes(other)))
    }
}
