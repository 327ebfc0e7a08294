import ByteCoding
import Foundation
import OneTimePassword
import TestSupport
import Testing

/// A local pool with a user for every way to sign in, and one with compulsory second factors.
///
/// Every user's password is `Passw0rd!`.
struct SignInPool: Sendable {
    /// What is asked for where.
    enum Name: String {
        /// Second factors are optional; devices are remembered and spare them.
        case open = "local_Open00001"
        /// Second factors are compulsory.
        case compulsory = "local_Compuls01"
    }

    static let password = "Passw0rd!\n"
    private static let clientID = "1chainsexample0123456789ab"

    let endpoint: String
    private let process: SpawnedProcess
    private let folder: Folder

    /// A folder that goes with the value.
    private final class Folder: Sendable {
        let url = FileManager.default.temporaryDirectory.appending(path: "userpool-\(UUID().uuidString)")

        init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }
        deinit { try? FileManager.default.removeItem(at: url) }

        func write(_ name: String, _ text: String) throws -> String {
            let file = url.appending(path: name)
            try Data(text.utf8).write(to: file)
            return file.path
        }
    }

    init() async throws {
        folder = try Folder()
        let define = try folder.write("define", Self.define)
        let create = try folder.write("create", Self.create)
        let verify = try folder.write("verify", Self.verify)
        let seed = try folder.write("seed.yaml", Self.seed(define: define, create: create, verify: verify))
        process = try SpawnedProcess(
            Shell.program.path,
            ["local", "start", "--port", "0", "-o", "json", "--seed", seed],
            environment: ["HOME": "/dev/null/none"]
        )
        let facts = try Outcome(status: 0, output: await process.readLine(), errors: "").json
        endpoint = try #require(facts["endpoint"] as? String)
    }

    /// The options that name a pool.
    func options(_ name: Name = .open) -> [String] {
        let clientID = Self.clientID + (name == .open ? "" : "2")
        // A busy machine is no failure.
        return ["--pool-id", name.rawValue, "--client-id", clientID, "--endpoint", endpoint, "--timeout", "60s"]
    }

    /// Runs `userpool local`, and gives what it prints.
    private func local(_ arguments: [String]) async throws -> String {
        let outcome = try await Shell().run(["local"] + arguments + ["--endpoint", endpoint])
        #expect(outcome.status == 0, "\(outcome.errors)")
        return outcome.output.trimmingCharacters(in: .newlines)
    }

    /// The newest code that a user was sent.
    func sentCode(_ user: String, in name: Name = .open) async throws -> String {
        try await local(["code", user, "--pool", name.rawValue, "--wait", "10s"])
    }

    /// The code that a user's app shows; no step twice, as each is good for one sign-in.
    func appCode(_ user: String, in name: Name = .open) async throws -> String {
        _ = try await local(["clock", "--advance", "30s"])
        return try await local(["totp", user, "--pool", name.rawValue])
    }

    /// The code that an app shows which has just been given a secret.
    func appCode(secret: String) async throws -> String {
        let clock = try Outcome(status: 0, output: await local(["clock", "-o", "json"]), errors: "").json
        let now = try #require(clock["now"] as? String)
        let date = try Date(now, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true))
        let time = UnixTime(seconds: Int64(date.timeIntervalSince1970))
        return try TOTP(OneTimePasswordSecret(base32: secret)).code(at: time)
    }

    /// A code that is not that one.
    static func wrong(_ code: String) -> String { code == "000000" ? "000001" : "000000" }

    private static func seed(define: String, create: String, verify: String) -> String {
        let mfa = """
            SoftwareTokenMfaConfiguration: {Enabled: true}, EmailMfaConfiguration: {},
                  SmsMfaConfiguration: {SmsConfiguration: {SnsCallerArn: "arn:aws:iam::000000000000:role/sms"}}
            """
        let senders = """
            EmailConfiguration: {EmailSendingAccount: DEVELOPER,
                    SourceArn: "arn:aws:ses:us-east-1:000000000000:identity/a@example.com"}
                  SmsConfiguration: {SnsCallerArn: "arn:aws:iam::000000000000:role/sms"}
            """
        let flows = """
            ExplicitAuthFlows: [ALLOW_USER_SRP_AUTH, ALLOW_USER_PASSWORD_AUTH, ALLOW_CUSTOM_AUTH, ALLOW_USER_AUTH,
                        ALLOW_REFRESH_TOKEN_AUTH]
            """
        return """
            pools:
              - id: \(Name.open.rawValue)
                name: open
                settings:
                  AliasAttributes: [email]
                  AutoVerifiedAttributes: [email]
                  DeviceConfiguration: {ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: false}
                  \(senders)
                  Policies: {SignInPolicy: {AllowedFirstAuthFactors: [PASSWORD, EMAIL_OTP, SMS_OTP, WEB_AUTHN]}}
                mfa: {MfaConfiguration: OPTIONAL, WebAuthnConfiguration: {RelyingPartyId: localhost},
                  \(mfa)}
                clients:
                  - id: \(clientID)
                    settings:
                      \(flows)
                triggers:
                  DefineAuthChallenge: {command: [/bin/sh, '\(define)']}
                  CreateAuthChallenge: {command: [/bin/sh, '\(create)']}
                  VerifyAuthChallengeResponse: {command: [/bin/sh, '\(verify)']}
                users:
                  - {username: plain, password: Passw0rd!, attributes: \(attributes("plain"))}
                  - {username: both, password: Passw0rd!, attributes: \(attributes("both")),
                     mfa: [SMS_MFA, SOFTWARE_TOKEN_MFA], totpSecret: JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP}
                  - {username: sms, password: Passw0rd!, attributes: \(attributes("sms")), mfa: [SMS_MFA]}
                  - {username: mail, password: Passw0rd!, attributes: \(attributes("mail")), mfa: [EMAIL_OTP]}
              - id: \(Name.compulsory.rawValue)
                name: compulsory
                settings:
                  AutoVerifiedAttributes: [email]
                  \(senders)
                mfa: {MfaConfiguration: "ON", \(mfa)}
                clients:
                  - id: \(clientID)2
                    settings:
                      \(flows)
                users:
                  - {username: fresh, password: Passw0rd!, status: FORCE_CHANGE_PASSWORD, attributes: {}}
                  - {username: late, password: Passw0rd!, attributes: {}}

            """
    }

    private static func attributes(_ user: String) -> String {
        """
        {email: \(user)@example.com, email_verified: true, phone_number: "+15555550100", phone_number_verified: true}
        """
    }

    /// Password first if the sign-in begins with it, then one question.
    private static let define = """
        event=$(cat)
        case "$event" in
          *'"CUSTOM_CHALLENGE","challengeResult":true'*) echo '{"response":{"issueTokens":true}}' ;;
          *'"CUSTOM_CHALLENGE","challengeResult":false'*) echo '{"response":{"failAuthentication":true}}' ;;
          *'"PASSWORD_VERIFIER","challengeResult":true'*) echo '{"response":{"challengeName":"CUSTOM_CHALLENGE"}}' ;;
          *'"SRP_A"'*) echo '{"response":{"challengeName":"PASSWORD_VERIFIER"}}' ;;
          *) echo '{"response":{"challengeName":"CUSTOM_CHALLENGE"}}' ;;
        esac

        """
    private static let create = """
        cat > /dev/null
        echo '{"response":{"publicChallengeParameters":{"question":"colour?"},"privateChallengeParameters":{"a":"blue"}}}'

        """
    private static let verify = """
        case "$(cat)" in
          *'"challengeAnswer":"blue"'*) echo '{"response":{"answerCorrect":true}}' ;;
          *) echo '{"response":{"answerCorrect":false}}' ;;
        esac

        """
}
