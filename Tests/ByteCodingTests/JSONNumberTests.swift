import ByteCoding
import Testing

@Suite("JSON numbers") struct JSONNumberTests {
    @Test(
        "integers are integers however they are written",
        arguments: [
            ("0", 0), ("-0", 0), ("0.000", 0), ("0e99999999999999999999", 0), ("1.0", 1), ("1e2", 100),
            ("1.76722914e9", 1_767_229_140), ("1200E-2", 12), ("-3.50e1", -35), ("9223372036854775807", .max),
            ("-9223372036854775808", .min), ("92233720368547758070e-1", .max), ("0.001e3", 1),
            ("-9223372036854775808.000", .min),
        ] as [(String, Int64)]
    )
    func integers(text: String, value: Int64) throws {
        #expect(try number(text).int64 == value)
        #expect(try number(text).int == Int(value))
    }

    @Test(
        "what is no integer, or does not fit, is none",
        arguments: [
            "1.5", "1e-1", "9223372036854775808", "-9223372036854775809", "1e300", "-1e300", "1e19",
            "1e99999999999999999999", "1e-99999999999999999999", "0.1",
        ]
    )
    func noIntegers(text: String) throws {
        #expect(try number(text).int64 == nil)
    }

    @Test("doubles are close, and never infinite")
    func doubles() throws {
        #expect(try number("-0.5e1").double == -5)
        #expect(try number("1e-400").double == 0)
        #expect(try number("1e400").double == nil)
        #expect(try number("-1e400").double == nil)
    }

    @Test(
        "moments are rounded down to the millisecond",
        arguments: [
            ("1767229140", 1_767_229_140, 0), ("1767229140.5", 1_767_229_140, 500),
            ("1.7672291405e9", 1_767_229_140, 500),
            ("0.0009", 0, 0), ("-0.0001", -1, 999), ("-1.5", -2, 500), ("1e-30", 0, 0), ("-1e-30", -1, 999),
        ] as [(String, Int64, Int)]
    )
    func moments(text: String, seconds: Int64, milliseconds: Int) throws {
        #expect(try number(text).unixTime == UnixTime(seconds: seconds, milliseconds: milliseconds))
    }

    @Test("a moment out of range is none", arguments: ["1e300", "-1e300", "9223372036854775807", "1e17"])
    func noMoments(text: String) throws {
        #expect(try number(text).unixTime == nil)
    }

    private func number(_ text: String) throws -> JSONNumber {
        try #require(try JSONReader().read(Array(text.utf8)).number)
    }
}
