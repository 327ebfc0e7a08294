import AppSupport
import ArgumentParser
import ByteCoding
import CognitoWire
import Foundation
import UserPoolKit

/// `userpool login`.
struct Login: PoolCommand {
    static let configuration = CommandConfiguration(
        abstract: "Sign in, and walk through every challenge.",
        discussion: """
            At a terminal every challenge is asked for. Without one, or with -o json, a challenge is printed and kept, and \
            the sign-in goes on with --continue, in this process or another:

              userpool login --user alice --password-stdin -o json < password.txt
              userpool login --continue --code 123456
            """
    )

    @Option(help: "The username, or an alias of it.")
    var user: String?

    @Option(help: "How the password is shown to the service: srp proves it, password sends it over TLS.")
    var flow: String?

    @OptionGroup var password: PasswordOptions

    @Flag(name: .customLong("continue"), help: "Answer the challenge that the last login left.")
    var isContinued = false

    @Option(help: "The code that was sent (with --continue).")
    var code: String?

    @Flag(help: "Read the new password from standard input (with --continue).")
    var newPasswordStdin = false

    @Option(help: ArgumentHelp("Read the new password from a file (with --continue).", valueName: "file"))
    var newPasswordFile: String?

    @Option(
        name: .customLong("attribute"),
        help: ArgumentHelp("An attribute that goes with the new password.", valueName: "name=value")
    )
    var attributes: [AttributeArgument] = []

    @Flag(help: "Read the challenge responses from standard input: a JSON object of the service's names.")
    var responsesStdin = false

    @OptionGroup var options: PoolOptions

    func validate() throws {
        let answers = [code != nil, newPasswordStdin, newPasswordFile != nil, responsesStdin].filter { $0 }.count
        guard isContinued || answers == 0 else {
            throw ValidationError("an answer goes with --continue, after a login that left a challenge")
        }
        guard answers <= 1 else { throw ValidationError("one answer at a time") }
        guard flow == nil || flow == "srp" || flow == "password" else {
            throw ValidationError("--flow is srp or password")
        }
    }

    func run(in context: CommandContext) async throws {
        var step = isContinued ? try await continued(in: context) : try await begun(in: context)
        while case .challenge(let challenge) = step, Terminal.isInteractive, options.output.output != .json {
            try keep(challenge, in: context)
            step = try await context.pool.answer(challenge, with: Self.ask(for: challenge))
        }
        try finish(step, in: context)
    }

    private func begun(in context: CommandContext) async throws -> SignInStep {
        let user = try user ?? Terminal.ask("Username", instead: "--user")
        return try await context.pool.signIn(
            username: user,
            password: password.read(),
            flow: flow.map { $0 == "password" ? .password : .srp } ?? context.settings.flow
        )
    }

    private func continued(in context: CommandContext) async throws -> SignInStep {
        guard let challenge = try context.sessions.load().challenge else {
            throw Problem(.signInNeeded, "no sign-in waits for an answer; run userpool login")
        }
        let answer: ChallengeAnswer =
            if let code {
                .code(code)
            } else if newPasswordStdin {
                try .newPassword(
                    SecretText.read(.standardInput, named: "standard input"),
                    attributes: attributes.byName
                )
            } else if let newPasswordFile {
                try .newPassword(SecretText.read(path: newPasswordFile), attributes: attributes.byName)
            } else if responsesStdin {
                try .responses(Self.readResponses())
            } else {
                try Self.ask(for: challenge)
            }
        return try await context.pool.answer(challenge, with: answer)
    }

    private func finish(_ step: SignInStep, in context: CommandContext) throws {
        switch step {
        case .signedIn(let user):
            try context.sessions.update { $0 = StoredSession(session: user.session) }
            context.print(user.tokens.signedInOutput(withTokens: options.output.output == .json))
        case .challenge(let challenge):
            try keep(challenge, in: context)
            context.print(challenge.outputValue)
        case .confirmSignUp(let reason), .resetPassword(let reason):
            throw reason
        }
    }

    /// Keeps a challenge before anything is answered, so that an interruption loses nothing.
    private func keep(_ challenge: SignInChallenge, in context: CommandContext) throws {
        try context.sessions.update { $0.challenge = challenge }
    }

    private static func ask(for challenge: SignInChallenge) throws -> ChallengeAnswer {
        switch challenge.kind {
        case .smsCode(let delivery):
            let place = delivery.destination.map { " sent to \($0)" } ?? ""
            return .code(try Terminal.ask("Code\(place)", instead: "--continue --code"))
        case .newPassword(let required):
            let password = try Terminal.askSecret("New password", instead: "--continue --new-password-stdin")
            let attributes = try required.map { ($0, try Terminal.ask($0, instead: "--attribute")) }
            return .newPassword(password, attributes: Dictionary(attributes) { _, last in last })
        default:
            throw Problem(
                .challengeMismatch,
                "the challenge \(challenge.name) has no dialogue here; answer it with --continue --responses-stdin"
            )
        }
    }

    private static func readResponses() throws -> [String: String] {
        let data = FileHandle.standardInput.readDataToEndOfFile()
        guard let responses = try? JSONDecoder().decode([String: String].self, from: data) else {
            throw Problem(.malformedRequest, "standard input holds no JSON object of texts")
        }
        return responses
    }
}

extension TokenSet {
    /// The end of a sign-in as it is printed; the tokens themselves only where a program reads them.
    func signedInOutput(withTokens: Bool) -> JSONValue {
        .members([
            "status": .string("signedIn"),
            "tokens": withTokens ? outputValue : nil,
            "user": .members(["username": .string(username), "sub": .string(subject)]),
            "accessTokenExpiresAt": withTokens ? nil : .time(accessTokenExpiresAt),
        ])
    }

    /// The tokens in clear.
    var outputValue: JSONValue {
        .members([
            "accessToken": .string(accessToken.value),
            "idToken": idToken.map { .string($0.value) },
            "refreshToken": refreshToken.map { .string($0.value) },
            "tokenType": .string(tokenType),
            "accessTokenExpiresAt": .time(accessTokenExpiresAt),
            "idTokenExpiresAt": idTokenExpiresAt.map { .time($0) },
        ])
    }
}

extension SignInChallenge {
    /// The challenge as it is printed.
    var outputValue: JSONValue {
        let details: JSONValue =
            switch kind {
            case .smsCode(let delivery):
                .members(["type": .string("smsCode"), "delivery": delivery.outputValue])
            case .newPassword(let required):
                .members(["type": .string("newPassword"), "requiredAttributes": .array(required.map { .string($0) })])
            default:
                .members([
                    "type": .string("other"), "name": .string(name.rawValue), "parameters": .map(parameters.value),
                ])
            }
        return .members(["status": .string("challenge"), "challenge": details])
    }
}
