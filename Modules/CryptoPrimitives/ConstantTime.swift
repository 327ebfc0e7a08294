public import ByteCoding

/// Comparison whose duration does not tell where two secrets differ.
public enum ConstantTime {
    /// Whether both hold the same bytes; their lengths are not secret.
    public static func areEqual(_ first: Span<UInt8>, _ second: Span<UInt8>) -> Bool {
        first.count == second.count && haveEqualBytes(first, second)
    }

    /// Whether both hold the same bytes; their lengths are not secret.
    public static func areEqual(_ first: [UInt8], _ second: [UInt8]) -> Bool {
        areEqual(first.span, second.span)
    }

    /// Whether both hold the same bytes; their lengths are not secret.
    public static func areEqual(_ first: SecretBytes, _ second: SecretBytes) -> Bool {
        first.withBytes { first in second.withBytes { second in areEqual(first, second) } }
    }
}
