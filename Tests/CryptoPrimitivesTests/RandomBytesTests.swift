import ByteCoding
import CryptoPrimitives
import Testing

@Suite("Random bytes") struct RandomBytesTests {
    @Test("the system gives as many bytes as asked for", arguments: [0, 1, 32, 4096])
    func count(count: Int) throws {
        #expect(try RandomBytes.make(count: count).count == count)
        #expect(try RandomBytes.system.makeSecret(count: count).count == count)
    }

    @Test("the system does not repeat itself")
    func distinct() throws {
        let values = try (0..<1000).map { _ in try RandomBytes.make(count: 16) }
        #expect(Set(values).count == values.count)
    }

    @Test("a negative count is refused")
    func negative() {
        let error = #expect(throws: CryptoError.self) { try RandomBytes.make(count: -1) }
        #expect(error?.code == .invalidParameter)
    }

    @Test("a source that is written down gives what it says")
    func injected() throws {
        let source = RandomBytes { output in while !output.isFull { output.append(7) } }
        #expect(try source.make(count: 3) == [7, 7, 7])
    }

    @Test("a source that fails, or stops early, makes the call fail")
    func failsClosed() {
        let failing = RandomBytes { _ throws(CryptoError) in throw CryptoError(.randomnessUnavailable, "none") }
        let short = RandomBytes { output in output.append(1) }
        for source in [failing, short] {
            let error = #expect(throws: CryptoError.self) { try source.make(count: 2) }
            #expect(error?.code == .randomnessUnavailable)
            let secretError = #expect(throws: CryptoError.self) { _ = try source.makeSecret(count: 2) }
            #expect(secretError?.code == .randomnessUnavailable)
        }
    }
}
