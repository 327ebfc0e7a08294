import ByteCoding
import CognitoWire
import Testing

@testable import LocalPool

@Suite("Lock after failures") struct LockoutTests {
    private let start = UnixTime(seconds: 1_000_000)

    @Test("the lock begins with the fifth failure, doubles, and stops at 15 minutes")
    func lengths() {
        var lockout = Lockout()
        var time = start
        var lengths: [Int64] = []
        for _ in 1...17 {
            lockout = lockout.failed(at: time)
            lengths.append(max(0, lockout.lockedUntil.seconds - time.seconds))
            time = lockout.isLocked(at: time) ? lockout.lockedUntil : time
        }
        #expect(lengths == [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900])
    }

    @Test("15 quiet minutes forget the failures")
    func quiet() {
        var lockout = Lockout()
        for _ in 0..<4 { lockout = lockout.failed(at: start) }
        #expect(lockout.failed(at: start.adding(.seconds(900))).failures == 1)
        #expect(lockout.failed(at: start.adding(.seconds(899))).failures == 5)
    }

    @Test("during a lock even the right password is refused and nothing counts; afterwards it opens")
    func signIn() async throws {
        let under = try PoolUnderTest()
        try await under.makeUser()
        for _ in 0..<5 {
            await expectRefusal("NotAuthorizedException", "Incorrect username or password.") {
                try await under.signInWithPassword(password: "wrong")
            }
        }
        for _ in 0..<3 {
            await expectRefusal("NotAuthorizedException", "Password attempts exceeded") {
                try await under.signInWithPassword()
            }
            await expectRefusal("NotAuthorizedException", "Password attempts exceeded") {
                try await under.signInWithSRP()
            }
        }
        under.clock.advance(by: .seconds(1))
        #expect(try await under.signInWithSRP().authenticationResult != nil)
        await expectRefusal("NotAuthorizedException", "Incorrect username or password.") {
            try await under.signInWithPassword(password: "wrong")
        }
        #expect(try await under.signInWithPassword().authenticationResult != nil)
    }

    @Test("a name that nobody has is locked like any other")
    func unknownUser() async throws {
        let under = try PoolUnderTest()
        for _ in 0..<5 {
            await expectRefusal("NotAuthorizedException", "Incorrect username or password.") {
                try await under.signInWithSRP("nobody")
            }
        }
        await expectRefusal("NotAuthorizedException", "Password attempts exceeded") {
            try await under.signInWithSRP("nobody")
        }
    }
}
