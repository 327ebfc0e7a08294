import ByteCoding
import CognitoWire
import HTTPTypes
import Synchronization
import Testing

@testable import LocalPool

@Suite("The words of messages") struct MessageTemplateTests {
    @Test("a pool without words of its own has the service's", arguments: MessageOccasion.allCases)
    func standard(occasion: MessageOccasion) {
        let mail = MessageTemplate(occasion, by: .email, in: UserPoolType())
        let text = MessageTemplate(occasion, by: .sms, in: UserPoolType())
        #expect(mail.isComplete(for: occasion) && mail.subject?.isEmpty == false)
        #expect(text.isComplete(for: occasion) && text.subject == nil)
        #expect(text.body == mail.body)
    }

    @Test("a pool's words are taken, the template's before the older ones")
    func ownWords() {
        var pool = UserPoolType()
        pool.emailVerificationMessage = "old {####}"
        pool.emailVerificationSubject = "old"
        pool.smsVerificationMessage = "old sms {####}"
        pool.smsAuthenticationMessage = "mfa {####}"
        pool.adminCreateUserConfig = AdminCreateUserConfigType(
            inviteMessageTemplate: MessageTemplateType(
                emailMessage: "come {username}, {####}",
                emailSubject: "come",
                smsMessage: "sms {username} {####}"
            )
        )
        #expect(MessageTemplate(.signUp, by: .email, in: pool) == MessageTemplate(subject: "old", body: "old {####}"))
        #expect(MessageTemplate(.forgotPassword, by: .sms, in: pool).body == "old sms {####}")
        #expect(MessageTemplate(.authentication, by: .sms, in: pool).body == "mfa {####}")
        #expect(MessageTemplate(.adminCreateUser, by: .email, in: pool).subject == "come")
        #expect(MessageTemplate(.adminCreateUser, by: .sms, in: pool).body == "sms {username} {####}")
        pool.verificationMessageTemplate = VerificationMessageTemplateType(
            defaultEmailOption: .confirmWithLink,
            emailMessage: "new {####}",
            emailMessageByLink: "{##go##}",
            emailSubjectByLink: "link"
        )
        #expect(MessageTemplate(.signUp, by: .email, in: pool) == MessageTemplate(subject: "link", body: "{##go##}"))
        // No link brings a password back.
        let reset = MessageTemplate(.forgotPassword, by: .email, in: pool)
        #expect(reset == MessageTemplate(subject: "old", body: "new {####}"))
        let factor = EmailMfaConfigType(message: "factor {####}", subject: "factor")
        #expect(
            MessageTemplate(.authentication, by: .email, in: pool, emailFactor: factor)
                == MessageTemplate(subject: "factor", body: "factor {####}")
        )
    }

    @Test("places are filled in once, and escaped in e-mails alone")
    func filling() {
        let mail = MessageTemplate(subject: "s", body: "{ {####} {username} {##a <b>##} {####")
        #expect(
            mail.filled(code: "<1>", username: "{####}", link: "http://x/?a=1&b=2").body
                == "{ &lt;1&gt; {####} <a href=\"http://x/?a=1&amp;b=2\">a <b></a> {####"
        )
        #expect(mail.filled(code: "1", username: "u", link: nil).body == "{ 1 u a <b> {####")
        let text = MessageTemplate(subject: nil, body: "{username}: {####}")
        #expect(text.filled(code: "<1>", username: "&", link: nil).body == "&: <1>")
    }

    @Test("links survive the way through an address; broken ones are none")
    func links() {
        let link = ConfirmationLink(clientID: "c", username: "a b&ä+%", code: "12")
        let address = link.address(below: "http://127.0.0.1:9229")
        #expect(
            address == "http://127.0.0.1:9229/confirmUser"
                + "?client_id=c&user_name=a%20b%26%C3%A4%2B%25&confirmation_code=12"
        )
        #expect(address.split(separator: "?").last.flatMap { ConfirmationLink(query: $0) } == link)
        for broken in ["", "client_id=c&user_name=u", "client_id=c&user_name=%zz&confirmation_code=1", "x"] {
            #expect(ConfirmationLink(query: broken[...]) == nil)
        }
    }
}

