package import ByteCoding
internal import CArgon2

/// One Argon2 derivation of any variant and any cost, so that published vectors can be replayed; not for passwords.
package struct Argon2Derivation: Sendable {
    /// The three variants of RFC 9106 §3.1.
    package enum Variant: String, Sendable {
        case d = "argon2d"
        case i = "argon2i"
        case id = "argon2id"
    }

    private let variant: Variant
    private let memoryKiB: Int
    private let iterations: Int
    private let lanes: Int

    package init(variant: Variant, memoryKiB: Int, iterations: Int, lanes: Int) {
        self.variant = variant
        self.memoryKiB = memoryKiB
        self.iterations = iterations
        self.lanes = lanes
    }

    package func deriveKey(
        from password: SecretBytes,
        salt: [UInt8],
        secret: SecretBytes,
        associatedData: [UInt8],
        byteCount: Int
    ) throws(CryptoError) -> SecretBytes {
        guard let byteCount32 = UInt32(exactly: byteCount), UInt32(exactly: password.count) != nil,
            UInt32(exactly: salt.count) != nil, UInt32(exactly: secret.count) != nil,
            UInt32(exactly: associatedData.count) != nil, let memory = UInt32(exactly: memoryKiB),
            let iterations = UInt32(exactly: iterations), let lanes = UInt32(exactly: lanes)
        else {
            throw CryptoError(.invalidParameter, "a length or a cost that Argon2 does not have")
        }
        return try SecretBytes(byteCount: byteCount) { output throws(CryptoError) in
            // SAFETY: all inputs outlive the call. The library reads them only: it would wipe password and secret if a
            // flag said so. It writes `byteCount` bytes, for which there is room.
            let result = unsafe output.withUnsafeMutableBufferPointer { buffer, initializedCount in
                let result = password.withBytes { password in
                    secret.withBytes { secret in
                        unsafe password.withUnsafeBufferPointer { password in
                            unsafe secret.withUnsafeBufferPointer { secret in
                                unsafe salt.withUnsafeBufferPointer { salt in
                                    unsafe associatedData.withUnsafeBufferPointer { associatedData in
                                        var context = unsafe Argon2_Context()
                                        unsafe context.out = buffer.baseAddress
                                        unsafe context.outlen = byteCount32
                                        unsafe context.setInputs(password, salt, secret, associatedData)
                                        unsafe context.t_cost = iterations
                                        unsafe context.m_cost = memory
                                        unsafe context.lanes = lanes
                                        unsafe context.threads = 1
                                        unsafe context.version = ARGON2_VERSION_13.rawValue
                                        unsafe context.flags = 0
                                        return unsafe argon2_ctx(&context, variant.type)
                                    }
                                }
                            }
                        }
                    }
                }
                if result == ARGON2_OK.rawValue { initializedCount = byteCount }
                return result
            }
            guard result == ARGON2_OK.rawValue else {
                throw CryptoError(.libraryFailure, "Argon2 failed with its code \(result)")
            }
        }
    }
}

extension Argon2Derivation.Variant {
    fileprivate var type: Argon2_type {
        switch self {
        case .d: Argon2_d
        case .i: Argon2_i
        case .id: Argon2_id
        }
    }
}

extension Argon2_Context {
    /// Points at the inputs; the context may not outlive them.
    @unsafe fileprivate mutating func setInputs(
        _ password: UnsafeBufferPointer<UInt8>,
        _ salt: UnsafeBufferPointer<UInt8>,
        _ secret: UnsafeBufferPointer<UInt8>,
        _ associatedData: UnsafeBufferPointer<UInt8>
    ) {
        unsafe pwd = UnsafeMutablePointer(mutating: password.baseAddress)
        unsafe pwdlen = UInt32(truncatingIfNeeded: password.count)
        unsafe self.salt = UnsafeMutablePointer(mutating: salt.baseAddress)
        unsafe saltlen = UInt32(truncatingIfNeeded: salt.count)
        unsafe self.secret = UnsafeMutablePointer(mutating: secret.baseAddress)
        unsafe secretlen = UInt32(truncatingIfNeeded: secret.count)
        unsafe ad = UnsafeMutablePointer(mutating: associatedData.baseAddress)
        unsafe adlen = UInt32(truncatingIfNeeded: associatedData.count)
    }
}
