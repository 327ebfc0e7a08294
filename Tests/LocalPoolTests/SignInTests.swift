import ByteCoding
import CognitoWire
import Testing

@Suite("Sign-up and sign-in") struct SignInTests {
    let under: PoolUnderTest

    init() throws {
        under = try PoolUnderTest()
    }

    @Test("a user signs up, confirms, signs in with SRP and reads the profile")
    func wholeWay() async throws {
        let signUp = try await under.signUp()
        #expect(!signUp.userConfirmed)
        #expect(signUp.codeDeliveryDetails?.destination == "a***@e***")
        #expect(signUp.codeDeliveryDetails?.deliveryMedium == .email)
        try await under.confirmSignUp(code: under.code())
        let result = try await under.signInWithSRP().authenticationResult
        #expect(result?.tokenType == "Bearer")
        #expect(result?.expiresIn == 3600)
        #expect(result?.refreshToken != nil)
        let profile = try await under.profile(result?.accessToken)
        #expect(profile.username.value == "alice")
        let attributes = profile.userAttributes.map { "\($0.name)=\($0.value?.value ?? "")" }
        #expect(attributes == ["sub=\(signUp.userSub)", "email=alice@example.com", "email_verified=true"])
    }
}
