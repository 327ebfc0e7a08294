import ByteCoding
import Testing

@Suite("SecretBytes") struct SecretBytesTests {
    @Test("lends the bytes that were put in")
    func lends() {
        let secret = SecretBytes([1, 2, 3])
        #expect(secret.withBytes { $0.count } == 3)
        #expect(secret.withBytes { $0[2] } == 3)
        #expect(SecretBytes([]).isEmpty)
    }

    @Test("shows nothing when printed, dumped or reflected")
    func redacted() {
        let secret = SecretBytes(utf8: "canary")
        var dumped = ""
        dump(secret, to: &dumped)
        #expect("\(secret)" == "<redacted>")
        #expect(String(reflecting: secret) == "<redacted>")
        #expect(!dumped.contains("canary") && !dumped.contains("99"))
        #expect(Mirror(reflecting: secret).children.isEmpty)
    }
}
