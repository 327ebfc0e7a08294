import OneTimePassword
import Testing

@Suite("HOTP") struct HOTPTests {
    @Test("the codes of RFC 4226, appendix D", arguments: HOTPFile.rows)
    func published(row: HOTPFile.Row) throws {
        #expect(try HOTP(publishedSecret()).code(counter: row.count) == row.hotp)
        for digits in HOTP.Digits.allCases {
            let code = try HOTP(publishedSecret(), digits: digits).code(counter: row.count)
            #expect(code == row.lastDigits(digits.rawValue))
        }
    }

    @Test("all rows are there, and another secret gives other codes")
    func otherSecret() throws {
        #expect(HOTPFile.rows.count == 10)
        let other = try OneTimePasswordSecret(base32: "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJR")
        for row in HOTPFile.rows {
            #expect(try HOTP(other).code(counter: row.count) != row.hotp)
        }
    }

    @Test("every counter has a code of its length", arguments: [0, 1, 1 << 31, 1 << 32, .max] as [UInt64])
    func anyCounter(counter: UInt64) throws {
        for digits in HOTP.Digits.allCases {
            let code = try HOTP(publishedSecret(), digits: digits).code(counter: counter)
            #expect(code.utf8.count == digits.rawValue)
            #expect(code.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        }
    }
}
