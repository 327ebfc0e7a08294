import ByteCoding
import CognitoClient
import CognitoWire
import Foundation
import HTTPTransport
import LocalPool
import Testing

@testable import UserPoolKit

/// What becomes of a session when a refresh fails: it is over only if the service says so.
@Suite("Refreshes that fail") struct RefreshFailureTests {
    /// A failure that says nothing about the session.
    enum Passing: String, CaseIterable, CustomTestStringConvertible {
        case throttled, throttledByProxy, internalError, unavailable, gateway, page, unreachable, timedOut, tls,
            firewall
        case trigger, wrongSecret, notAllowed, userLimit, quota

        var testDescription: String { rawValue }

        var fate: FaultyLine.Fate {
            switch self {
            case .throttled: Self.error("TooManyRequestsException", "Rate exceeded")
            case .throttledByProxy: .answers(status: 429, body: "slow down")
            case .internalError: Self.error("InternalErrorException", "Something went wrong", status: 500)
            case .unavailable: .answers(status: 503, body: "")
            case .gateway: .answers(status: 502, body: "<html>bad gateway</html>")
            case .page: .answers(status: 200, body: "<html>sign in to the hotel</html>")
            case .unreachable: .fails(.couldNotConnect)
            case .timedOut: .fails(.timedOut)
            case .tls: .fails(.certificateUntrusted)
            case .firewall: Self.error("ForbiddenException", "Request not allowed due to WAF block.", status: 403)
            case .trigger: Self.error("UserLambdaValidationException", "PreTokenGeneration failed")
            case .wrongSecret: Self.error("NotAuthorizedException", "Client secret does not match for the client: x")
            case .notAllowed: Self.error("NotAuthorizedException", "Refresh token rotation is enabled for the client")
            case .userLimit: Self.error("LimitExceededException", "Attempt limit exceeded, please try after some time.")
            case .quota: Self.error("ThrottlingException", "Rate exceeded")
            }
        }

        private static func error(_ code: String, _ message: String, status: Int = 400) -> FaultyLine.Fate {
            .answers(status: status, body: #"{"__type":"\#(code)","message":"\#(message)"}"#)
        }
    }

    @Test(
        "nobody is signed out by throttling, a failing service, the network or a mistake",
        arguments: Passing.allCases
    )
    func passing(failure: Passing) async throws {
        let world = try await SessionWorld(grace: 30)
        let keeper = world.keeper(MemorySessionStore())
        let old = try await world.signIn()
        try await keeper.keep(old)
        world.line.always(failure.fate)

        // Good tokens are handed out, and the service is left alone for a moment.
        world.clock.move(to: old.tokens.accessTokenExpiresAt, less: 60)
        for _ in 0..<5 {
            #expect(try await keeper.session(for: "alice").accessToken.value == old.accessToken.value)
        }
        world.clock.move(to: old.tokens.accessTokenExpiresAt, less: -1)
        let error = await #expect(throws: UserPoolError.self) { try await keeper.session(for: "alice") }
        #expect(error?.answer != nil || error?.code == .malformedAnswer)
        let stored = try #require(try await keeper.storedSession(for: "alice"))
        #expect(stored.tokens.refreshToken?.value == old.tokens.refreshToken?.value)

        world.line.always(nil)
        world.clock.advance(by: .seconds(2))
        let new = try await keeper.session(for: "alice")
        #expect(await world.isGood(new))
    }

    @Test("a service in need is asked once, then after one second, two, four, and half a minute at most")
    func rests() async throws {
        let world = try await SessionWorld(grace: 30)
        world.clock.fraction = 1
        let keeper = world.keeper(MemorySessionStore()) { $0.margin = .seconds(1800) }
        let old = try await world.signIn()
        try await keeper.keep(old)
        world.line.always(.answers(status: 403, body: ""))
        world.clock.move(to: old.tokens.accessTokenExpiresAt, less: 1800)
        var times: [Int] = []
        for second in 0..<150 {
            let count = world.refreshCount
            for _ in 0..<10 { _ = try await keeper.session(for: "alice") }
            if world.refreshCount > count { times.append(second) }
            world.clock.advance(by: .seconds(1))
        }
        #expect(times == [0, 1, 3, 7, 15, 31, 61, 91, 121])
        #expect(world.refreshCount == times.count)
    }

    /// A refusal that ends a session.
    enum Final: String, CaseIterable, CustomTestStringConvertible {
        case revoked, expired, disabled, deleted, signedOutEverywhere

        var testDescription: String { rawValue }
    }

