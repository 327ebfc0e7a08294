import CFuzzer
public import CognitoJWT

/// Ends the run as a finding unless a property holds; unlike `precondition` it says which one in an optimised build too.
///
/// - Parameters:
///   - property: What must hold.
///   - name: What the finding is called.
@inline(__always)
public func require(_ property: @autoclosure () -> Bool, _ name: StaticString) {
    guard property() else { fatalError("\(name)") }
}

/// What holds for every refusal: its code is one of those that are asked for, and its message is one short line of ASCII.
///
/// - Parameters:
///   - error: The refusal.
///   - codes: The codes that it may have.
public func requireRefusal(_ error: JWTError, codes: Set<JWTError.Code>) {
    require(codes.contains(error.code), "a refusal has a code of its kind")
    require(error.message.utf8.count < 400, "a message is short")
    require(error.message.utf8.allSatisfy { (0x20...0x7e).contains($0) }, "a message is one line of ASCII")
}

/// The bytes of one input, lent for the time of one run.
///
/// - Parameters:
///   - start: Where the fuzzer put them.
///   - count: How many there are.
///   - body: What is run on them.
/// - Returns: Zero, which tells the fuzzer to keep the input if it reached something new.
@inline(__always)
public func run(_ start: UnsafePointer<UInt8>, _ count: Int, _ body: (Span<UInt8>) -> Void) -> CInt {
    // SAFETY: the fuzzer neither changes nor frees the bytes before the entry point returns.
    body(unsafe Span(_unsafeStart: start, count: count))
    return 0
}

/// A copy of lent bytes.
///
/// - Parameter bytes: The bytes.
/// - Returns: The same bytes.
public func copy(_ bytes: Span<UInt8>) -> [UInt8] {
    [UInt8](capacity: bytes.count) { copy in
        for index in bytes.indices { copy.append(bytes[index]) }
    }
}

/// One mutation of libFuzzer's own.
///
/// - Parameters:
///   - bytes: What to change.
///   - maximumByteCount: How many bytes there may be afterwards.
/// - Returns: Other bytes.
public func mutated(_ bytes: [UInt8], maximumByteCount: Int) -> [UInt8] {
    let size = max(maximumByteCount, bytes.count, 1)
    var changed = bytes + [UInt8](repeating: 0, count: size - bytes.count)
    // SAFETY: the array has `size` bytes, which the function is told.
    let count = unsafe changed.withUnsafeMutableBufferPointer {
        unsafe LLVMFuzzerMutate($0.baseAddress, bytes.count, size)
    }
    return Array(changed.prefix(count))
}

/// Every code with which a token can be refused.
public let tokenCodes: Set<JWTError.Code> = [
    .tooLarge, .malformed, .algorithm, .unsupportedHeader, .issuer, .unknownKey, .keysUnavailable, .signature,
    .missingClaim, .expired, .notYetValid, .tokenUse, .client, .groups, .scope, .tooOld,
]
