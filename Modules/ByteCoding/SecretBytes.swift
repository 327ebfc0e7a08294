#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// Bytes that must not leak: a password, a key, a token.
///
/// The bytes are copied in, lent out by ``withBytes(_:)`` and overwritten with `explicit_bzero` when the last copy of
/// the value goes. Printing, dumping or reflecting it shows `<redacted>`. It is deliberately not `Equatable`: compare
/// with the constant-time comparison of `CryptoPrimitives`.
public struct SecretBytes: Sendable {
    private let storage: Storage

    /// Copies the bytes of `span`; wiping the original is the caller's business.
    public init(copying span: Span<UInt8>) {
        self.init(byteCount: span.count) { output in
            for index in span.indices { output.append(span[index]) }
        }
    }

    /// Copies `bytes`; wiping the original is the caller's business.
    public init(_ bytes: [UInt8]) {
        self.init(copying: bytes.span)
    }

    /// Copies the UTF-8 bytes of `text`.
    public init(utf8 text: String) {
        self.init(copying: text.utf8.span)
    }

    /// Makes room for `byteCount` bytes and lets `write` fill it, so that the secret is never anywhere else.
    ///
    /// - Parameters:
    ///   - byteCount: How many bytes there may be; what `write` leaves unfilled is not part of the value.
    ///   - write: Appends the bytes; when it throws, what it wrote is wiped.
    /// - Throws: Only what `write` throws.
    public init<Failure: Error>(
        byteCount: Int,
        initializingWith write: (inout OutputSpan<UInt8>) throws(Failure) -> Void
    ) throws(Failure) {
        storage = try Storage(byteCount: byteCount, initializingWith: write)
    }

    /// The number of bytes; not a secret.
    public var count: Int {
        storage.count
    }

    /// Whether there are no bytes at all.
    public var isEmpty: Bool {
        storage.count == 0
    }

    /// Lends the bytes for the length of one call.
    public func withBytes<Result: ~Copyable, Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try storage.withBytes(body)
    }
}

extension SecretBytes: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Always `<redacted>`.
    public var description: String { "<redacted>" }

    /// Always `<redacted>`.
    public var debugDescription: String { "<redacted>" }

    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// Sole owner of the memory, wiped when it goes.
// SAFETY: written only in `init`; shared access later is read-only.
@safe private final class Storage: @unchecked Sendable {
    private(set) var count: Int
    private let memory: UnsafeMutableBufferPointer<UInt8>

    init<Failure: Error>(
        byteCount: Int,
        initializingWith write: (inout OutputSpan<UInt8>) throws(Failure) -> Void
    ) throws(Failure) {
        count = 0
        unsafe memory = .allocate(capacity: max(byteCount, 0))
        // SAFETY: the span covers memory of our own, and hands it back before this method returns; `deinit` wipes all of
        // it, however much was filled and whether or not `write` threw.
        var output = unsafe OutputSpan(buffer: memory, initializedCount: 0)
        do {
            try write(&output)
            count = unsafe output.finalize(for: memory)
        } catch {
            _ = unsafe output.finalize(for: memory)
            throw error
        }
    }

    deinit {
        if let start = unsafe memory.baseAddress { unsafe explicit_bzero(start, memory.count) }
        unsafe memory.deallocate()
    }

    func withBytes<Result: ~Copyable, Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        // SAFETY: `memory` holds `count` initialised bytes for as long as `self` lives, which outlasts the call.
        let buffer = unsafe UnsafeBufferPointer(start: memory.baseAddress, count: count)
        return try unsafe body(Span(_unsafeElements: buffer))
    }
}
