import ByteCoding
import CognitoSRP
import Testing

@Suite("TIMESTAMP") struct SRPTimestampTests {
    @Test(
        "is written in English, in UTC, without a zero before the day",
        arguments: [
            (1_767_413_106, "Sat Jan 3 04:05:06 UTC 2026"), (0, "Thu Jan 1 00:00:00 UTC 1970"),
            (-1, "Wed Dec 31 23:59:59 UTC 1969"), (951_782_400, "Tue Feb 29 00:00:00 UTC 2000"),
            (1_709_251_199, "Thu Feb 29 23:59:59 UTC 2024"), (4_107_542_400, "Mon Mar 1 00:00:00 UTC 2100"),
            (253_402_300_799, "Fri Dec 31 23:59:59 UTC 9999"), (-62_135_596_800, "Mon Jan 1 00:00:00 UTC 0001"),
        ]
    )
    func written(seconds: Int64, text: String) throws {
        #expect(try SRPTimestamp(UnixTime(seconds: seconds)).text == text)
        #expect(try SRPTimestamp(parsing: text).time.seconds == seconds)
    }

    @Test("every day of four centuries comes back as it was")
    func everyDay() throws {
        for day in 0..<146_097 as Range<Int64> {
            let time = UnixTime(seconds: (day - 60_000) * 86_400 + 43_210)
            #expect(try SRPTimestamp(parsing: SRPTimestamp(time).text).time == time)
        }
    }

    @Test(
        "any other form is refused",
        arguments: [
            "", "Sat Jan 03 04:05:06 UTC 2026", "Sun Jan 3 04:05:06 UTC 2026", "Sat Jan 3 24:05:06 UTC 2026",
            "Sat Jan 3 4:05:06 UTC 2026", "Sat Jan 3 04:05:60 UTC 2026", "Sat Jan 3 04:05:06 GMT 2026",
            "Sam Jan 3 04:05:06 UTC 2026", "sat jan 3 04:05:06 utc 2026", "Sat Jan 3 04:05:06 UTC 26",
            "Sat Jan  3 04:05:06 UTC 2026", "Sat Jan 3 04:05:06 UTC 2026 ", "Sat Feb 31 04:05:06 UTC 2026",
            "Sat Jan +3 04:05:06 UTC 2026", "Sat Jan 3 04:05:06 UTC 99999999999999999999", "2026-01-03T04:05:06Z",
            "Sat Jan 3 04:05:06:07 UTC 2026", "Sat Jan ３ 04:05:06 UTC 2026",
        ]
    )
    func refused(_ text: String) {
        let error = #expect(throws: SRPError.self) { try SRPTimestamp(parsing: text) }
        #expect(error?.code == .malformedTimestamp)
    }

    @Test("a moment outside the years 1 to 9999 has no text", arguments: [Int64.min, .max, 253_402_300_800])
    func outOfRange(_ seconds: Int64) {
        let error = #expect(throws: SRPError.self) { try SRPTimestamp(UnixTime(seconds: seconds)) }
        #expect(error?.code == .malformedTimestamp)
    }
}
