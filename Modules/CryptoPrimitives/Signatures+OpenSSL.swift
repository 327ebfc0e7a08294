internal import COpenSSL

/// Checks signatures over SHA-256 with one key, from any number of threads at once.
///
/// Setting a verification up costs about as much as an RSA-2048 verification itself, so it is done once, and each
/// verification works on a copy.
// SAFETY: the template is only read after init; copying it counts references, nothing more.
@safe final class SignatureVerifier: @unchecked Sendable {
    private let template: OpaquePointer

    init(key: KeyHandle) throws(CryptoError) {
        guard let made = unsafe EVP_MD_CTX_new() else { throw .library("EVP_MD_CTX_new") }
        unsafe template = made
        let result = unsafe key.withUnsafeHandle { key in
            unsafe EVP_DigestVerifyInit_ex(made, nil, "SHA256", nil, nil, key, nil)
        }
        try CryptoError.check(result, "EVP_DigestVerifyInit_ex")
    }

    deinit { unsafe EVP_MD_CTX_free(template) }

    func isValid(_ signature: Span<UInt8>, for message: Span<UInt8>) throws(CryptoError) -> Bool {
        let context = try unsafe SignatureContext(copying: template)
        return context.verify(signature, for: message)
    }
}

/// Makes signatures over SHA-256.
enum Signer {
    static func sign(_ message: Span<UInt8>, with key: KeyHandle) throws(CryptoError) -> [UInt8] {
        let context = try SignatureContext()
        try context.startSigning(with: key)
        return try context.sign(message)
    }
}

/// Sole owner of one signature operation, wiped and freed when it goes.
@safe private struct SignatureContext: ~Copyable {
    private let raw: OpaquePointer

    init() throws(CryptoError) {
        guard let made = unsafe EVP_MD_CTX_new() else { throw .library("EVP_MD_CTX_new") }
        unsafe raw = made
    }

    init(copying template: OpaquePointer) throws(CryptoError) {
        guard let made = unsafe EVP_MD_CTX_new() else { throw .library("EVP_MD_CTX_new") }
        guard unsafe EVP_MD_CTX_copy_ex(made, template) == 1 else {
            unsafe EVP_MD_CTX_free(made)
            throw .library("EVP_MD_CTX_copy_ex")
        }
        unsafe raw = made
    }

    deinit { unsafe EVP_MD_CTX_free(raw) }

    /// Anything but a right signature is a wrong one, whatever the library finds wrong with it.
    borrowing func verify(_ signature: Span<UInt8>, for message: Span<UInt8>) -> Bool {
        let raw = unsafe raw
        // SAFETY: both regions outlive the call, which only reads them.
        let result = unsafe signature.withUnsafeBufferPointer { signature in
            unsafe message.withUnsafeBufferPointer { message in
                unsafe EVP_DigestVerify(
                    raw,
                    signature.baseAddress,
                    signature.count,
                    message.baseAddress,
                    message.count
                )
            }
        }
        if result != 1 { ERR_clear_error() }
        return result == 1
    }

    borrowing func startSigning(with key: KeyHandle) throws(CryptoError) {
        let raw = unsafe raw
        let result = unsafe key.withUnsafeHandle { key in
            unsafe EVP_DigestSignInit_ex(raw, nil, "SHA256", nil, nil, key, nil)
        }
        try CryptoError.check(result, "EVP_DigestSignInit_ex")
    }

    borrowing func sign(_ message: Span<UInt8>) throws(CryptoError) -> [UInt8] {
        let raw = unsafe raw
        // SAFETY: the first call asks for the most bytes that a signature has, the second writes into as many.
        let signature = unsafe message.withUnsafeBufferPointer { message -> [UInt8]? in
            var byteCount = 0
            guard unsafe EVP_DigestSign(raw, nil, &byteCount, message.baseAddress, message.count) == 1 else {
                return nil
            }
            var signature = [UInt8](repeating: 0, count: byteCount)
            let result = unsafe signature.withUnsafeMutableBufferPointer {
                unsafe EVP_DigestSign(raw, $0.baseAddress, &byteCount, message.baseAddress, message.count)
            }
            guard result == 1, byteCount <= signature.count else { return nil }
            return Array(signature.prefix(byteCount))
        }
        guard let signature else { throw .library("EVP_DigestSign") }
        return signature
    }
}
