internal import CryptoPrimitives
internal import Synchronization

/// Randomness that a call draws again in the same order when it begins anew.
final class RandomTape: Sendable {
    private struct Tape {
        var bytes: [UInt8]
        var position = 0
    }

    private let tape: Mutex<Tape>
    private let source: RandomBytes

    /// Fills a tape from `source`.
    ///
    /// - Parameters:
    ///   - source: Where the bytes come from.
    ///   - count: How many to draw at once, before the call begins; what it needs beyond them is drawn when it is needed.
    /// - Throws: What the source throws.
    init(_ source: RandomBytes, drawing count: Int) throws(CryptoError) {
        self.source = source
        tape = Mutex(Tape(bytes: try source.make(count: count)))
    }

    /// Goes back to the first byte that was drawn.
    func rewind() {
        tape.withLock { $0.position = 0 }
    }

    /// What was drawn before since the last rewind, then new bytes.
    var random: RandomBytes {
        RandomBytes { [self] output throws(CryptoError) in
            let count = output.freeCapacity
            let drawn = try tape.withLock { tape throws(CryptoError) in
                let missing = tape.position + count - tape.bytes.count
                if missing > 0 { tape.bytes += try source.make(count: missing) }
                defer { tape.position += count }
                return tape.bytes[tape.position..<tape.position + count]
            }
            for byte in drawn { output.append(byte) }
        }
    }
}
