import ByteCoding
import CognitoClient
import CognitoWire
import Foundation
import LocalPool
import OneTimePassword
import Synchronization
import Testing
import UserPoolKit
import WebAuthn

/// A clock that stands still until it is moved.
final class StandingClock: Sendable {
    private let state = Mutex(UnixTime(seconds: 1_767_413_045))

    var now: UnixTime { state.withLock { $0 } }

    func advance(by duration: Duration) {
        state.withLock { $0 = $0.adding(duration) }
    }
}

extension Surroundings {
    /// A clock of the test's own, and no waits.
    static func standing(at now: @escaping @Sendable () -> UnixTime) -> Surroundings {
        Surroundings(
            now: now,
            uptime: { now().duration(since: UnixTime(seconds: 0)) },
            fraction: { 0 },
            sleep: { _ throws(CancellationError) in }
        )
    }
}

/// A local pool that checks everything, the kit's view of it, and what administrators do to arrange tests.
struct KitUnderTest {
    static let password = "Passw0rd!"

    let local: LocalPool
    let pool: UserPool
    let clock: StandingClock

    init(
        secret: String? = nil,
        refresh: RefreshMethod = .automatic,
        _ change: (inout LocalPoolConfiguration) -> Void = { _ in }
    ) async throws {
        let clock = StandingClock()
        var configuration = LocalPoolConfiguration()
        configuration.clientSecret = secret.map { SecretBytes(utf8: $0) }
        configuration.clock = { clock.now }
        change(&configuration)
        let local = try LocalPool(configuration: configuration)
        let home = try await local.home()
        let cognito = CognitoClient(
            configuration: CognitoClientConfiguration(
                endpoints: try EndpointRules(custom: "http://127.0.0.1:9229", region: Region("local"))
            ),
            transport: LocalPoolTransport(local),
            credentials: StaticCredentials(
                try Credentials(accessKeyID: "AKIDEXAMPLE", secretAccessKey: SecretBytes(utf8: "example"))
            ),
            surroundings: .standing { clock.now }
        )
        self.local = local
        self.clock = clock
        pool = try UserPool(
            id: home.poolID,
            appClient: AppClient(id: try #require(home.clientID), secret: home.clientSecret),
            cognito: cognito,
            refreshMethod: refresh
        )
    }

    /// The next code that the pool sends to a user.
    func code(for username: String = "alice") async throws -> String {
        try #require(try await local.nextCode(for: username)?.code)
    }

    /// The code that an authenticator app shows; the clock moves on first, as each step is good for one code.
    func appCode(_ secret: Sensitive<String>) throws -> String {
        clock.advance(by: .seconds(30))
        return try TOTP(OneTimePasswordSecret(base32: secret.value)).code(at: clock.now)
    }

    /// Calls an operation that is not the kit's, as an administrator does.
    @discardableResult
    func administer<Operation: WireOperation>(
        _ operation: Operation.Type,
        _ request: Operation.Input
    ) async throws -> Operation.Output {
        try await pool.cognito.call(operation, request)
    }

    // MARK: Users

    /// Makes a user who is confirmed and has a password, an e-mail address and a phone number.
    func makeUser(_ username: String = "alice", permanent: Bool = true) async throws {
        let attributes = [
            "email": "\(username)@example.com", "email_verified": "true", "phone_number": "+15555550100",
            "phone_number_verified": "true",
        ]
        try await administer(
            AdminCreateUser.self,
            AdminCreateUserRequest(
                userPoolID: pool.id,
                username: Sensitive(username),
                messageAction: .suppress,
                temporaryPassword: Sensitive("T3mporary!"),
                userAttributes: attributes.map { AttributeType(name: $0.key, value: Sensitive($0.value)) }
            )
        )
        guard permanent else { return }
        try await administer(
            AdminSetUserPassword.self,
            AdminSetUserPasswordRequest(
                password: Sensitive(Self.password),
                userPoolID: pool.id,
                username: Sensitive(username),
                permanent: true
            )
        )
    }

    /// Makes a user who has a password and no way to be sent a code.
    func makeBareUser(permanent: Bool = true) async throws {
        try await administer(
            AdminCreateUser.self,
            AdminCreateUserRequest(
                userPoolID: pool.id,
                username: Sensitive("bare"),
                messageAction: .suppress,
                temporaryPassword: Sensitive("T3mporary!")
            )
        )
        guard permanent else { return }
        try await administer(
            AdminSetUserPassword.self,
            AdminSetUserPasswordRequest(
                password: Sensitive(Self.password),
                userPoolID: pool.id,
                username: Sensitive("bare"),
                permanent: true
            )
        )
    }

    /// Signs in with the password and nothing else.
    func signIn(_ username: String = "alice", device: DeviceCredentials? = nil) async throws -> UserSession {
        let step = try await pool.signIn(
            username: username,
            password: SecretBytes(utf8: Self.password),
            device: device
        )
        return try step.session
    }

    /// Sets an authenticator app up for a signed-in user and turns it on.
    func addApp(to session: UserSession, isPreferred: Bool = false) async throws -> Sensitive<String> {
        let setup = try await pool.setUpApp(accessToken: session.accessToken)
        try await pool.verifyApp(code: appCode(setup.secret), name: "telephone", accessToken: session.accessToken)
        _ = try await pool.setMFA([.totp: .on(isPreferred: isPreferred)], accessToken: session.accessToken)
        return setup.secret
    }

    /// Registers a passkey of a software authenticator.
    func addPasskey(_ accessToken: Sensitive<String>) async throws -> SoftwareAuthenticator {
        var authenticator = try SoftwareAuthenticator()
        let options = try await pool.beginPasskey(accessToken: accessToken)
        let credential = try authenticator.register(options: options, origin: "http://localhost:9229")
        try await pool.addPasskey(credential, accessToken: accessToken)
        return authenticator
    }

    // MARK: Pools

    /// Has the pool ask for second factors, by SMS, app and e-mail.
    func askForFactors(_ mfa: UserPoolMfaType) async throws {
        try await administer(
            SetUserPoolMfaConfig.self,
            SetUserPoolMfaConfigRequest(
                userPoolID: pool.id,
                emailMFAConfiguration: EmailMfaConfigType(),
                mfaConfiguration: mfa,
                smsMFAConfiguration: SmsMfaConfigType(
                    smsConfiguration: SmsConfigurationType(snsCallerARN: "arn:aws:iam::123456789012:role/sms")
                ),
                softwareTokenMFAConfiguration: SoftwareTokenMfaConfigType(enabled: true)
            )
        )
    }

    /// Has the pool remember devices.
    func rememberDevices(onlyIfAsked: Bool = false, sparesFactors: Bool = false) async throws {
        var request = UpdateUserPoolRequest(userPoolID: pool.id)
        request.deviceConfiguration = DeviceConfigurationType(
            challengeRequiredOnNewDevice: sparesFactors,
            deviceOnlyRememberedOnUserPrompt: onlyIfAsked
        )
        let before = try await administer(DescribeUserPool.self, DescribeUserPoolRequest(userPoolID: pool.id)).userPool
        request.autoVerifiedAttributes = before?.autoVerifiedAttributes
        request.mfaConfiguration = before?.mfaConfiguration
        request.emailConfiguration = EmailConfigurationType(
            emailSendingAccount: .developer,
            sourceARN: "arn:aws:ses:us-east-1:123456789012:identity/example.com"
        )
        try await administer(UpdateUserPool.self, request)
    }
}

extension SignInStep {
    /// The session of a finished sign-in.
    var session: UserSession {
        get throws { try signedIn.session }
    }

    var signedIn: SignedIn {
        get throws {
            guard case .signedIn(let user) = self else { throw UnexpectedStep(description: "\(self)") }
            return user
        }
    }

    /// The challenge that the sign-in stopped at.
    var challenge: SignInChallenge {
        get throws {
            guard case .challenge(let challenge) = self else { throw UnexpectedStep(description: "signed in") }
            return challenge
        }
    }
}

/// A sign-in stands elsewhere than the test expects.
struct UnexpectedStep: Error, CustomStringConvertible {
    let description: String
}
