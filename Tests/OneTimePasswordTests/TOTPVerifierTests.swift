import ByteCoding
import OneTimePassword
import Testing

@Suite("TOTP verifier") struct TOTPVerifierTests {
    private let noon = UnixTime(seconds: 1_234_567_890)
    private let step: Int64 = 41_152_263

    @Test("published codes are accepted in their step", arguments: TOTPFile.rows)
    func published(row: TOTPFile.Row) throws {
        for digits in [HOTP.Digits.six, .eight] {
            let verifier = TOTPVerifier(TOTP(try publishedSecret(), digits: digits))
            let accepted = try verifier.accept(
                row.code(digits),
                at: UnixTime(seconds: row.time),
                lastAcceptedStep: nil
            )
            #expect(accepted == Int64(row.counter, radix: 16))
            #expect(
                try verifier.accept(row.code(digits), at: noon.adding(.seconds(86_400)), lastAcceptedStep: nil) == nil
            )
        }
    }

    @Test("one step early or late is accepted, two are not", arguments: -3...3 as ClosedRange<Int64>)
    func window(offset: Int64) throws {
        let code = try TOTP(publishedSecret()).code(at: noon.adding(.seconds(offset * 30)))
        let verdict = try TOTPVerifier(TOTP(publishedSecret())).verdict(on: code, at: noon, lastAcceptedStep: nil)
        #expect(verdict == (abs(offset) <= 1 ? .accepted(step: step + offset) : .wrong))
    }

    @Test("the window moves at the first millisecond of a step, not before")
    func boundary() throws {
        let verifier = TOTPVerifier(TOTP(try publishedSecret()))
        let code = try TOTP(publishedSecret()).code(at: noon)
        let first = UnixTime(seconds: (step - 1) * 30)
        let last = UnixTime(seconds: (step + 2) * 30 - 1, milliseconds: 999)
        for (time, isRight) in [
            (first, true), (last, true), (first.adding(.milliseconds(-1)), false),
            (last.adding(.milliseconds(1)), false),
        ] {
            #expect(try verifier.accept(code, at: time, lastAcceptedStep: nil) == (isRight ? step : nil))
        }
    }

    @Test("each step is accepted once, and none before it afterwards")
    func once() throws {
        let verifier = TOTPVerifier(TOTP(try publishedSecret()))
        let codes = try (-1...1).map { try TOTP(publishedSecret()).code(at: noon.adding(.seconds($0 * 30))) }
        var last: Int64?
        var verdicts: [TOTPVerifier.Verdict] = []
        for code in [codes[1], codes[1], codes[0], codes[2], codes[2], codes[1], codes[0]] {
            let verdict = try verifier.verdict(on: code, at: noon, lastAcceptedStep: last)
            if case .accepted(let step) = verdict { last = step }
            verdicts.append(verdict)
        }
        #expect(
            verdicts == [
                .accepted(step: step), .alreadyUsed, .alreadyUsed, .accepted(step: step + 1), .alreadyUsed,
                .alreadyUsed,
                .alreadyUsed,
            ]
        )
        #expect(try verifier.accept(codes[2], at: noon, lastAcceptedStep: last) == nil)
        #expect(try verifier.accept(codes[2], at: noon, lastAcceptedStep: step) == step + 1)
    }

    @Test("a wrong code is not told to have been used, and a used one in another step is wrong")
    func wrongIsNotUsed() throws {
        let verifier = TOTPVerifier(TOTP(try publishedSecret()))
        let code = try TOTP(publishedSecret()).code(at: noon)
        let changed = String(code.map { $0 == "9" ? "0" : "9" })
        #expect(try verifier.verdict(on: changed, at: noon, lastAcceptedStep: step) == .wrong)
        #expect(try verifier.verdict(on: code, at: noon.adding(.seconds(120)), lastAcceptedStep: step) == .wrong)
    }

    @Test("every code with one digit changed is wrong", arguments: 0..<6)
    func oneDigit(place: Int) throws {
        let verifier = TOTPVerifier(TOTP(try publishedSecret()))
        let code = Array(try TOTP(publishedSecret()).code(at: noon).utf8)
        for digit in UInt8(ascii: "0")...UInt8(ascii: "9") {
            var changed = code
            changed[place] = digit
            let accepted = try verifier.accept(
                String(decoding: changed, as: UTF8.self),
                at: noon,
                lastAcceptedStep: nil
            )
            #expect(accepted == (changed == code ? step : nil))
        }
    }

    @Test(
        "what is not six ASCII digits is refused",
        arguments: [
            "", "0", "05924", "0005924", "00592 ", " 05924", "+05924", "-05924", "005924\n", "005924\0", "00592a",
            "0x5924",
            "٠٠٥٩٢٤", "００５９２４", "00592\u{0664}", "005924\u{301}", "89005924", "005 924",
            String(repeating: "005924", count: 100_000),
        ]
    )
    func malformed(code: String) throws {
        let verifier = TOTPVerifier(TOTP(try publishedSecret()))
        #expect(try verifier.accept("005924", at: noon, lastAcceptedStep: nil) == step)
        #expect(try verifier.verdict(on: code, at: noon, lastAcceptedStep: nil) == .wrong)
    }

    @Test("codes of another length are refused even where they end alike")
    func otherLength() throws {
        let eight = TOTPVerifier(TOTP(try publishedSecret(), digits: .eight))
        #expect(try eight.accept("89005924", at: noon, lastAcceptedStep: nil) == step)
        #expect(try eight.accept("005924", at: noon, lastAcceptedStep: nil) == nil)
    }

    @Test("the code of another secret is refused")
    func otherSecret() throws {
        let other = try OneTimePasswordSecret(base32: "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJR")
        let code = try TOTP(other).code(at: noon)
        #expect(try TOTPVerifier(TOTP(other)).accept(code, at: noon, lastAcceptedStep: nil) == step)
        #expect(try TOTPVerifier(TOTP(publishedSecret())).accept(code, at: noon, lastAcceptedStep: nil) == nil)
    }

    /// Searched for: with the published secret the codes of this step and of the next one are the same.
    private static let collidingStep: Int64 = 910_737

    @Test("two steps of one window that share a code spend it at once")
    func collision() throws {
        let totp = TOTP(try publishedSecret())
        let early = UnixTime(seconds: Self.collidingStep * 30)
        let code = try totp.code(at: early)
        #expect(try totp.code(at: early.adding(.seconds(30))) == code)
        let accepted = try TOTPVerifier(totp).accept(code, at: early, lastAcceptedStep: nil)
        #expect(accepted == Self.collidingStep + 1)
        for offset in 0...2 as ClosedRange<Int64> {
            let later = early.adding(.seconds(offset * 30))
            #expect(try TOTPVerifier(totp).accept(code, at: later, lastAcceptedStep: accepted) == nil)
        }
    }

    @Test("before 1970 nothing is accepted", arguments: [.earliest, UnixTime(seconds: -1)])
    func beforeTheEpoch(time: UnixTime) throws {
        let verifier = TOTPVerifier(TOTP(try publishedSecret()))
        for row in TOTPFile.rows {
            #expect(try verifier.verdict(on: row.totp6, at: time, lastAcceptedStep: nil) == .wrong)
        }
    }

    @Test("in the first step the window has no step before it")
    func firstStep() throws {
        let verifier = TOTPVerifier(TOTP(try publishedSecret()))
        #expect(try verifier.accept("755224", at: UnixTime(seconds: 0), lastAcceptedStep: nil) == 0)
        #expect(try verifier.accept("287082", at: UnixTime(seconds: 0), lastAcceptedStep: nil) == 1)
        #expect(try verifier.accept("755224", at: UnixTime(seconds: 0), lastAcceptedStep: 0) == nil)
        #expect(try verifier.accept("755224", at: UnixTime(seconds: 0), lastAcceptedStep: -1) == 0)
    }

    @Test("the end of time, and any last accepted step, are no trap", arguments: [1, 30])
    func endOfTime(period: Int) throws {
        let totp = try TOTP(publishedSecret(), period: period)
        let code = try totp.code(at: .latest)
        for last in [nil, .min, -1, 0] as [Int64?] {
            #expect(try TOTPVerifier(totp).accept(code, at: .latest, lastAcceptedStep: last) == .max / Int64(period))
        }
        #expect(try TOTPVerifier(totp).verdict(on: code, at: .latest, lastAcceptedStep: .max) == .alreadyUsed)
    }
}
