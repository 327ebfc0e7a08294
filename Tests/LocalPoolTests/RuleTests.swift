import ByteCoding
import CognitoWire
import CryptoPrimitives
import Testing

@testable import LocalPool

@Suite("Rules") struct RuleTests {
    @Test(
        "a password that does not do is told what it lacks",
        arguments: [
            ("Aa1!567", "not long enough"), ("aa1!5678", "have uppercase characters"),
            ("AA1!5678", "have lowercase characters"), ("Aaa!bcde", "have numeric characters"),
            ("Aa1b5678", "have symbol characters"), ("Äa1!5678", "have uppercase characters"),
        ]
    )
    func passwordPolicy(password: String, lack: String) {
        let complaint = PasswordPolicy.standard.complaint(about: password)
        #expect(complaint?.hasPrefix("Password did not conform with policy: ") == true)
        #expect(complaint?.hasSuffix(lack) == true)
    }

    @Test("every kind of character makes a good password", arguments: ["Aa1!5678", "Aa1`5678", "Passw0rd="])
    func goodPassword(_ password: String) {
        #expect(PasswordPolicy.standard.complaint(about: password) == nil)
    }

    @Test("a policy that asks for length alone takes anything long enough")
    func lengthOnly() {
        var policy = PasswordPolicy.standard.wire
        policy.minimumLength = 6
        policy.requireLowercase = false
        policy.requireUppercase = nil
        policy.requireNumbers = false
        policy.requireSymbols = false
        #expect(PasswordPolicy(policy).complaint(about: "------") == nil)
        #expect(PasswordPolicy(policy).complaint(about: "-----") != nil)
    }

    @Test("addresses are masked to their first letters and last digits")
    func masks() {
        #expect(DeliveryMask.email("test@test.com") == "t***@t***")
        #expect(DeliveryMask.email("ab@c") == "a***@c***")
        #expect(DeliveryMask.phoneNumber("+15555551234") == "+*******1234")
    }

    @Test("paths are spelled as the service spells them")
    func paths() {
        #expect(RequestCheck.servicePath("Username") == "username")
        #expect(RequestCheck.servicePath("UserAttributes[0].Name") == "userAttributes.1.member.name")
    }

    @Test("a temporary password suits the default policy, whatever is drawn", arguments: 0..<20)
    func temporaryPassword(seed: UInt64) throws {
        let password = try RandomBytes.seeded(seed).makeTemporaryPassword()
        #expect(PasswordPolicy.standard.complaint(about: password) == nil && password.count == 16)
        #expect(try RandomBytes.seeded(seed).makeTemporaryPassword(minimumLength: 99).count == 99)
    }

    @Test("codes are even: every digit comes up at every place")
    func codes() throws {
        let random = RandomBytes.seeded(3)
        let codes = try (0..<300).map { _ in Array(try random.makeCode()) }
        for place in 0..<6 { #expect(Set(codes.map { $0[place] }).count == 10) }
    }

    @Test("UUIDs carry version and variant")
    func uuids() {
        #expect(UUIDText.version4([UInt8](repeating: 0xff, count: 16)) == "ffffffff-ffff-4fff-bfff-ffffffffffff")
        #expect(UUIDText.version4([UInt8](repeating: 0, count: 16)) == "00000000-0000-4000-8000-000000000000")
    }

    @Test("without randomness nothing is made up")
    func noRandomness() async throws {
        let dry = RandomBytes { _ throws(CryptoError) in }
        let error = #expect(throws: LocalPoolError.self) {
            try PoolUnderTest {
                $0.poolID = nil
                $0.random = dry
            }
        }
        #expect(error?.code == .cryptographyFailed)
    }
}
