internal import COpenSSL

extension ConstantTime {
    /// Compares spans of one length with `CRYPTO_memcmp`.
    static func haveEqualBytes(_ first: Span<UInt8>, _ second: Span<UInt8>) -> Bool {
        guard first.count == second.count, !first.isEmpty else { return first.count == second.count }
        // SAFETY: both pointers cover `first.count` bytes during the call.
        return unsafe first.withUnsafeBufferPointer { first in
            unsafe second.withUnsafeBufferPointer { second in
                unsafe CRYPTO_memcmp(first.baseAddress, second.baseAddress, first.count) == 0
            }
        }
    }
}
