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

    @Test("holds what was written into it, and no more")
    func writing() {
        let partial = SecretBytes(byteCount: 4) { output in
            output.append(1)
            output.append(2)
        }
        #expect(partial.withBytes(Hex.encode) == "0102" && partial.count == 2)
        for byteCount in [0, -1] {
            let empty = SecretBytes(byteCount: byteCount) { output in while !output.isFull { output.append(1) } }
            #expect(empty.isEmpty)
        }
        #expect(SecretBytes(utf8: "é").count == 2)
    }

    @Test("an error of the writer comes out as it is")
    func failing() {
        let error = #expect(throws: Refusal.self) {
            _ = try SecretBytes(byteCount: 4) { output throws(Refusal) in
                output.append(1)
                throw Refusal()
            }
        }
        #expect(error != nil)
    }

    private struct Refusal: Error {}
}
