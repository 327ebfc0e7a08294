internal import COpenSSL

/// Sole owner of one `BIGNUM`, wiped and freed when it goes.
// SAFETY: written only before `init` returns, so later shared access is read-only.
@safe final class BigNumHandle: @unchecked Sendable {
    private let raw: OpaquePointer

    init(bigEndian bytes: Span<UInt8>) throws(BigNumError) {
        guard let length = CInt(exactly: bytes.count) else { throw BigNumError(.tooLong, "more than 2 GiB of digits") }
        let made = unsafe bytes.withUnsafeBufferPointer { unsafe BN_bin2bn($0.baseAddress, length, nil) }
        guard let made = unsafe made else { throw .outOfMemory }
        unsafe BN_set_flags(made, BN_FLG_CONSTTIME)
        unsafe raw = made
    }

    /// Makes a number out of what `compute` writes into it; `compute` returns OpenSSL's 1 for success.
    fileprivate init(computing compute: (_ result: OpaquePointer, _ scratch: OpaquePointer) -> CInt) throws(BigNumError)
    {
        guard let scratch = unsafe BN_CTX_new() else { throw .outOfMemory }
        // Freeing the scratch context wipes the numbers it held.
        defer { unsafe BN_CTX_free(scratch) }
        guard let made = unsafe BN_new() else { throw .outOfMemory }
        guard unsafe compute(made, scratch) == 1 else {
            unsafe BN_clear_free(made)
            throw .outOfMemory
        }
        unsafe BN_set_flags(made, BN_FLG_CONSTTIME)
        unsafe raw = made
    }

    deinit {
        unsafe BN_clear_free(raw)
    }

    var bitCount: Int {
        unsafe withUnsafeHandle { Int(unsafe BN_num_bits($0)) }
    }

    var isOdd: Bool {
        unsafe withUnsafeHandle { unsafe BN_is_odd($0) == 1 }
    }

    func compare(with other: BigNumHandle) -> CInt {
        unsafe withUnsafeHandle { left in unsafe other.withUnsafeHandle { right in unsafe BN_cmp(left, right) } }
    }

    /// Appends `count` big-endian bytes, zeros first, in a time that depends on `count` alone.
    func append(to output: inout OutputSpan<UInt8>, count: Int) throws(BigNumError) {
        guard let length = CInt(exactly: count), count <= output.freeCapacity else { throw .outOfMemory }
        let written = unsafe withUnsafeHandle { number in
            unsafe output.withUnsafeMutableBufferPointer { buffer, initializedCount in
                // SAFETY: `count` bytes are free behind the initialised ones; OpenSSL writes all of them or fails.
                guard let start = buffer.baseAddress else { return length }
                let written = unsafe BN_bn2binpad(number, start + initializedCount, length)
                if written == length { initializedCount += count }
                return written
            }
        }
        guard written == length else { throw .outOfMemory }
    }

    func adding(_ other: BigNumHandle) throws(BigNumError) -> BigNumHandle {
        try unsafe BigNumHandle { result, _ in
            unsafe withUnsafeHandle { left in
                unsafe other.withUnsafeHandle { right in unsafe BN_add(result, left, right) }
            }
        }
    }

    func multiplied(by other: BigNumHandle) throws(BigNumError) -> BigNumHandle {
        try unsafe BigNumHandle { result, scratch in
            unsafe withUnsafeHandle { left in
                unsafe other.withUnsafeHandle { right in unsafe BN_mul(result, left, right, scratch) }
            }
        }
    }

    /// Lends the `BIGNUM` for the length of one call; it must not be written to.
    fileprivate func withUnsafeHandle<Result>(_ body: (OpaquePointer) -> Result) -> Result {
        withExtendedLifetime(self) { unsafe body(raw) }
    }
}

/// Sole owner of one `BN_MONT_CTX` and the modulus it was made from.
// SAFETY: written only before `init` returns; OpenSSL reads it without changing it.
@safe final class MontgomeryHandle: @unchecked Sendable {
    private let raw: OpaquePointer
    private let modulus: BigNumHandle

    init(modulus: BigNumHandle) throws(BigNumError) {
        guard let scratch = unsafe BN_CTX_new() else { throw .outOfMemory }
        defer { unsafe BN_CTX_free(scratch) }
        guard let made = unsafe BN_MONT_CTX_new() else { throw .outOfMemory }
        guard unsafe modulus.withUnsafeHandle({ unsafe BN_MONT_CTX_set(made, $0, scratch) }) == 1 else {
            unsafe BN_MONT_CTX_free(made)
            throw .outOfMemory
        }
        unsafe raw = made
        self.modulus = modulus
    }

    deinit {
        unsafe BN_MONT_CTX_free(raw)
    }

    func reduce(_ number: BigNumHandle) throws(BigNumError) -> BigNumHandle {
        try unsafe BigNumHandle { result, scratch in
            unsafe modulus.withUnsafeHandle { modulus in
                unsafe number.withUnsafeHandle { unsafe BN_nnmod(result, $0, modulus, scratch) }
            }
        }
    }

    func add(_ left: BigNumHandle, _ right: BigNumHandle) throws(BigNumError) -> BigNumHandle {
        try unsafe combine(left, right) { unsafe BN_mod_add($0, $1, $2, $3, $4) }
    }

    func subtract(_ right: BigNumHandle, from left: BigNumHandle) throws(BigNumError) -> BigNumHandle {
        try unsafe combine(left, right) { unsafe BN_mod_sub($0, $1, $2, $3, $4) }
    }

    func multiply(_ left: BigNumHandle, _ right: BigNumHandle) throws(BigNumError) -> BigNumHandle {
        try unsafe combine(left, right) { unsafe BN_mod_mul($0, $1, $2, $3, $4) }
    }

    func power(_ base: BigNumHandle, exponent: BigNumHandle) throws(BigNumError) -> BigNumHandle {
        try unsafe combine(base, exponent) { [raw = unsafe raw] in
            unsafe BN_mod_exp_mont_consttime($0, $1, $2, $3, $4, raw)
        }
    }

    /// One operation of the shape result, left, right, modulus, scratch.
    private func combine(
        _ left: BigNumHandle,
        _ right: BigNumHandle,
        _ operation: (OpaquePointer, OpaquePointer, OpaquePointer, OpaquePointer, OpaquePointer) -> CInt
    ) throws(BigNumError) -> BigNumHandle {
        try withExtendedLifetime(self) { () throws(BigNumError) in
            try unsafe BigNumHandle { result, scratch in
                unsafe modulus.withUnsafeHandle { modulus in
                    unsafe left.withUnsafeHandle { left in
                        unsafe right.withUnsafeHandle { unsafe operation(result, left, $0, modulus, scratch) }
                    }
                }
            }
        }
    }
}

extension BigNumError {
    fileprivate static var outOfMemory: BigNumError { BigNumError(.outOfMemory, "OpenSSL could not allocate") }
}
