internal import COpenSSL

/// Sole owner of one running SHA-256, wiped and freed when it goes.
// SAFETY: `~Copyable` inside a `~Copyable` value, so that one thread at a time holds it.
@safe struct DigestContext: ~Copyable, @unchecked Sendable {
    private let raw: OpaquePointer

    init() throws(CryptoError) {
        guard let made = unsafe EVP_MD_CTX_new() else { throw .library("EVP_MD_CTX_new") }
        unsafe raw = made
    }

    deinit { unsafe EVP_MD_CTX_free(raw) }

    borrowing func start() throws(CryptoError) {
        let raw = unsafe raw
        let result = try unsafe SHA256Algorithm.shared().withUnsafeHandle { unsafe EVP_DigestInit_ex2(raw, $0, nil) }
        try CryptoError.check(result, "EVP_DigestInit_ex2")
    }

    borrowing func update(_ bytes: Span<UInt8>) throws(CryptoError) {
        guard !bytes.isEmpty else { return }
        let raw = unsafe raw
        // SAFETY: the library reads the bytes before the call returns and keeps no pointer to them.
        let result = unsafe bytes.withUnsafeBufferPointer { unsafe EVP_DigestUpdate(raw, $0.baseAddress, $0.count) }
        try CryptoError.check(result, "EVP_DigestUpdate")
    }

    /// Appends the digest to `output`, which has room for it.
    borrowing func finalize(into output: inout OutputSpan<UInt8>) throws(CryptoError) {
        guard output.freeCapacity >= SHA256.byteCount else {
            throw CryptoError(.invalidParameter, "no room for a digest")
        }
        let raw = unsafe raw
        // SAFETY: `free` has room for the 32 bytes that the library writes, and the count follows what it wrote.
        let result = unsafe output.withUnsafeMutableBufferPointer { buffer, initializedCount in
            let free = buffer.extracting(initializedCount...)
            var written: UInt32 = 0
            let result = unsafe EVP_DigestFinal_ex(raw, free.baseAddress, &written)
            if result == 1 { initializedCount += Int(written) }
            return result
        }
        try CryptoError.check(result, "EVP_DigestFinal_ex")
    }
}

/// The library's SHA-256, looked up once: looking it up costs more than hashing a short message.
// SAFETY: an `EVP_MD` never changes after it was fetched; it lives as long as the process.
@safe struct SHA256Algorithm: @unchecked Sendable {
    private static let fetched = SHA256Algorithm()

    private let raw: OpaquePointer?

    private init() {
        unsafe raw = EVP_MD_fetch(nil, "SHA256", nil)
    }

    static func shared() throws(CryptoError) -> SHA256Algorithm {
        guard unsafe fetched.raw != nil else { throw .library("EVP_MD_fetch") }
        return fetched
    }

    func withUnsafeHandle<Result>(_ body: (OpaquePointer?) -> Result) -> Result {
        unsafe body(raw)
    }
}
