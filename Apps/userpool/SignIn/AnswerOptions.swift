import AppSupport
import ArgumentParser
import ByteCoding
import Foundation
import UserPoolKit

/// Answers to challenges that are given beforehand; each is used once, by the first challenge that it fits.
struct AnswerOptions: ParsableArguments {
    @Option(help: "The code that was sent, or that the authenticator app shows.")
    var code: String?

    @Option(
        help: ArgumentHelp(
            "The choice: sms, totp or email as second factor; \(FirstFactor.shortNames.joined(separator: ", ")) as first.",
            valueName: "factor"
        )
    )
    var choice: String?

    @Flag(help: "Read the new password from standard input.")
    var newPasswordStdin = false

    @Option(help: ArgumentHelp("Read the new password from a file.", valueName: "file"))
    var newPasswordFile: String?

    @Option(
        name: .customLong("attribute"),
        help: ArgumentHelp("An attribute that goes with the new password; may be repeated.", valueName: "name=value")
    )
    var attributes: [AttributeArgument] = []

    @Option(help: ArgumentHelp("Set this e-mail address up as second factor; a code goes there.", valueName: "address"))
    var email: String?

    @Option(help: ArgumentHelp("The answer to the pool's own challenge, if it is no secret.", valueName: "text"))
    var answer: String?

    @Flag(help: "Read the answer to the pool's own challenge from standard input.")
    var answerStdin = false

    @Option(help: ArgumentHelp("Read the passkey's answer, JSON, from a file.", valueName: "file"))
    var credentialFile: String?

    @Flag(help: "Read the passkey's answer, JSON, from standard input.")
    var credentialStdin = false

    @Flag(help: "Read the challenge responses from standard input: a JSON object of the service's names.")
    var responsesStdin = false

    @OptionGroup var passkey: PasskeyFileOptions

    /// How many of them read standard input.
    var standardInputCount: Int {
        [newPasswordStdin, answerStdin, credentialStdin, responsesStdin].count(where: \.self)
    }

    func validate() throws {
        let pairs = [
            (newPasswordStdin && newPasswordFile != nil, "the new password comes from one place"),
            (answerStdin && answer != nil, "the answer comes from one place"),
            (credentialStdin && credentialFile != nil, "the passkey's answer comes from one place"),
        ]
        for (isWrong, message) in pairs where isWrong { throw ValidationError(message) }
    }

    /// Reads the answers that stand in files and on standard input.
    ///
    /// - Parameters:
    ///   - password: The password, where it is an answer too.
    ///   - endpoint: The address of the service, where it is not AWS.
    /// - Returns: The answers.
    /// - Throws: ``Problem``.
    func read(password: SecretBytes?, endpoint: String?) throws -> PreparedAnswers {
        var answers = PreparedAnswers(
            password: password,
            attributes: attributes.byName,
            code: code,
            choice: choice,
            email: email,
            answer: answer,
            passkeys: passkey.open(endpoint: endpoint)
        )
        if newPasswordStdin { answers.newPassword = try SecretText.read(.standardInput, named: "standard input") }
        if let newPasswordFile { answers.newPassword = try SecretText.read(path: newPasswordFile) }
        if answerStdin {
            answers.answer = try SecretText.text(SecretText.read(.standardInput, named: "standard input"))
        }
        if credentialStdin {
            answers.credential = try SecretText.text(SecretText.read(.standardInput, named: "standard input"))
        }
        if let credentialFile { answers.credential = try SecretText.text(SecretText.read(path: credentialFile)) }
        if responsesStdin { answers.responses = try Self.readResponses() }
        return answers
    }

    private static func readResponses() throws -> [String: String] {
        let data = FileHandle.standardInput.readDataToEndOfFile()
        guard let responses = try? JSONDecoder().decode([String: String].self, from: data) else {
            throw Problem(.malformedRequest, "standard input holds no JSON object of texts")
        }
        return responses
    }
}
