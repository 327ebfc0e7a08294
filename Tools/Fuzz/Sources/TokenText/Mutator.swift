import ByteCoding
import FuzzSupport

/// Changes a token as libFuzzer changes any bytes, or inside of one of its parts, so that base64url hides nothing.
///
/// - Parameters:
///   - data: The text, changed in place.
///   - size: Its length.
///   - maximumSize: How long it may get.
///   - seed: Decides what is changed.
/// - Returns: The new length.
@_cdecl("LLVMFuzzerCustomMutator")
public func mutate(_ data: UnsafeMutablePointer<UInt8>, _ size: Int, _ maximumSize: Int, _ seed: CUnsignedInt) -> Int {
    // SAFETY: the fuzzer owns `maximumSize` bytes at `data` and lends them for this call.
    let buffer = unsafe UnsafeMutableBufferPointer(start: data, count: maximumSize)
    let text = unsafe Array(buffer.prefix(size))
    let changed =
        (seed.isMultiple(of: 4) ? nil : mutatedInside(text, seed: seed)) ?? mutated(text, maximumByteCount: maximumSize)
    let kept = changed.prefix(maximumSize)
    for (index, byte) in kept.enumerated() { unsafe buffer[index] = byte }
    return kept.count
}

/// The token with one part decoded, changed and encoded again; `nil` if it is no token or the part cannot be decoded.
private func mutatedInside(_ text: [UInt8], seed: CUnsignedInt) -> [UInt8]? {
    var parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).map(Array.init)
    guard parts.count == 3 else { return nil }
    let index = Int(seed >> 2) % 8
    // Mostly header and payload: a changed signature is wrong and nothing more.
    let place = index < 3 ? 0 : index < 7 ? 1 : 2
    let part = parts[place]
    guard let bytes = try? Base64URL.decode(part.span) else { return nil }
    parts[place] = Base64URL.encodedBytes(mutated(bytes, maximumByteCount: bytes.count + 64).span)
    return Array(parts.joined(separator: [UInt8(ascii: ".")]))
}
