internal import ByteCoding
internal import COpenSSL

/// Sole owner of one AES-256-GCM operation, wiped and freed when it goes.
@safe struct CipherContext: ~Copyable {
    enum Direction: CInt {
        case open = 0
        case seal = 1
    }

    private let raw: OpaquePointer

    init() throws(CryptoError) {
        guard let made = unsafe EVP_CIPHER_CTX_new() else { throw .library("EVP_CIPHER_CTX_new") }
        unsafe raw = made
    }

    deinit { unsafe EVP_CIPHER_CTX_free(raw) }

    borrowing func start(_ direction: Direction, key: SecretBytes, nonce: AESGCM.Nonce) throws(CryptoError) {
        let raw = unsafe raw
        // SAFETY: the library copies key and nonce, whose lengths were checked, before the call returns.
        let result = key.withBytes { key in
            unsafe key.withUnsafeBufferPointer { key in
                unsafe nonce.bytes.withUnsafeBufferPointer { nonce in
                    unsafe CipherAlgorithm.shared.start(raw, direction, key.baseAddress, nonce.baseAddress)
                }
            }
        }
        try CryptoError.check(result, "EVP_CipherInit_ex2")
    }

    borrowing func authenticate(_ associatedData: Span<UInt8>) throws(CryptoError) {
        guard !associatedData.isEmpty else { return }
        let raw = unsafe raw
        var written: CInt = 0
        // SAFETY: without an output the library only reads the bytes.
        let result = unsafe associatedData.withUnsafeBufferPointer {
            unsafe EVP_CipherUpdate(raw, nil, &written, $0.baseAddress, CInt($0.count))
        }
        try CryptoError.check(result, "EVP_CipherUpdate")
    }

    /// Appends as many bytes to `output` as `input` has.
    borrowing func transform(_ input: Span<UInt8>, into output: inout OutputSpan<UInt8>) throws(CryptoError) {
        guard !input.isEmpty else { return }
        guard output.freeCapacity >= input.count else { throw CryptoError(.invalidParameter, "no room for the text") }
        let raw = unsafe raw
        // SAFETY: in counter mode the library writes as many bytes as it reads, for which there is room.
        let result = unsafe output.withUnsafeMutableBufferPointer { buffer, initializedCount in
            let free = buffer.extracting(initializedCount...)
            var written: CInt = 0
            let result = unsafe input.withUnsafeBufferPointer {
                unsafe EVP_CipherUpdate(raw, free.baseAddress, &written, $0.baseAddress, CInt($0.count))
            }
            if result == 1 { initializedCount += Int(written) }
            return result
        }
        try CryptoError.check(result, "EVP_CipherUpdate")
    }

    borrowing func finishSealing(into output: inout OutputSpan<UInt8>) throws(CryptoError) {
        guard output.freeCapacity >= AESGCM.tagByteCount else {
            throw CryptoError(.invalidParameter, "no room for the tag")
        }
        let raw = unsafe raw
        // SAFETY: there is room for the tag; in counter mode the final call writes nothing before it.
        let result = unsafe output.withUnsafeMutableBufferPointer { buffer, initializedCount in
            let free = buffer.extracting(initializedCount...)
            var written: CInt = 0
            guard unsafe EVP_CipherFinal_ex(raw, free.baseAddress, &written) == 1 else { return CInt(0) }
            let tagByteCount = CInt(AESGCM.tagByteCount)
            let result = unsafe EVP_CIPHER_CTX_ctrl(raw, EVP_CTRL_AEAD_GET_TAG, tagByteCount, free.baseAddress)
            if result == 1 { initializedCount += AESGCM.tagByteCount }
            return result
        }
        try CryptoError.check(result, "EVP_CipherFinal_ex")
    }

    borrowing func finishOpening(tag: Span<UInt8>) throws(CryptoError) {
        let raw = unsafe raw
        // SAFETY: the library copies the tag, although it does not say `const`; the final call writes nothing.
        let isTagTaken = unsafe tag.withUnsafeBufferPointer {
            let mutable = unsafe UnsafeMutableRawPointer(mutating: $0.baseAddress)
            return unsafe EVP_CIPHER_CTX_ctrl(raw, EVP_CTRL_AEAD_SET_TAG, CInt($0.count), mutable)
        }
        try CryptoError.check(isTagTaken, "EVP_CIPHER_CTX_ctrl")
        var nothing: UInt8 = 0
        var written: CInt = 0
        guard unsafe EVP_CipherFinal_ex(raw, &nothing, &written) == 1 else {
            ERR_clear_error()
            throw CryptoError(.authenticationFailed, "the sealed box, its key or its associated data is wrong")
        }
    }
}

/// The library's AES-256-GCM, looked up once.
// SAFETY: an `EVP_CIPHER` never changes after it was fetched; it lives as long as the process.
@safe private struct CipherAlgorithm: @unchecked Sendable {
    static let shared = CipherAlgorithm()

    private let raw: OpaquePointer?

    private init() {
        unsafe raw = EVP_CIPHER_fetch(nil, "AES-256-GCM", nil)
    }

    @unsafe func start(
        _ context: OpaquePointer,
        _ direction: CipherContext.Direction,
        _ key: UnsafePointer<UInt8>?,
        _ nonce: UnsafePointer<UInt8>?
    ) -> CInt {
        guard let raw = unsafe raw else { return 0 }
        return unsafe EVP_CipherInit_ex2(context, raw, key, nonce, direction.rawValue, nil)
    }
}
