import ByteCoding
import CryptoPrimitives
import Synchronization

/// Randomness that a sign-in has to itself, so that two runs of it draw the same bytes whatever happens beside it.
final class Lane: Sendable {
    /// The lane of the calls under way; others draw from the system.
    @TaskLocal static var current: Lane?

    private let state: Mutex<UInt64>

    init(seed: Int) {
        state = Mutex(UInt64(seed) &* 0x9e37_79b9_7f4a_7c15)
    }

    /// A source that draws from the lane of whoever asks.
    static let random = RandomBytes { output throws(CryptoError) in
        guard let lane = current else {
            for byte in try RandomBytes.make(count: output.freeCapacity) { output.append(byte) }
            return
        }
        for byte in lane.bytes(count: output.freeCapacity) { output.append(byte) }
    }

    /// SplitMix64.
    private func bytes(count: Int) -> [UInt8] {
        state.withLock { state in
            (0..<count).map { _ in
                state &+= 0x9e37_79b9_7f4a_7c15
                var mixed = state
                mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
                mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
                return UInt8(truncatingIfNeeded: mixed ^ (mixed >> 31))
            }
        }
    }
}
