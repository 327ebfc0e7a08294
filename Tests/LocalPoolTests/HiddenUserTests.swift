import CognitoWire
import Testing

@testable import LocalPool

/// One thing to do with a name that nobody has.
struct StrangerRow: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// The code of the refusal where users are hidden; `nil` if it looks as if it had been done.
    let hidden: String?
    /// The same for a user whom an administrator disabled.
    let disabled: String?
    let perform: @Sendable (PoolUnderTest, String, String) async throws -> Void

    static let all = [
        StrangerRow(
            testDescription: "ForgotPassword",
            hidden: nil,
            disabled: nil
        ) { under, client, name in
            try await under.call(ForgotPassword.self, .init(clientID: .init(client), username: .init(name)))
        },
        StrangerRow(
            testDescription: "ConfirmForgotPassword",
            hidden: "CodeMismatchException",
            disabled: "CodeMismatchException"
        ) { under, client, name in
            try await under.call(
                ConfirmForgotPassword.self,
                .init(
                    clientID: .init(client),
                    confirmationCode: "123456",
                    password: "N3w-Password",
                    username: .init(name)
                )
            )
        },
        StrangerRow(
            testDescription: "ResendConfirmationCode",
            hidden: nil,
            disabled: "InvalidParameterException"
        ) { under, client, name in
            try await under.call(ResendConfirmationCode.self, .init(clientID: .init(client), username: .init(name)))
        },
        StrangerRow(
            testDescription: "ConfirmSignUp",
            hidden: "ExpiredCodeException",
            disabled: "NotAuthorizedException"
        ) { under, client, name in
            try await under.call(
                ConfirmSignUp.self,
                .init(clientID: .init(client), confirmationCode: "123456", username: .init(name))
            )
        },
        StrangerRow(
            testDescription: "InitiateAuth with a password",
            hidden: "NotAuthorizedException",
            disabled: "NotAuthorizedException"
        ) { under, client, name in
            _ = try await under.initiate(
                .userPasswordAuth,
                ["USERNAME": name, "PASSWORD": "wrong"],
                clientID: client
            )
        },
        StrangerRow(
            testDescription: "InitiateAuth with SRP_A",
            hidden: nil,
            disabled: nil
        ) { under, client, name in
            _ = try await under.initiate(.userSRPAuth, ["USERNAME": name, "SRP_A": "2"], clientID: client)
        },
        StrangerRow(
            testDescription: "InitiateAuth with a choice",
            hidden: nil,
            disabled: nil
        ) { under, client, name in
            _ = try await under.initiate(.userAuth, ["USERNAME": name], clientID: client)
        },
    ]
}

@Suite("Names that nobody has") struct HiddenUserTests {
    @Test("are hidden where the client says so", arguments: StrangerRow.all)
    func hidden(_ row: StrangerRow) async throws {
        let under = try PoolUnderTest()
        guard let refusal = row.hidden else {
            try await row.perform(under, PoolUnderTest.clientID, "nobody")
            return
        }
        await expectRefusal(refusal) { try await row.perform(under, PoolUnderTest.clientID, "nobody") }
    }

    @Test("are told where the client does not hide them", arguments: StrangerRow.all)
    func legacy(_ row: StrangerRow) async throws {
        let under = try PoolUnderTest()
        let client = try await under.makeClient {
            $0.preventUserExistenceErrors = .legacy
            $0.explicitAuthFlows = [.allowUserSRPAuth, .allowUserPasswordAuth, .allowUserAuth]
        }
        let clientID = try #require(client.clientID?.value)
        await expectRefusal("UserNotFoundException", "User does not exist.") {
            try await row.perform(under, clientID, "nobody")
        }
    }

    @Test("look like users who were disabled, where no code was asked for", arguments: StrangerRow.all)
    func disabled(_ row: StrangerRow) async throws {
        let under = try PoolUnderTest()
        try await under.makeUser()
        try await under.disable()
        guard let refusal = row.disabled else {
            try await row.perform(under, PoolUnderTest.clientID, "alice")
            return
        }
        await expectRefusal(refusal) { try await row.perform(under, PoolUnderTest.clientID, "alice") }
    }

    @Test("show the same simulated address each time, a telephone where the name looks like one")
    func simulatedAddress() async throws {
        let under = try PoolUnderTest()
        let details = { (name: String) in
            try await under.call(
                ForgotPassword.self,
                .init(clientID: Sensitive(PoolUnderTest.clientID), username: Sensitive(name))
            ).codeDeliveryDetails
        }
        #expect(try await details("nobody")?.destination == details("nobody")?.destination)
        #expect(try await details("nobody")?.deliveryMedium == .email)
        #expect(try await details("+15555550199")?.deliveryMedium == .sms)
        #expect(try await under.pool.nextCode(for: "nobody") == nil)
    }

    @Test("a user without a verified address is told from nobody only where users are not hidden")
    func noRecovery() async throws {
        let under = try PoolUnderTest()
        try await under.makeUser()
        try await under.adminUpdate(["email_verified": "false"])
        try await StrangerRow.all[0].perform(under, PoolUnderTest.clientID, "alice")
        let client = try await under.makeClient { $0.preventUserExistenceErrors = .legacy }
        await expectRefusal("InvalidParameterException") {
            try await StrangerRow.all[0].perform(under, #require(client.clientID?.value), "alice")
        }
    }
}