@Suite("Messages and those who word and send them") struct MessageTests {
    private static let mail = ["emailMessage": "Hello {####}", "emailSubject": "Hello"]

    private static func answer(_ words: [String: String]) -> RecordingTrigger {
        RecordingTrigger { event in
            let response = words.reduce(JSONObject()) { $0.setting($1.key, to: .string($1.value)) }
            return event.setting("response", to: .object(response))
        }
    }

    @Test("CustomMessage has the last word, with the service's event")
    func customMessage() async throws {
        let trigger = Self.answer(Self.mail)
        let under = try PoolUnderTest { $0.triggers = [.customMessage: trigger] }
        try await under.signUp()
        let message = try #require(try await under.pool.nextCode(for: "alice"))
        #expect(message.subject == "Hello" && message.body == "Hello \(message.code ?? "")")
        let event = try #require(trigger.events.first)
        #expect(event["triggerSource"]?.string == "CustomMessage_SignUp")
        let request = try #require(event["request"]?.object)
        #expect(request["userAttributes"]?.object?["cognito:user_status"]?.string == "UNCONFIRMED")
        #expect(
            request.members.dropFirst().map { "\($0.name)=\($0.value.text)" } == [
                #"codeParameter="{####}""#, #"linkParameter="{##Click Here##}""#, "usernameParameter=null",
            ]
        )
        #expect(event["response"]?.text == #"{"smsMessage":null,"emailMessage":null,"emailSubject":null}"#)
    }

    @Test("words without a place for the code do not count")
    func incomplete() async throws {
        let under = try PoolUnderTest { $0.triggers = [.customMessage: Self.answer(["emailMessage": "Hello"])] }
        try await under.signUp()
        let message = try await under.pool.nextCode(for: "alice")
        #expect(message?.body == "Your confirmation code is \(message?.code ?? "")")
    }

    @Test("words that are too long, or no words at all, are refused, and nobody signs up")
    func refusedWords() async throws {
        let long = String(repeating: "x", count: 20_000) + "{####}"
        let under = try PoolUnderTest { $0.triggers = [.customMessage: Self.answer(["emailMessage": long])] }
        await expectRefusal("InvalidLambdaResponseException") { try await under.signUp() }
        let refusing = ClosureTrigger { _ in throw TriggerFailure.no }
        try await under.pool.setTrigger(refusing, for: .customMessage, poolID: PoolUnderTest.poolID)
        await expectRefusal("UserLambdaValidationException", "CustomMessage failed with error not today.") {
            try await under.signUp()
        }
        await expectRefusal("UserNotFoundException") { try await under.adminProfile(of: "alice") }
    }

    @Test("each operation says why it sends")
    func sources() async throws {
        let trigger = Self.answer([:])
        let under = try PoolUnderTest { $0.triggers = [.customMessage: trigger] }
        try await under.signUp()
        try await under.call(
            ResendConfirmationCode.self,
            ResendConfirmationCodeRequest(clientID: Sensitive(PoolUnderTest.clientID), username: "alice")
        )
        try await under.confirmSignUp(code: under.code())
        try await under.call(
            ForgotPassword.self,
            ForgotPasswordRequest(clientID: Sensitive(PoolUnderTest.clientID), username: "alice")
        )
        try await under.createUser()
        #expect(
            trigger.events.map { $0["triggerSource"]?.string?.dropFirst("CustomMessage_".count) } == [
                "SignUp", "ResendCode", "ForgotPassword", "AdminCreateUser",
            ]
        )
        #expect(trigger.events.last?["request"]?.object?["usernameParameter"]?.string == "{username}")
    }

    @Test("a sender gets the code, and nothing is in the inbox; that it fails, nobody hears")
    func customSender() async throws {
        let sender = RecordingTrigger { _ in throw TriggerFailure.no }
        let under = try PoolUnderTest {
            $0.triggers = [.customEmailSender: sender, .customMessage: Self.answer(Self.mail)]
            $0.fixedCode = "123456"
        }
        try await under.signUp()
        #expect(try await under.pool.nextCode(for: "alice") == nil)
        let event = try #require(sender.events.first)
        #expect(event["triggerSource"]?.string == "CustomEmailSender_SignUp")
        let request = try #require(event["request"]?.object)
        #expect(request["type"]?.string == "customEmailSenderRequestV1")
        #expect(request["code"]?.string == Base64.encode(Array("123456".utf8)))
        #expect(request["clientMetadata"]?.isNull == true)
        let log = under.pool.triggerLog(poolID: PoolUnderTest.poolID)
        #expect(log.map(\.kind) == [.customEmailSender])
        #expect(log.first?.event["request"]?.object?["code"]?.string == "<redacted>")
        try await under.confirmSignUp(code: "123456")
    }

    @Test("a link confirms as the code does, once")
    func link() async throws {
        let trigger = Self.answer(["emailMessage": "{##Click Here##}"])
        let under = try PoolUnderTest { $0.triggers = [.customMessage: trigger] }
        try await under.signUp()
        let body = try #require(try await under.pool.nextCode(for: "alice")).body
        let path = try #require(body.split(separator: "\"").dropFirst().first?.split(separator: "9229").last)
            .split(separator: "&amp;").joined(separator: "&")
        let get = LocalPoolRequest(method: .get, path: path)
        #expect(await under.pool.respond(to: LocalPoolRequest(method: .head, path: path)).status == .methodNotAllowed)
        let wrong = LocalPoolRequest(method: .get, path: path + "0")
        #expect(await under.pool.respond(to: wrong).status == .badRequest)
        #expect(await under.pool.respond(to: get).status == .ok)
        #expect(await under.pool.respond(to: get).status == .badRequest)
        #expect(try await under.adminProfile(of: "alice").userStatus == .confirmed)
    }
}

