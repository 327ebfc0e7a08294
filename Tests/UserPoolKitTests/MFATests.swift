import ByteCoding
import CognitoWire
import Testing

@testable import UserPoolKit

@Suite("Second factors") struct MFATests {
    private func profile(_ methods: [MFAMethod], _ preferred: MFAMethod?) -> UserProfile {
        UserProfile(username: "alice", attributes: [:], mfaMethods: methods, preferredMFAMethod: preferred)
    }

    @Test("turning one on leaves the preferred one preferred")
    func keepsPreference() {
        let settings = MFASettings([.sms: .on()], before: profile([.totp], .totp))
        #expect(settings[.sms] == .init(isOn: true, isPreferred: false))
        #expect(settings[.totp] == .init(isOn: true, isPreferred: true))
        #expect(settings[.email] == nil)
    }

    @Test("turning the preferred one on again leaves it preferred")
    func again() {
        #expect(MFASettings([.totp: .on()], before: profile([.totp], .totp))[.totp]?.isPreferred == true)
    }

    @Test("preferring another one takes the preference from the first, which stays on")
    func movesPreference() {
        let settings = MFASettings([.sms: .on(isPreferred: true)], before: profile([.totp], .totp))
        #expect(settings[.sms] == .init(isOn: true, isPreferred: true))
        #expect(settings[.totp] == .init(isOn: true, isPreferred: false))
    }

    @Test("turning the preferred one off says nothing of the others")
    func off() {
        let settings = MFASettings([.totp: .off], before: profile([.totp, .sms], .totp))
        #expect(settings[.totp] == .init(isOn: false, isPreferred: false) && settings[.sms] == nil)
    }

    @Test("against the pool: on, preferred, another one on, off")
    func againstPool() async throws {
        let kit = try await KitUnderTest()
        try await kit.askForFactors(.optional)
        try await kit.makeUser()
        let session = try await kit.signIn()
        await expectRefusal("invalidParameter") {
            try await kit.pool.setMFA([MFAMethod(rawValue: "PIGEON"): .on()], accessToken: session.accessToken)
        }
        _ = try await kit.addApp(to: session, isPreferred: true)
        let both = try await kit.pool.setMFA([.sms: .on()], accessToken: session.accessToken)
        #expect(Set(both.mfaMethods) == [.totp, .sms] && both.preferredMFAMethod == .totp)
        let moved = try await kit.pool.setMFA([.sms: .on(isPreferred: true)], accessToken: session.accessToken)
        #expect(Set(moved.mfaMethods) == [.totp, .sms] && moved.preferredMFAMethod == .sms)
        let none = try await kit.pool.disableMFA(accessToken: session.accessToken)
        #expect(none.mfaMethods.isEmpty && none.preferredMFAMethod == nil)
    }

    @Test("an app that was not set up cannot be turned on, and a wrong first code sets none up")
    func notSetUp() async throws {
        let kit = try await KitUnderTest()
        try await kit.askForFactors(.optional)
        try await kit.makeUser()
        let token = try await kit.signIn().accessToken
        await expectRefusal("mfaNotEnrolled") { try await kit.pool.setMFA([.totp: .on()], accessToken: token) }
        let setup = try await kit.pool.setUpApp(accessToken: token)
        let code = try kit.appCode(setup.secret)
        await expectRefusal("codeMismatch") {
            try await kit.pool.verifyApp(code: code == "000000" ? "000001" : "000000", accessToken: token)
        }
        try await kit.pool.verifyApp(code: code, accessToken: token)
        #expect(try await kit.pool.setMFA([.totp: .on()], accessToken: token).mfaMethods == [.totp])
    }

    @Test("the URI for an app is percent-encoded")
    func uri() throws {
        let setup = AppSetup(secret: Sensitive("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"), challenge: nil)
        let uri = try setup.uri(issuer: "A & B 100%", account: "carol+1@example.com").value
        #expect(uri.hasPrefix("otpauth://totp/A%20%26%20B%20100%25:carol%2B1%40example.com?secret="))
        #expect(uri.contains("issuer=A%20%26%20B%20100%25"))
        let colon = #expect(throws: UserPoolError.self) { try setup.uri(issuer: "A:B", account: "c") }
        #expect(colon?.code == .invalidParameter)
        let broken = AppSetup(secret: Sensitive("1"), challenge: nil)
        #expect(throws: UserPoolError.self) { try broken.uri(issuer: "A", account: "b") }
    }
}
