import ByteCoding
import CognitoWire
import Foundation
import Testing

@testable import UserPoolKit

@Suite("Layouts of other clients' stores") struct StorageLayoutTests {
    private static let client = "1example23456789"
    private static let prefix = "CognitoIdentityServiceProvider.1example23456789"

    private static func token(_ username: String, subject: String = "subject-1") -> String {
        FakeTokens.token(
            #"{"sub":"\#(subject)","username":"\#(username)","iat":1767413106,"exp":1767416706}"#
        )
    }

    /// What a client keeps of a user.
    private static func items(_ name: String, username: String, drift: String?) -> [String: String] {
        var items = [
            "\(prefix).\(name).accessToken": token(username),
            "\(prefix).\(name).idToken": FakeTokens.id,
            "\(prefix).\(name).refreshToken": "refresh-1",
            "\(prefix).\(name).deviceKey": "us-east-1_0f1e",
            "\(prefix).\(name).deviceGroupKey": "-Ab1Cd2Ef",
            "\(prefix).\(name).randomPasswordKey": "AAECAw==",
            "\(prefix).\(name).userData": #"{"Username":"\#(name)"}"#,
            "\(prefix).LastAuthUser": name,
            "CognitoIdentityServiceProvider.other.bob.accessToken": token("bob"),
            "amplify-signin-with-hostedUI": "true",
            "\(prefix).AuthUserList": name,
        ]
        items["\(prefix).\(name).clockDrift"] = drift
        return items
    }

