/// A QR Code symbol (ISO/IEC 18004): a square of dark and light modules that a camera reads as text.
///
/// A symbol tells everybody who sees it what it holds: one of a secret is as secret as the secret.
public struct QRSymbol: Hashable, Sendable {
    /// How many modules a side has, without the margin around them: 21 to 177.
    public let moduleCount: Int
    /// One element for each module, row by row from the top left; `true` is dark.
    private let modules: [Bool]

    /// How much of a symbol may be unreadable (ISO/IEC 18004 §7.5.1).
    public enum ErrorCorrection: CaseIterable, Hashable, Sendable {
        /// About 7 %.
        case low
        /// About 15 %.
        case medium
        /// About 25 %.
        case quartile
        /// About 30 %.
        case high

        /// The bytes that the largest symbol, version 40, holds (ISO/IEC 18004, table 7).
        public var maximumByteCount: Int {
            switch self {
            case .low: 2953
            case .medium: 2331
            case .quartile: 1663
            case .high: 1273
            }
        }
    }

    /// The modules that must be light on every side (ISO/IEC 18004 §5.3.8).
    public static let margin = 4

    /// Makes the smallest symbol that holds a text.
    ///
    /// - Parameters:
    ///   - text: The text; its UTF-8 bytes are encoded in byte mode, at most
    ///     ``ErrorCorrection/maximumByteCount`` of them.
    ///   - errorCorrection: How much of the symbol may be unreadable.
    /// - Throws: ``QRCodeError`` with ``QRCodeError/Code/emptyText``, ``QRCodeError/Code/textTooLong`` or
    ///   ``QRCodeError/Code/libraryFailure``.
    public init(_ text: String, errorCorrection: ErrorCorrection = .medium) throws(QRCodeError) {
        let bytes = Array(text.utf8)
        guard !bytes.isEmpty else { throw QRCodeError(.emptyText, "there is nothing to encode") }
        guard bytes.count <= errorCorrection.maximumByteCount else {
            let limit = errorCorrection.maximumByteCount
            throw QRCodeError(.textTooLong, "\(bytes.count) bytes do not fit into a symbol that holds \(limit)")
        }
        (moduleCount, modules) = try Self.encode(bytes, errorCorrection)
    }

    /// Whether a module is dark; everything outside of the symbol is light.
    ///
    /// - Parameters:
    ///   - row: The row, counted from the top.
    ///   - column: The column, counted from the left.
    public subscript(row: Int, column: Int) -> Bool {
        let side = 0..<moduleCount
        guard side.contains(row), side.contains(column) else { return false }
        return modules[row * moduleCount + column]
    }
}

extension QRSymbol: CustomStringConvertible, CustomReflectable {
    /// The size and nothing of what the symbol holds.
    public var description: String { "QR Code symbol of \(moduleCount) modules a side" }

    /// Shows the size and nothing of what the symbol holds.
    public var customMirror: Mirror { Mirror(self, children: ["moduleCount": moduleCount]) }
}
