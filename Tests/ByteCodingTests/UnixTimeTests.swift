import ByteCoding
import Testing

@Suite("Unix time") struct UnixTimeTests {
    @Test("milliseconds outside of a second carry over")
    func carry() {
        #expect(UnixTime(seconds: 1, milliseconds: 2500) == UnixTime(seconds: 3, milliseconds: 500))
        #expect(UnixTime(seconds: 1, milliseconds: -1) == UnixTime(seconds: 0, milliseconds: 999))
        #expect(UnixTime(seconds: 0, milliseconds: -1000) == UnixTime(seconds: -1))
        #expect(UnixTime(millisecondsSinceEpoch: -1) == UnixTime(seconds: -1, milliseconds: 999))
        #expect(UnixTime(millisecondsSinceEpoch: 1_700_000_000_123).milliseconds == 123)
    }

    @Test("arithmetic stops at the ends of the range")
    func saturating() {
        let huge = Duration(secondsComponent: .max, attosecondsComponent: 999_999_999_999_999_999)
        let tiny = Duration(secondsComponent: .min, attosecondsComponent: 0)
        #expect(UnixTime(seconds: 1).adding(huge) == .latest)
        #expect(UnixTime(seconds: -1).adding(tiny) == .earliest)
        #expect(UnixTime.latest.adding(.milliseconds(1)) == .latest)
        #expect(UnixTime.earliest.adding(.nanoseconds(-1)) == .earliest)
        #expect(UnixTime(seconds: .max, milliseconds: .max) == .latest)
        #expect(UnixTime(seconds: .min, milliseconds: .min) == .earliest)
        #expect(UnixTime(millisecondsSinceEpoch: .min).seconds == .min / 1000 - 1)
        #expect(UnixTime.latest.duration(since: .earliest) > .seconds(Int64.max))
    }

    @Test("durations are added and measured, parts of a millisecond rounded down")
    func adding() {
        let start = UnixTime(seconds: 10, milliseconds: 900)
        #expect(start.adding(.milliseconds(150)) == UnixTime(seconds: 11, milliseconds: 50))
        #expect(start.adding(.milliseconds(-901)) == UnixTime(seconds: 9, milliseconds: 999))
        #expect(start.adding(.microseconds(-1)) == UnixTime(seconds: 10, milliseconds: 899))
        #expect(start.adding(.microseconds(999)) == start)
        #expect(start.adding(.seconds(5)).duration(since: start) == .seconds(5))
        #expect(start.duration(since: start.adding(.milliseconds(1))) == .milliseconds(-1))
    }

    @Test("moments are ordered")
    func ordered() {
        let moments = [
            UnixTime.earliest, .init(seconds: -1), .init(seconds: 0), .init(seconds: 0, milliseconds: 1), .latest,
        ]
        #expect(moments.shuffled().sorted() == moments)
    }
}
