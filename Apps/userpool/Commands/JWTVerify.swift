import AppSupport
import ArgumentParser
import ByteCoding
import CognitoJWT

extension JWT {
    /// `userpool jwt verify`.
    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Verify a token: who signed it, and whether it says what it must.",
            discussion: """
                Prints {"valid":true,"claims":…} and ends with 0, or {"valid":false,"code":…,"message":…} and ends with 77; \
                69 if the keys cannot be had. Pool and client are those of the configuration where they are not given.

                --config reads the rules from a JSON file: userPoolId, tokenUse (access, id, or null for either), clientIds \
                (null for any), issuerKinds (ORIGINAL, UPDATED), replicaRegions, groupsAnyOf, groupsAllOf, scopesAnyOf, \
                scopesAllOf, leewaySeconds, maxAuthAgeSeconds; or pools with a list of such objects.

                --batch reads one token a line from standard input and prints one JSON object a line, in order and at once; \
                it ends with 77 if any token is invalid, else with 69 if any could not be judged for want of keys.

                  userpool token access | userpool jwt verify - --use access
                  userpool jwt verify - --pool-id eu-west-1_AbC --client-id 1abc --use id --group admins -o json < token.txt
                  userpool jwt verify --batch --config rules.json --jwks keys.json < tokens.txt
                """
        )

        @OptionGroup var argument: TokenArgument
        @OptionGroup var pool: TokenPoolOptions
        @OptionGroup var rules: RuleOptions
        @OptionGroup var keys: KeyOptions

        @Option(help: ArgumentHelp("The time to hold the token against, instead of now.", valueName: "epoch"))
        var at: Int64?

        @Flag(help: "Verify one token a line of standard input, until it ends.")
        var batch = false

        @Option(
            name: .shortAndLong,
            help: "How the verdict is printed: table, json, ndjson, yaml, env or value."
        )
        var output: OutputFormat?

        func validate() throws {
            guard batch else { return }
            guard argument.token == nil || argument.token == "-" else {
                throw ValidationError("--batch reads its tokens from standard input")
            }
            guard output == nil || output == .json || output == .ndjson else {
                throw ValidationError("--batch prints JSON")
            }
        }

        func run() async throws {
            var format = output ?? (batch ? .json : .table)
            let status: ExitStatus
            do {
                let text = batch ? nil : try argument.read()
                let verification = try await Verification(
                    pool: pool,
                    rules: rules,
                    keys: keys,
                    at: at.map { UnixTime(seconds: $0) }
                )
                if let text {
                    format = output ?? verification.output
                    status = try await verifyOne(text, verification, format)
                } else {
                    status = try await verifyLines(verification)
                }
            } catch {
                Failure.report(Problem(describing: error), as: format)
            }
            if status != .success { throw ExitCode(status.rawValue) }
        }

        private func verifyOne(
            _ token: String,
            _ verification: Verification,
            _ format: OutputFormat
        ) async throws -> ExitStatus {
            let verdict = try await verification.verdict(on: token)
            if case .invalid(let error) = verdict, error.code == .keysUnavailable { throw error }
            format.print(
                format == .table ? verdict.explained(token: token, issuers: verification.issuers) : verdict.outputValue
            )
            return verdict.exit
        }

        private func verifyLines(_ verification: Verification) async throws -> ExitStatus {
            var input = TokenInput()
            var status = ExitStatus.success
            while let token = try input.line() {
                let verdict = try await verification.verdict(on: token)
                try StandardOutput.write(line: verdict.outputValue.text)
                // One invalid token decides; what could not be judged does only where all others are valid.
                if verdict.exit == .refused || status == .success { status = verdict.exit }
            }
            return status
        }
    }
}
