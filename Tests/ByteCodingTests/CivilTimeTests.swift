import ByteCoding
import Testing

@Suite("Civil time") struct CivilTimeTests {
    @Test(
        "known moments, both ways",
        arguments: [
            (0, "19700101T000000Z", 4), (-1, "19691231T235959Z", 3), (951_782_400, "20000229T000000Z", 2),
            (1_440_938_160, "20150830T123600Z", 0), (4_107_542_400, "21000301T000000Z", 1),
            (253_402_300_799, "99991231T235959Z", 5), (-62_135_596_800, "00010101T000000Z", 1),
        ]
    )
    func known(seconds: Int64, text: String, weekday: Int) throws {
        let civil = try #require(CivilTime(UnixTime(seconds: seconds, milliseconds: 999)))
        #expect(civil.basicFormat == text)
        #expect(civil.weekday == weekday)
        #expect(civil.unixTime == UnixTime(seconds: seconds))
    }

    @Test("every day of four centuries comes back as it was, and weekdays follow each other")
    func everyDay() throws {
        var weekday = try #require(CivilTime(UnixTime(seconds: -60_001 * 86_400))).weekday
        for day in -60_000..<86_097 as Range<Int64> {
            let time = UnixTime(seconds: day * 86_400 + 43_210)
            let civil = try #require(CivilTime(time))
            #expect(civil.unixTime == time && civil.weekday == (weekday + 1) % 7)
            weekday = civil.weekday
        }
    }

    @Test(
        "there is no such moment",
        arguments: [
            [2026, 2, 29, 0, 0, 0], [2026, 4, 31, 0, 0, 0], [2026, 1, 0, 0, 0, 0], [2026, 13, 1, 0, 0, 0],
            [0, 1, 1, 0, 0, 0],
            [10_000, 1, 1, 0, 0, 0], [2026, 1, 1, 24, 0, 0], [2026, 1, 1, 0, 60, 0], [2026, 1, 1, 0, 0, 60],
            [.max, .max, .max, .max, .max, .max], [.min, .min, .min, .min, .min, .min],
        ]
    )
    func noSuchMoment(_ parts: [Int]) {
        let civil = CivilTime(
            year: parts[0],
            month: parts[1],
            day: parts[2],
            hour: parts[3],
            minute: parts[4],
            second: parts[5]
        )
        #expect(civil == nil)
    }

    @Test("years of five digits have no calendar here", arguments: [Int64.min, .max, 253_402_300_800, -62_135_596_801])
    func outOfRange(_ seconds: Int64) {
        #expect(CivilTime(UnixTime(seconds: seconds)) == nil)
    }
}
