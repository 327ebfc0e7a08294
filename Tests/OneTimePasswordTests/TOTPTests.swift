import ByteCoding
import OneTimePassword
import Testing

@Suite("TOTP") struct TOTPTests {
    @Test("the codes of RFC 6238, appendix B, and their neighbours", arguments: TOTPFile.rows)
    func published(row: TOTPFile.Row) throws {
        let time = UnixTime(seconds: row.time)
        #expect(TOTP(try publishedSecret()).step(at: time) == Int64(row.counter, radix: 16))
        for digits in [HOTP.Digits.six, .eight] {
            #expect(try TOTP(publishedSecret(), digits: digits).code(at: time) == row.code(digits))
            #expect(
                try TOTP(publishedSecret(), digits: digits, period: 30).code(
                    at: UnixTime(seconds: row.time, milliseconds: 999)
                )
                    == row.code(digits)
            )
        }
    }

    @Test("all rows are there; a step later, and with another period, the code is another")
    func otherStep() throws {
        #expect(TOTPFile.rows.count == 11)
        for row in TOTPFile.rows {
            #expect(try TOTP(publishedSecret()).code(at: UnixTime(seconds: row.time + 30)) != row.totp6)
            guard row.time >= 60 else { continue }
            #expect(try TOTP(publishedSecret(), period: 60).code(at: UnixTime(seconds: row.time)) != row.totp6)
        }
    }

    @Test(
        "before 1970 there is no step and no code",
        arguments: [.earliest, UnixTime(seconds: -1), UnixTime(seconds: -30), UnixTime(seconds: -1, milliseconds: 999)]
    )
    func beforeTheEpoch(time: UnixTime) throws {
        let totp = TOTP(try publishedSecret())
        #expect(totp.step(at: time) == nil)
        let error = #expect(throws: OneTimePasswordError.self) { try totp.code(at: time) }
        #expect(error?.code == .timeOutOfRange)
        #expect((1...30).contains(totp.secondsLeft(at: time)))
    }

    @Test("at the end of time there still is a code", arguments: [1, 30, 3600])
    func endOfTime(period: Int) throws {
        let totp = try TOTP(publishedSecret(), period: period)
        #expect(totp.step(at: .latest) == .max / Int64(period))
        #expect(try totp.code(at: .latest).utf8.count == 6)
        #expect((1...period).contains(totp.secondsLeft(at: .latest)))
    }

    @Test(
        "the seconds until the next code",
        arguments: [(0, 30), (1, 29), (29, 1), (30, 30), (-1, 1), (-30, 30), (-29, 29)]
    )
    func secondsLeft(seconds: Int64, left: Int) throws {
        #expect(TOTP(try publishedSecret()).secondsLeft(at: UnixTime(seconds: seconds)) == left)
    }

    @Test("a period of no length, or of more than an hour, is refused", arguments: [0, -1, 3601, .min, .max])
    func badPeriod(period: Int) {
        let error = #expect(throws: OneTimePasswordError.self) { try TOTP(publishedSecret(), period: period) }
        #expect(error?.code == .invalidPeriod)
    }
}