@Suite("E-mails on their way out") struct DeliveryTests {
    private final class Postbox: MailTransport {
        struct Full: Error {}
        private let mails = Mutex<[OutgoingMail]>([])
        private let body: @Sendable () async throws -> Void

        init(_ body: @escaping @Sendable () async throws -> Void = {}) { self.body = body }

        var sent: [OutgoingMail] { mails.withLock { $0 } }

        func send(_ mail: OutgoingMail) async throws {
            mails.withLock { $0.append(mail) }
            try await body()
        }
    }

    @Test("an e-mail leaves with what the inbox has; a text message does not")
    func leaves() async throws {
        let postbox = Postbox()
        let under = try PoolUnderTest { $0.mail = postbox }
        try await under.signUp()
        let message = try #require(try await under.pool.nextCode(for: "alice"))
        let mail = try #require(postbox.sent.first)
        #expect(mail.to == "alice@example.com" && mail.html == message.body && mail.subject == message.subject)
        #expect(mail.from == "no-reply@verificationemail.com" && mail.date == under.clock.now)
        #expect("\(mail)" == "mail local_AbCdEfGhI.1")
        try await under.createUser("bob", attributes: ["phone_number": "+15555550100"])
        #expect(postbox.sent.count == 1)
    }

    @Test("one that does not leave is the caller's to hear, and the user is there")
    func refused() async throws {
        let under = try PoolUnderTest { $0.mail = Postbox { throw Postbox.Full() } }
        await expectRefusal("CodeDeliveryFailureException") { try await under.signUp() }
        try await under.confirmSignUp(code: under.code())
    }

    @Test("nobody waits for ever")
    func timeout() async throws {
        let waits = Mutex<[Duration]>([])
        let under = try PoolUnderTest {
            $0.mail = Postbox { try await Task.sleep(for: .seconds(3600)) }
            $0.sleep = { duration in waits.withLock { $0.append(duration) } }
        }
        await expectRefusal("CodeDeliveryFailureException") { try await under.signUp() }
        #expect(waits.withLock { $0 } == [.seconds(10)])
    }
}