    @Test("what both clients keep is read: tokens, device, who was last, and nobody else's")
    func reading() throws {
        for layout in [StorageLayout.identityJS, .amplify] {
            let users = layout.read(Self.items("alice", username: "alice", drift: "0"), clientID: Self.client)
            let user = try #require(users.first)
            #expect(users.count == 1 && user.username == "alice" && user.isLast && user.failure == nil)
            let session = try #require(user.session)
            #expect(
                session.accessToken.value == Self.token("alice") && session.tokens.refreshToken?.value == "refresh-1"
            )
            #expect(session.tokens.idToken?.value == FakeTokens.id)
            let device = try #require(session.device)
            #expect(device.key == "us-east-1_0f1e" && device.groupKey == "-Ab1Cd2Ef" && device.username == "alice")
            #expect(device.password.value == "AAECAw==" && user.device == device)
            #expect(user.typedName == nil && user.clockDifference == .zero)
        }
    }

    @Test("the drift has another sign and another unit in each layout, and comes to the same")
    func drift() throws {
        // The service's clock is 90 seconds ahead of the browser's.
        let rows: [(StorageLayout, String)] = [(.identityJS, "-90"), (.amplify, "90000")]
        for (layout, text) in rows {
            let items = Self.items("alice", username: "alice", drift: text)
            let user = try #require(layout.read(items, clientID: Self.client).first)
            #expect(user.clockDifference == .seconds(90))
            let written = layout.write(user, clientID: Self.client)
            #expect(written["\(Self.prefix).alice.clockDrift"] == text)
        }
        for text in ["", "x", "1.5e3", "NaN", "99999999999999999999", "9223372036854775807", "-9223372036854775808"] {
            let items = Self.items("alice", username: "alice", drift: text)
            for layout in [StorageLayout.identityJS, .amplify] {
                #expect(try #require(layout.read(items, clientID: Self.client).first).clockDifference == nil, "\(text)")
            }
        }
    }

    @Test("tokens without a drift are not taken for as old as they are: expired ones are expired")
    func noDrift() async throws {
        let service = ScriptedService { _ in FakeTokens.error("NotAuthorizedException", "Refresh Token has expired") }
        let items = Self.items("alice", username: "alice", drift: nil)
        let user = try #require(StorageLayout.identityJS.read(items, clientID: Self.client).first)
        #expect(user.clockDifference == nil)
        // A day after the tokens were made.
        let clock = SessionClock(UnixTime(seconds: 1_767_413_106 + 86_400))
        let keeper = SessionKeeper(
            pool: try service.pool(),
            store: MemorySessionStore(),
            surroundings: clock.surroundings
        )
        try await keeper.keep(user)
        let error = await #expect(throws: UserPoolError.self) { try await keeper.session(for: "alice") }
        #expect(error?.code == .refreshTokenInvalid && service.calls.count == 1)
        #expect(service.calls.first?.text("DeviceKey") == "us-east-1_0f1e")
    }

    @Test(
        "an imported drift is believed: tokens are good by the service's clock",
        arguments: [StorageLayout.identityJS, .amplify]
    )
    func importedDrift(layout: StorageLayout) async throws {
        let service = ScriptedService { _ in FakeTokens.result() }
        // This machine's clock is a day ahead of the service's.
        let drift = layout == .amplify ? "-86400000" : "86400"
        let items = Self.items("alice", username: "alice", drift: drift)
        let clock = SessionClock(UnixTime(seconds: 1_767_413_106 + 86_400))
        let keeper = SessionKeeper(
            pool: try service.pool(),
            store: MemorySessionStore(),
            surroundings: clock.surroundings
        )
        try await keeper.keep(try #require(layout.read(items, clientID: Self.client).first))
        #expect(try await keeper.session(for: "alice").accessToken.value == Self.token("alice"))
        #expect(service.calls.isEmpty)
        let exported = try #require(try await keeper.storedUser(for: "alice"))
        #expect(layout.write(exported, clientID: Self.client)["\(Self.prefix).alice.clockDrift"] == drift)
    }

    /// Usernames that a careless reader takes apart in the wrong place.
    static let names = [
        "alice", "a.b.c@example.com", "LastAuthUser", "user.accessToken", "100%", "a%40b", "caf\u{e9}", "a+b c/d=e;f,g",
        ".",
        "..", "+15550100", "x.LastAuthUser",
    ]

    @Test(
        "what is written is read again, whatever the username",
        arguments: [StorageLayout.identityJS, .amplify],
        [StorageLayout.Form.plain, .cookies]
    )
    func roundTrip(layout: StorageLayout, form: StorageLayout.Form) throws {
        for name in Self.names {
            var user = StoredUser(username: name)
            user.session = UserSession(
                tokens: try TokenSet(accessToken: Sensitive(Self.token(name)), refreshToken: "refresh-1")
            )
            user.device = DeviceCredentials(key: "k", groupKey: "g", password: "p=+/", username: name)
            user.clockDifference = .seconds(-3)
            user.isLast = true
            let items = layout.write(user, clientID: Self.client, form: form)
            if form == .cookies {
                let plain = items.keys.allSatisfy {
                    $0.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ";") }
                }
                #expect(plain && items.keys.allSatisfy { !$0.contains("=") && !$0.contains(",") })
            }
            let users = layout.read(items, clientID: Self.client, form: form)
            #expect(users.count == 1)
            let read = try #require(users.first)
            #expect(read.username == name && read.isLast && read.clockDifference == .seconds(-3))
            #expect(read.session?.accessToken.value == Self.token(name) && read.device == user.device)
        }
    }

    @Test("names in cookies are encoded as js-cookie does")
    func cookieNames() {
        var user = StoredUser(username: "a.b+c@example.com")
        user.device = DeviceCredentials(key: "k", groupKey: "g", password: "p=", username: user.username)
        let items = StorageLayout.amplify.write(user, clientID: Self.client, form: .cookies)
        #expect(items["\(Self.prefix).a.b+c%40example.com.randomPasswordKey"] == "p%3D")
    }

    @Test("a name that was typed leads to the user whom the token names")
    func typedNames() async throws {
        var items = Self.items("alice@example.com", username: "7c1f4a60", drift: "0")
        let user = try #require(StorageLayout.identityJS.read(items, clientID: Self.client).first)
        #expect(
            user.username == "7c1f4a60" && user.typedName == "alice@example.com" && user.device?.username == "7c1f4a60"
        )
        items = Self.items("7c1f4a60", username: "7c1f4a60", drift: "0")
        items["\(Self.prefix).7c1f4a60.signInDetails"] =
            #"{"loginId":"Alice@Example.com","authFlowType":"USER_SRP_AUTH"}"#
        let detailed = try #require(StorageLayout.amplify.read(items, clientID: Self.client).first)
        #expect(detailed.typedName == "Alice@Example.com")
        let written = StorageLayout.amplify.write(detailed, clientID: Self.client)
        #expect(written["\(Self.prefix).7c1f4a60.signInDetails"] == #"{"loginId":"Alice@Example.com"}"#)

        let keeper = SessionKeeper(pool: try ScriptedService { _ in .init() }.pool(), store: MemorySessionStore())
        try await keeper.keep(detailed)
        #expect(try await keeper.device(for: "alice@example.com") == detailed.device)
    }

    @Test("tokens that cannot be read are reported, a device alone is kept, and half a device is none")
    func parts() async throws {
        var items = Self.items("alice", username: "alice", drift: "0")
        items["\(Self.prefix).alice.accessToken"] = "not.a.token"
        items["\(Self.prefix).bob.deviceKey"] = "k"
        items["\(Self.prefix).bob.deviceGroupKey"] = "g"
        items["\(Self.prefix).bob.randomPasswordKey"] = "p"
        items["\(Self.prefix).carol.deviceKey"] = "k"
        let users = StorageLayout.amplify.read(items, clientID: Self.client)
        #expect(users.map(\.username) == ["alice", "bob", "carol"])
        #expect(users[0].failure?.code == .malformedToken && users[0].session == nil && users[0].device != nil)
        #expect(users[1].session == nil && users[1].device?.username == "bob" && !users[1].isLast)
        #expect(users[2].device == nil && users[2].session == nil)

        let keeper = SessionKeeper(pool: try ScriptedService { _ in .init() }.pool(), store: MemorySessionStore())
        for user in users { try await keeper.keep(user) }
        #expect(try await keeper.device(for: "BOB")?.key == "k")
        #expect(try await keeper.storedSession(for: "alice") == nil)
        #expect(try await keeper.storedUser(for: "bob")?.device?.key == "k")
        #expect(try await keeper.storedUser(for: "carol") == nil)
    }
}
