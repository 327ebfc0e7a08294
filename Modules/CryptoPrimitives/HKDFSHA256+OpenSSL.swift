internal import ByteCoding
internal import COpenSSL

extension HKDFSHA256 {
    /// Fills all of `output`.
    static func derive(
        from ikm: SecretBytes,
        salt: Span<UInt8>,
        info: Span<UInt8>,
        into output: inout OutputSpan<UInt8>
    ) throws(CryptoError) {
        let context = try KDFContext()
        try ikm.withBytes { (ikm) throws(CryptoError) in
            try context.derive(from: ikm, salt: salt, info: info, into: &output)
        }
    }
}

/// Sole owner of one key derivation, wiped and freed when it goes.
@safe private struct KDFContext: ~Copyable {
    private let raw: OpaquePointer

    init() throws(CryptoError) {
        guard let made = unsafe HKDFAlgorithm.shared.makeContext() else { throw .library("EVP_KDF_CTX_new") }
        unsafe raw = made
    }

    deinit { unsafe EVP_KDF_CTX_free(raw) }

    borrowing func derive(
        from ikm: Span<UInt8>,
        salt: Span<UInt8>,
        info: Span<UInt8>,
        into output: inout OutputSpan<UInt8>
    ) throws(CryptoError) {
        let raw = unsafe raw
        // SAFETY: all four regions outlive the call; the library writes all of the free bytes or reports failure.
        let result = unsafe output.withUnsafeMutableBufferPointer { buffer, initializedCount in
            let free = buffer.extracting(initializedCount...)
            let result = unsafe ikm.withUnsafeBufferPointer { ikm in
                unsafe salt.withUnsafeBufferPointer { salt in
                    unsafe info.withUnsafeBufferPointer { info in
                        unsafe shim_hkdf_sha256_derive(
                            raw,
                            ikm.baseAddress,
                            ikm.count,
                            salt.baseAddress,
                            salt.count,
                            info.baseAddress,
                            info.count,
                            free.baseAddress,
                            free.count
                        )
                    }
                }
            }
            if result == 1 { initializedCount = buffer.count }
            return result
        }
        try CryptoError.check(result, "EVP_KDF_derive")
    }
}

/// The library's HKDF, looked up once.
// SAFETY: an `EVP_KDF` never changes after it was fetched; it lives as long as the process.
@safe private struct HKDFAlgorithm: @unchecked Sendable {
    static let shared = HKDFAlgorithm()

    private let raw: OpaquePointer?

    private init() {
        unsafe raw = EVP_KDF_fetch(nil, "HKDF", nil)
    }

    @unsafe func makeContext() -> OpaquePointer? {
        guard let raw = unsafe raw else { return nil }
        return unsafe EVP_KDF_CTX_new(raw)
    }
}
