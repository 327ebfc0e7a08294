import ByteCoding
import CognitoClient
import CognitoWire
import Foundation
import Testing

@testable import UserPoolKit

/// A browser that keeps cookies as RFC 6265bis says, as far as these tests need it.
private struct Browser {
    private struct Cookie {
        var value: String
        var path: String
    }

    private var cookies: [String: Cookie] = [:]

    /// Takes the lines of an answer; each must be one that browsers take.
    mutating func take(_ lines: [String]) {
        for line in lines {
            #expect(line.utf8.count <= 4096)
            let parts = line.components(separatedBy: "; ")
            let pair = parts[0].split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            let path = parts.first { $0.hasPrefix("Path=") }?.dropFirst(5) ?? ""
            #expect(parts.contains("HttpOnly") && parts.contains("Secure") && parts.contains("SameSite=Lax"))
            if pair[0].hasPrefix("__Host-") {
                #expect(path == "/" && !line.contains("Domain"))
            } else {
                #expect(pair[0].hasPrefix("__Secure-"))
            }
            if parts.contains("Max-Age=0") {
                cookies[pair[0]] = nil
            } else {
                cookies[pair[0]] = Cookie(value: pair[1], path: String(path))
            }
        }
    }

    /// What it sends to a path.
    func header(for path: String) -> [String] {
        let fitting = cookies.filter { path == $0.value.path || path.hasPrefix($0.value.path) }
        return [fitting.map { "\($0.key)=\($0.value.value)" }.sorted().joined(separator: "; ")]
    }

    var names: [String] { cookies.keys.sorted() }
}

@Suite("Sessions in cookies") struct CookieTests {
    private static let refreshPath = "/v1/sessions"

    private func policy(keepsIDToken: Bool = true) throws -> CookiePolicy {
        try CookiePolicy(refreshPath: Self.refreshPath, lifetime: .seconds(86_400), keepsIDToken: keepsIDToken)
    }

    private func store(
        _ world: SessionWorld,
        _ browser: Browser,
        path: String = refreshPath
    ) throws -> CookieSessionStore {
        CookieSessionStore(policy: try policy(), pool: world.pool, cookieHeaders: browser.header(for: path))
    }

    /// A browser that has signed in.
    private func signedIn(_ world: SessionWorld, device: Bool = false) async throws -> (Browser, UserSession) {
        var session = try await world.signIn()
        if device { session.device = RefreshFailureTests.device }
        var browser = Browser()
        let cookies = try store(world, browser)
        #expect(cookies.username == nil && cookies.setCookieLines.isEmpty)
        try await world.keeper(cookies).keep(session)
        browser.take(cookies.setCookieLines)
        return (browser, session)
    }

    @Test("tokens come back from the browser; the refresh token goes to its own routes only")
    func roundTrip() async throws {
        let world = try await SessionWorld(grace: 0)
        let (browser, session) = try await signedIn(world, device: true)
        #expect(
            browser.names == [
                "__Host-userpool-access", "__Host-userpool-id", "__Secure-userpool-device", "__Secure-userpool-refresh",
            ]
        )
        #expect(try policy().accessTokenName == "__Host-userpool-access")
        let refreshing = try store(world, browser)
        #expect(refreshing.username == "alice")
        let kept = try #require(try await world.keeper(refreshing).storedSession(for: "alice"))
        #expect(kept.accessToken.value == session.accessToken.value && kept.device == RefreshFailureTests.device)
        #expect(kept.tokens.idToken?.value == session.tokens.idToken?.value)
        #expect(kept.tokens.refreshToken?.value == session.tokens.refreshToken?.value)

