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
        storage = Storage(copying: span)
    }

    /// Copies `bytes`; wiping the original is the caller's business.
    public init(_ bytes: [UInt8]) {
        storage = Storage(copying: bytes.span)
    }

    /// Copies the UTF-8 bytes of `text`.
    public init(utf8 text: String) {
        self.init(Array(text.utf8))
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
    let count: Int
    private let memory: UnsafeMutablePointer<UInt8>

    init(copying span: Span<UInt8>) {
        count = span.count
        unsafe memory = .allocate(capacity: max(span.count, 1))
        for index in span.indices {
            unsafe (memory + index).initialize(to: span[index])
        }
    }

    deinit {
        unsafe explicit_bzero(memory, count)
        unsafe memory.deallocate()
    }

    func withBytes<Result: ~Copyable, Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        // SAFETY: `memory` holds `count` initialised bytes for as long as `self` lives, which outlasts the call.
        let buffer = unsafe UnsafeBufferPointer(start: memory, count: count)
        return try unsafe body(Span(_unsafeElements: buffer))
    }
}
