/// A JSON number as it was written, so that reading it neither rounds nor traps.
public struct JSONNumber: Hashable, Sendable {
    /// The number in the grammar of RFC 8259 §6.
    public let text: String

    init(validated text: String) {
        self.text = text
    }

    /// Writes an integer, without point and exponent.
    public init(_ value: Int64) {
        text = String(value)
    }

    /// The value, if it is an integer that fits, however it is written: `100`, `100.0`, `1e2` and `-0` are integers.
    public var int64: Int64? {
        if let value = Int64(text) { return value }
        guard let (value, isExact) = decimal.scaled(byPowerOfTen: 0), isExact else { return nil }
        return value
    }

    /// The value as an `Int`, under the same rule as ``int64``.
    public var int: Int? {
        int64.flatMap { Int(exactly: $0) }
    }

    /// The closest `Double`; `nil` if the number is too large for one.
    public var double: Double? {
        Double(text).flatMap { $0.isFinite ? $0 : nil }
    }

    /// The moment that many seconds after the epoch (RFC 7519 §2, NumericDate), rounded down to the millisecond.
    ///
    /// `nil` if the milliseconds do not fit 64 bits.
    public var unixTime: UnixTime? {
        if let seconds = Int32(text) { return UnixTime(seconds: Int64(seconds)) }
        return decimal.scaled(byPowerOfTen: 3).map { UnixTime(millisecondsSinceEpoch: $0.value) }
    }

    private var decimal: Decimal { Decimal(text) }

    /// A sign, digits without a point, and the power of ten that the last digit stands for.
    private struct Decimal {
        private var isNegative = false
        private var digits: [UInt8] = []
        private var exponent = 0

        init(_ text: String) {
            var isFraction = false
            var isExponent = false
            var isExponentNegative = false
            var written = 0
            for character in text.utf8 {
                switch character {
                case UInt8(ascii: "-") where isExponent: isExponentNegative = true
                case UInt8(ascii: "-"): isNegative = true
                case UInt8(ascii: "+"): break
                case UInt8(ascii: "."): isFraction = true
                case UInt8(ascii: "e"), UInt8(ascii: "E"): isExponent = true
                case _ where isExponent: written = min(written * 10 + Int(character & 0x0f), 1_000_000_000)
                default:
                    digits.append(character & 0x0f)
                    if isFraction { exponent -= 1 }
                }
            }
            exponent += isExponentNegative ? -written : written
            digits = Array(digits.drop { $0 == 0 })
        }

        /// The value times a power of ten, rounded down; `nil` if that does not fit.
        func scaled(byPowerOfTen power: Int) -> (value: Int64, isExact: Bool)? {
            guard !digits.isEmpty else { return (0, true) }
            let whole = digits.count + exponent + power
            guard whole > 0 else { return (isNegative ? -1 : 0, false) }
            guard whole <= 19 else { return nil }
            var value: Int64 = 0
            for index in 0..<whole {
                let digit = index < digits.count ? Int64(digits[index]) : 0
                guard let next = Self.append(isNegative ? -digit : digit, to: value) else { return nil }
                value = next
            }
            let isExact = digits.dropFirst(whole).allSatisfy { $0 == 0 }
            guard isNegative, !isExact else { return (value, isExact) }
            let (below, hasOverflown) = value.subtractingReportingOverflow(1)
            return hasOverflown ? nil : (below, false)
        }

        private static func append(_ digit: Int64, to value: Int64) -> Int64? {
            let (shifted, hasOverflown) = value.multipliedReportingOverflow(by: 10)
            guard !hasOverflown else { return nil }
            let (sum, hasSumOverflown) = shifted.addingReportingOverflow(digit)
            return hasSumOverflown ? nil : sum
        }
    }
}
