import ByteCoding
import CognitoWire
import LocalPool
import Testing

@Suite("The pool's clock") struct ClockTests {
    @Test("an offset moves the pool's time, and codes expire by it")
    func offset() async throws {
        let under = try PoolUnderTest()
        try await under.signUp()
        let code = try await under.code()
        let setting = try under.pool.setClock(.running(offset: .seconds(25 * 3600)))
        #expect(setting.now == under.clock.now.adding(.seconds(25 * 3600)))
        #expect(setting.offset == .seconds(25 * 3600))
        #expect(!setting.isFrozen)
        await expectRefusal("ExpiredCodeException") { try await under.confirmSignUp(code: code) }
        try under.pool.setClock(.running())
        try await under.confirmSignUp(code: code)
    }

    @Test("a frozen clock stands still, one that runs from a moment goes on")
    func frozen() throws {
        let under = try PoolUnderTest()
        let moment = UnixTime(seconds: 2_000_000_000)
        try under.pool.setClock(.frozen(at: moment))
        under.clock.advance(by: .seconds(60))
        #expect(under.pool.now == moment)
        #expect(under.pool.clockSetting.isFrozen)
        #expect(under.pool.clockSetting.offset == moment.duration(since: under.clock.now))
        try under.pool.setClock(.running(from: moment))
        under.clock.advance(by: .seconds(60))
        #expect(under.pool.now == moment.adding(.seconds(60)))
        try under.pool.setClock(.frozen(offset: .seconds(-5)))
        #expect(under.pool.now == under.clock.now.adding(.seconds(-5)))
    }

    @Test(
        "a moment that the formats cannot write is refused",
        arguments: [
            ClockMove.running(offset: .seconds(1 << 62)), .running(offset: .seconds(-(1 << 62))),
            .frozen(at: .latest), .frozen(at: .earliest), .running(from: UnixTime(seconds: -1)),
        ]
    )
    func outOfRange(_ move: ClockMove) throws {
        let under = try PoolUnderTest()
        let before = under.pool.clockSetting
        let error = #expect(throws: LocalPoolError.self) { try under.pool.setClock(move) }
        #expect(error?.code == .invalidConfiguration)
        #expect(under.pool.clockSetting == before)
    }
}
