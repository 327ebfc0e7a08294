import AppSupport
import ArgumentParser
import ByteCoding
import Foundation
import UserPoolKit

/// `userpool login`.
struct Login: PoolCommand {
    static let configuration = CommandConfiguration(
        abstract: "Sign in, and walk through every challenge.",
        discussion: """
            At a terminal every challenge is asked for. Without one, or with -o json, a challenge is printed and kept, and \
            the sign-in goes on with --continue, in this process or another; with --continue alone the challenge is printed \
            once more. Answers may be given beforehand, too: each is used by the first challenge that it fits.

              userpool login --user alice --password-stdin -o json < password.txt
              userpool login --continue --code 123456
              userpool login --user alice --password-file p --choice totp --code 123456

            What answers which type of challenge:
              smsCode, emailCode, totpCode  --code
              chooseMfa                     --choice sms, totp or email
              setupMfa                      --choice totp, which prints the app's secret, then --code; or --email
              newPassword                   --new-password-stdin or --new-password-file, and --attribute
              custom                        --answer or --answer-stdin
              chooseFirstFactor             --choice, with --password-stdin or --password-file where it is a password
              password                      --password-stdin or --password-file
              passkey                       --credential-file, --credential-stdin or --passkey-file
              other                         --responses-stdin

            A device that the pool remembers is kept for the user's next sign-in, also after logout.
            """
    )

    /// How a sign-in begins.
    enum Flow: String, CaseIterable, ExpressibleByArgument {
        case srp, password
        case userAuth = "user-auth"
        case custom
    }

    @Option(help: "The username, or an alias of it.")
    var user: String?

    @Option(
        help: """
            How the sign-in begins: srp proves the password, password sends it over TLS, user-auth lets the user choose, \
            custom leaves it to the pool's triggers, after the password if one is given.
            """
    )
    var flow: Flow?

    @Option(
        help: ArgumentHelp(
            "The factor to begin with, in the flow user-auth: \(FirstFactor.shortNames.joined(separator: ", ")).",
            valueName: "factor"
        )
    )
    var factor: String?

    @OptionGroup var password: PasswordOptions

    @Flag(name: .customLong("continue"), help: "Answer the challenge that the last login left.")
    var isContinued = false

    @OptionGroup var answers: AnswerOptions

    @OptionGroup var app: AppDisplayOptions

    @Option(help: ArgumentHelp("What the pool calls this machine, if it remembers devices.", valueName: "name"))
    var deviceName: String?

    @OptionGroup var options: PoolOptions

    func validate() throws {
        guard answers.standardInputCount + (password.passwordStdin ? 1 : 0) <= 1 else {
            throw ValidationError("one secret at a time comes from standard input")
        }
        guard !isContinued || (user == nil && flow == nil && factor == nil && deviceName == nil) else {
            throw ValidationError("--continue goes on as the sign-in began: no --user, --flow, --factor, --device-name")
        }
        guard factor == nil || flow == .userAuth else { throw ValidationError("--factor goes with --flow user-auth") }
        if let factor, !FirstFactor.shortNames.contains(factor) {
            throw ValidationError("--factor is one of \(FirstFactor.shortNames.joined(separator: ", "))")
        }
    }

    func run(in context: CommandContext) async throws {
        if isContinued {
            let challenge = try await context.current.challenge()
            var walk = try SignInWalk(
                context: context,
                answers: answers.read(password: password.given(), endpoint: context.settings.endpoint),
                app: app,
                typedName: nil
            )
            return try await walk.run(from: .challenge(challenge), isContinued: true)
        }
        let user = try user ?? Terminal.ask("Username", instead: "--user")
        let flow = chosenFlow(context)
        var password = try password.given()
        if password == nil, flow.needsPassword { password = try self.password.read() }
        var prepared = try answers.read(password: password, endpoint: context.settings.endpoint)
        let options = SignInOptions(devicePolicy: .confirm(name: deviceName ?? ProcessInfo.processInfo.hostName))
        let device = try await context.current.device(for: user)
        let step = try await context.pool.signIn(
            username: user,
            password: flow.takesPassword ? password : nil,
            flow: flow,
            device: device,
            options: options
        )
        // Where the flow has used the password, no challenge needs it again.
        if flow.takesPassword { prepared.password = nil }
        var walk = SignInWalk(context: context, answers: prepared, app: app, typedName: user)
        try await walk.run(from: step, isContinued: false)
    }

    private func chosenFlow(_ context: CommandContext) -> SignInFlow {
        switch flow {
        case .srp: .srp
        case .password: .password
        case .custom: .custom
        case .userAuth: .choice(preferring: factor.map { FirstFactor(shortName: $0) })
        case nil: context.settings.flow
        }
    }
}

extension SignInFlow {
    /// Whether it cannot begin without the password.
    fileprivate var needsPassword: Bool {
        switch self {
        case .srp, .password: true
        case .choice(let factor): factor?.needsPassword == true
        case .custom: false
        }
    }

    /// Whether the first call proves or sends the password, if there is one.
    fileprivate var takesPassword: Bool {
        switch self {
        case .srp, .password, .custom: true
        case .choice: needsPassword
        }
    }
}
