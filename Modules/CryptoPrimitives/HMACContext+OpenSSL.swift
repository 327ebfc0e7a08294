internal import ByteCoding
internal import COpenSSL

/// Sole owner of one running HMAC, wiped and freed when it goes.
@safe struct HMACContext: ~Copyable {
    /// The hash functions that there is a use for.
    enum Digest { case sha1, sha256 }

    private let raw: OpaquePointer

    /// Appends the code of `message` under `key` to `output`, which has room for it.
    static func authenticate(
        _ message: Span<UInt8>,
        with digest: Digest,
        key: SecretBytes,
        into output: inout OutputSpan<UInt8>
    ) throws(CryptoError) {
        let context = try HMACContext()
        try key.withBytes { (key) throws(CryptoError) in try context.start(digest, key: key) }
        try context.update(message)
        try context.finalize(into: &output)
    }

    private init() throws(CryptoError) {
        guard let made = unsafe HMACAlgorithm.shared.makeContext() else { throw .library("EVP_MAC_CTX_new") }
        unsafe raw = made
    }

    deinit { unsafe EVP_MAC_CTX_free(raw) }

    private borrowing func start(_ digest: Digest, key: Span<UInt8>) throws(CryptoError) {
        let raw = unsafe raw
        // SAFETY: the library copies the key before the call returns.
        let result = unsafe key.withUnsafeBufferPointer { key in
            switch digest {
            case .sha1: unsafe shim_hmac_sha1_init(raw, key.baseAddress, key.count)
            case .sha256: unsafe shim_hmac_sha256_init(raw, key.baseAddress, key.count)
            }
        }
        try CryptoError.check(result, "EVP_MAC_init")
    }

    private borrowing func update(_ bytes: Span<UInt8>) throws(CryptoError) {
        guard !bytes.isEmpty else { return }
        let raw = unsafe raw
        // SAFETY: the library reads the bytes before the call returns and keeps no pointer to them.
        let result = unsafe bytes.withUnsafeBufferPointer { unsafe EVP_MAC_update(raw, $0.baseAddress, $0.count) }
        try CryptoError.check(result, "EVP_MAC_update")
    }

    private borrowing func finalize(into output: inout OutputSpan<UInt8>) throws(CryptoError) {
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