    @Test("a session that the service has ended is dropped, and the device stays", arguments: Final.allCases)
    func final(ending: Final) async throws {
        let world = try await SessionWorld(grace: 30)
        let keeper = world.keeper(MemorySessionStore())
        let session = try await world.signIn()
        try await keeper.keep(session)
        try await keeper.keep(Self.device)
        switch ending {
        case .revoked: try await world.pool.revoke(try #require(session.tokens.refreshToken))
        case .expired: world.clock.advance(by: .seconds(31 * 86_400))
        case .disabled:
            try await world.administer(AdminDisableUser.self, .init(userPoolID: world.pool.id, username: "alice"))
        case .deleted: try await world.pool.deleteUser(accessToken: session.accessToken)
        case .signedOutEverywhere: try await world.pool.signOutEverywhere(accessToken: session.accessToken)
        }
        world.clock.advance(by: .seconds(3600))
        let error = await #expect(throws: UserPoolError.self) { try await keeper.session(for: "alice") }
        #expect(error?.remedy == .signInAgain && error?.answer?.serviceCode != nil)
        #expect(world.refreshCount == 1)
        #expect(try await keeper.storedSession(for: "alice") == nil)
        #expect(try await keeper.device(for: "alice") == Self.device)
        let again = await #expect(throws: UserPoolError.self) { try await keeper.session(for: "alice") }
        #expect(again?.code == .notSignedIn && world.refreshCount == 1)
    }

    static let device = DeviceCredentials(
        key: "local_0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0",
        groupKey: "-Ab1Cd2Ef",
        password: "device-password",
        username: "alice"
    )

    // MARK: Rotation

    @Test("a lost answer is made good by showing the replaced token within its grace", arguments: [true, false])
    func lostAnswer(isGarbled: Bool) async throws {
        let world = try await SessionWorld(grace: 30)
        let keeper = world.keeper(MemorySessionStore())
        let old = try await world.signIn()
        try await keeper.keep(old)
        world.clock.move(to: old.tokens.accessTokenExpiresAt, less: 0)
        world.line.script(isGarbled ? .garbles(status: 200, body: "{\"AuthenticationResult\":{") : .losesAnswer)
        let new = try await keeper.session(for: "alice")
        #expect(world.refreshCount == 2)
        #expect(await world.isGood(new))
        #expect(
            try await keeper.storedSession(for: "alice")?.tokens.refreshToken?.value == new.tokens.refreshToken?.value
        )
    }

    @Test("two answers lost in a row leave the session, and the next call makes it good")
    func lostTwice() async throws {
        let world = try await SessionWorld(grace: 30)
        let keeper = world.keeper(MemorySessionStore())
        let old = try await world.signIn()
        try await keeper.keep(old)
        world.clock.move(to: old.tokens.accessTokenExpiresAt, less: 0)
        world.line.script(.losesAnswer, .losesAnswer)
        let error = await #expect(throws: UserPoolError.self) { try await keeper.session(for: "alice") }
        #expect(error?.code == .unreachable)
        world.clock.advance(by: .seconds(1))
        #expect(await world.isGood(try await keeper.session(for: "alice")))
    }

    @Test("without grace a lost answer ends the session, by the service's word")
    func lostWithoutGrace() async throws {
        let world = try await SessionWorld(grace: 0)
        let keeper = world.keeper(MemorySessionStore())
        let old = try await world.signIn()
        try await keeper.keep(old)
        world.clock.move(to: old.tokens.accessTokenExpiresAt, less: 0)
        world.line.script(.losesAnswer)
        let error = await #expect(throws: UserPoolError.self) { try await keeper.session(for: "alice") }
        #expect(error?.code == .refreshTokenReused)
        #expect(try await keeper.storedSession(for: "alice") == nil)
    }

    @Test("who is told of a reused token takes what somebody else has stored, and signs nobody out")
    func reuseIsNoSignOut() async throws {
        let world = try await SessionWorld(grace: 0)
        let store = MemorySessionStore()
        let keeper = world.keeper(store)
        let old = try await world.signIn()
        try await keeper.keep(old)
        world.clock.move(to: old.tokens.accessTokenExpiresAt, less: 0)
        let other = world.keeper(store)
        let stored = Gate()
        // Another machine, whose claim this one did not see, exchanges the token and stores what it got.
        world.line.script(
            .waits {
                do {
                    try await other.keep(try await world.pool.refresh(old))
                } catch {
                    Issue.record(error)
                }
                stored.open()
            }
        )
        let session = try await keeper.session(for: "alice")
        await stored.pass()
        #expect(try await keeper.storedSession(for: "alice")?.accessToken.value == session.accessToken.value)
        #expect(session.accessToken.value != old.accessToken.value)
    }

    @Test("new tokens that the store would not take are kept as soon as it does, without another exchange")
    func storeFails() async throws {
        let world = try await SessionWorld(grace: 0)
        let store = FailingStore(MemorySessionStore())
        let keeper = world.keeper(store)
        let old = try await world.signIn()
        try await keeper.keep(old)
        world.clock.move(to: old.tokens.accessTokenExpiresAt, less: 0)
        world.line.script(.waits { store.failNext(10) })
        let error = await #expect(throws: UserPoolError.self) { try await keeper.session(for: "alice") }
        #expect(error?.code == .storeFailed)
        #expect(try await keeper.storedSession(for: "alice")?.accessToken.value == old.accessToken.value)
        store.failNext(0)
        world.clock.advance(by: .seconds(60))
        let new = try await keeper.session(for: "alice")
        #expect(world.refreshCount == 1)
        #expect(await world.isGood(new))
        #expect(try await keeper.storedSession(for: "alice")?.accessToken.value == new.accessToken.value)
    }

    @Test("nothing is exchanged while the store cannot be written, and new tokens are stored before anybody has them")
    func storedFirst() async throws {
        let world = try await SessionWorld(grace: 0)
        let store = FailingStore(MemorySessionStore())
        let keeper = world.keeper(store)
        let old = try await world.signIn()
        try await keeper.keep(old)
        world.clock.move(to: old.tokens.accessTokenExpiresAt, less: 0)
        store.failNext(1)
        let error = await #expect(throws: UserPoolError.self) { try await keeper.session(for: "alice") }
        #expect(error?.code == .storeFailed && world.refreshCount == 0)
        let count = store.writeCount
        let new = try await keeper.session(for: "alice")
        // The claim, and the tokens.
        #expect(store.writeCount == count + 2)
        #expect(try await keeper.storedSession(for: "alice")?.accessToken.value == new.accessToken.value)
    }
}