        let elsewhere = try store(world, browser, path: "/articles")
        let other = try #require(try await world.keeper(elsewhere).storedSession(for: "alice"))
        #expect(other.accessToken.value == session.accessToken.value && other.tokens.refreshToken == nil)
        #expect(refreshing.setCookieLines.isEmpty && elsewhere.setCookieLines.isEmpty)
        let nobody = try await world.keeper(refreshing).storedSession(for: "bob")
        #expect(nobody == nil)
    }

    @Test("a refresh changes the cookies; on other routes expired tokens are refused and nothing is dropped")
    func refresh() async throws {
        let world = try await SessionWorld(grace: 0)
        var (browser, session) = try await signedIn(world)
        world.clock.move(to: session.tokens.accessTokenExpiresAt, less: 0)
        let elsewhere = try store(world, browser, path: "/articles")
        let error = await #expect(throws: UserPoolError.self) {
            try await world.keeper(elsewhere).session(for: "alice")
        }
        #expect(error?.code == .noRefreshToken && elsewhere.setCookieLines.isEmpty)
        let cookies = try store(world, browser)
        let new = try await world.keeper(cookies).session(for: "alice")
        #expect(new.accessToken.value != session.accessToken.value)
        browser.take(cookies.setCookieLines)
        let kept = try #require(try await world.keeper(try store(world, browser)).storedSession(for: "alice"))
        #expect(kept.tokens.refreshToken?.value == new.tokens.refreshToken?.value)
    }

    @Test("parallel requests of one browser are one refresh, and each of them gets the new cookies")
    func parallelRequests() async throws {
        let world = try await SessionWorld(grace: 0)
        let (browser, session) = try await signedIn(world)
        world.clock.move(to: session.tokens.accessTokenExpiresAt, less: 0)
        let keeper = world.keeper(MemorySessionStore())
        let lines = try await withThrowingTaskGroup(of: [String].self) { group in
            for _ in 0..<20 {
                let cookies = try store(world, browser)
                group.addTask {
                    _ = try await keeper.with(cookies).session(for: "alice")
                    return cookies.setCookieLines
                }
            }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(world.refreshCount == 1 && lines.count == 1 && lines.first?.count == 3)
        // A request that was on its way with the old cookies arrives late.
        let late = try store(world, browser)
        _ = try await keeper.with(late).session(for: "alice")
        #expect(world.refreshCount == 1 && late.setCookieLines == lines.first)
    }

    @Test("signing out removes the tokens and leaves the device, which the next sign-in finds")
    func signOut() async throws {
        let world = try await SessionWorld(grace: 0)
        var (browser, _) = try await signedIn(world, device: true)
        let cookies = try store(world, browser)
        guard case .complete = await world.keeper(cookies).signOut("alice") else {
            Issue.record("not complete")
            return
        }
        browser.take(cookies.setCookieLines)
        #expect(browser.names == ["__Secure-userpool-device"])
        let next = try store(world, browser)
        #expect(try await world.keeper(next).device(for: "alice") == RefreshFailureTests.device)
        #expect(try await world.keeper(next).storedSession(for: "alice") == nil)
    }

    @Test("a session that the service has ended leaves the browser")
    func endedSession() async throws {
        let world = try await SessionWorld(grace: 0)
        var (browser, session) = try await signedIn(world)
        try await world.pool.signOutEverywhere(accessToken: session.accessToken)
        world.clock.move(to: session.tokens.accessTokenExpiresAt, less: 0)
        let cookies = try store(world, browser)
        let error = await #expect(throws: UserPoolError.self) { try await world.keeper(cookies).session(for: "alice") }
        #expect(error?.remedy == .signInAgain)
        browser.take(cookies.setCookieLines)
        #expect(browser.names.isEmpty)
    }

    // MARK: Lines

    private func slot() throws -> CookieSlot { try policy().access }

    private func cookies(_ lines: [String]) -> [String: [String]] {
        var cookies: [String: [String]] = [:]
        for line in lines where !line.contains("Max-Age=0") {
            let pair = line.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1)
            cookies[String(pair[0])] = [String(pair[1])]
        }
        return cookies
    }

    @Test("the lines are as browsers want them")
    func golden() throws {
        let policy = try policy()
        #expect(
            try policy.access.lines("e.y.J", seen: [])
                == ["__Host-userpool-access=e.y.J; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=86400"]
        )
        #expect(
            try policy.refresh.lines("r", seen: [])
                == ["__Secure-userpool-refresh=r; Path=/v1/sessions; Secure; HttpOnly; SameSite=Lax; Max-Age=86400"]
        )
        #expect(
            policy.refresh.removal(seen: [])
                == ["__Secure-userpool-refresh=; Path=/v1/sessions; Secure; HttpOnly; SameSite=Lax; Max-Age=0"]
        )
        let shared = try CookiePolicy(name: "app", refreshPath: "/", domain: "example.com", sameSite: .none)
        #expect(shared.accessTokenName == "__Secure-app-access")
        #expect(
            try shared.access.lines("x", seen: []).first?.contains(
                "; Domain=example.com; Secure; HttpOnly; SameSite=None"
            ) == true
        )
        let local = try CookiePolicy(refreshPath: "/", sameSite: .strict, isSecure: false)
        #expect(
            try local.access.lines("x", seen: [])
                == ["userpool-access=x; Path=/; HttpOnly; SameSite=Strict; Max-Age=2592000"]
        )
    }

    @Test(
        "a value of any length comes back whole, from as few cookies as browsers must keep",
        arguments: [1, 4000, 4023, 4024, 4025, 9000, 30_000]
    )
    func splitting(length: Int) throws {
        let slot = try slot()
        let value = String((0..<length).map { Character(Unicode.Scalar(UInt8(97 + $0 % 26))) })
        let lines = try slot.lines(value, seen: [])
        #expect(lines.allSatisfy { $0.utf8.count <= 4096 })
        #expect(slot.value(in: cookies(lines)) == value)
        if length > 4096 {
            // A part is missing, or one is there twice.
            var some = cookies(lines)
            some["\(slot.name)-1"] = nil
            #expect(slot.value(in: some) == nil)
            some["\(slot.name)-1"] = ["a", "b"]
            #expect(slot.value(in: some) == nil)
        }
    }

    @Test("what is too long for all cookies together is refused, and left-overs of longer values are removed")
    func leftovers() throws {
        let slot = try slot()
        let error = #expect(throws: UserPoolError.self) {
            try slot.lines(String(repeating: "a", count: 33_000), seen: [])
        }
        #expect(error?.code == .storeFailed)
        let long = try slot.lines(String(repeating: "a", count: 9000), seen: [])
        let seen = Set(cookies(long).keys)
        #expect(seen.count == 3)
        let short = try slot.lines("b", seen: seen)
        #expect(short.count == 4 && short.dropFirst().allSatisfy { $0.contains("=; ") && $0.hasSuffix("Max-Age=0") })
        // What a shorter value left unseen does not hide a longer one.
        #expect(long.contains { $0.hasPrefix("\(slot.name)=; ") })
        for count in ["1", "0", "9", "-2", "x", ""] {
            #expect(slot.value(in: ["\(slot.name)-0": ["\(count).a"], "\(slot.name)-1": ["b"]]) == nil)
        }
    }

    @Test("cookies that somebody else has put there make nobody a user, and no line breaks")
    func foreignCookies() async throws {
        let world = try await SessionWorld()
        let (browser, _) = try await signedIn(world)
        let header = try #require(browser.header(for: Self.refreshPath).first)
        let headers = [
            header + "; __Host-userpool-access=e.y.J", "__Host-userpool-access=e.y.J", "__Host-userpool-access=", "=",
            ";;;",
            "__Host-userpool-access", "__Host-userpool-access-0=2.e", String(repeating: "a=b; ", count: 2000),
        ]
        for header in headers {
            let store = CookieSessionStore(policy: try policy(), pool: world.pool, cookieHeaders: [header])
            #expect(store.username == nil, "\(header.prefix(60))")
            #expect(try await world.keeper(store).storedSession(for: "alice") == nil)
        }
        let session = try SessionKeeperTests.session("alice")
        let broken = try TokenSet(accessToken: session.accessToken, refreshToken: "a\r\nSet-Cookie: b=c")
        let cookies = try store(world, Browser())
        let error = await #expect(throws: UserPoolError.self) {
            try await world.keeper(cookies).keep(UserSession(tokens: broken))
        }
        #expect(error?.code == .storeFailed && cookies.setCookieLines.isEmpty)
    }

    @Test("a sign-in that waits is not kept in cookies")
    func noChallenges() async throws {
        let world = try await SessionWorld()
        let cookies = try store(world, Browser())
        let key = world.pool.storeKey(.challenge, "x")
        let error = await #expect(throws: UserPoolError.self) {
            try await cookies.replace(key, expecting: nil, with: StoredEntry(new: SecretBytes(utf8: "{}")))
        }
        #expect(error?.code == .storeFailed)
        #expect(try await cookies.replace(key, expecting: nil, with: nil))
    }

    @Test("a policy that would break the header, or that browsers refuse, is refused")
    func badPolicies() {
        let makings: [() throws -> CookiePolicy] = [
            { try CookiePolicy(name: "", refreshPath: "/") },
            { try CookiePolicy(name: "a b", refreshPath: "/") },
            { try CookiePolicy(name: "a=b", refreshPath: "/") },
            { try CookiePolicy(name: String(repeating: "a", count: 65), refreshPath: "/") },
            { try CookiePolicy(refreshPath: "sessions") },
            { try CookiePolicy(refreshPath: "/a; Domain=evil.example") },
            { try CookiePolicy(refreshPath: "/a\r\nb") },
            { try CookiePolicy(refreshPath: "/", domain: "") },
            { try CookiePolicy(refreshPath: "/", domain: "a;b") },
            { try CookiePolicy(refreshPath: "/", sameSite: .none, isSecure: false) },
            { try CookiePolicy(refreshPath: "/", lifetime: .zero) },
        ]
        for making in makings {
            let error = #expect(throws: UserPoolError.self) { try making() }
            #expect(error?.code == .invalidParameter)
        }
    }
}
