internal import ByteCoding
internal import COpenSSL

extension HMACSHA256 {
    /// Appends the code to `output`, which has room for it.
    static func authenticate(
        _ message: Span<UInt8>,
        key: SecretBytes,
        into output: inout OutputSpan<UInt8>
    ) throws(CryptoError) {
        let context = try MACContext()
        try key.withBytes { (key) throws(CryptoError) in try context.start(key: key) }
        try context.update(message)
        try context.finalize(into: &output)
    }
}

/// Sole owner of one running HMAC, wiped and freed when it goes.
@safe private struct MACContext: ~Copyable {
    private let raw: OpaquePointer

    init() throws(CryptoError) {
        guard let made = unsafe HMACAlgorithm.shared.makeContext() else { throw .library("EVP_MAC_CTX_new") }
        unsafe raw = made
    }

    deinit { unsafe EVP_MAC_CTX_free(raw) }

    borrowing func start(key: Span<UInt8>) throws(CryptoError) {
        let raw = unsafe raw
        // SAFETY: the library copies the key before the call returns.
        let result = unsafe key.withUnsafeBufferPointer { unsafe shim_hmac_sha256_init(raw, $0.baseAddress, $0.count) }
        try CryptoError.check(result, "EVP_MAC_init")
    }

    borrowing func update(_ bytes: Span<UInt8>) throws(CryptoError) {
        guard !bytes.isEmpty else { return }
        let raw = unsafe raw
        // SAFETY: the library reads the bytes before the call returns and keeps no pointer to them.
        let result = unsafe bytes.withUnsafeBufferPointer { unsafe EVP_MAC_update(raw, $0.baseAddress, $0.count) }
        try CryptoError.check(result, "EVP_MAC_update")
    }

    borrowing func finalize(into output: inout OutputSpan<UInt8>) throws(CryptoError) {
        let raw = unsafe raw
        // SAFETY: the library is told how many bytes are free, and the count follows what it wrote.
        let result = unsafe output.withUnsafeMutableBufferPointer { buffer, initializedCount in
            let free = buffer.extracting(initializedCount...)
            var written = 0
            let result = unsafe EVP_MAC_final(raw, free.baseAddress, &written, free.count)
            if result == 1 { initializedCount += written }
            return result
        }
        try CryptoError.check(result, "EVP_MAC_final")
    }
}

/// The library's HMAC, looked up once.
// SAFETY: an `EVP_MAC` never changes after it was fetched; it lives as long as the process.
@safe private struct HMACAlgorithm: @unchecked Sendable {
    static let shared = HMACAlgorithm()

    private let raw: OpaquePointer?

    private init() {
        unsafe raw = EVP_MAC_fetch(nil, "HMAC", nil)
    }

    @unsafe func makeContext() -> OpaquePointer? {
        guard let raw = unsafe raw else { return nil }
        return unsafe EVP_MAC_CTX_new(raw)
    }
}
