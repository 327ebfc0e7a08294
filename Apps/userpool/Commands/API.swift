import AppSupport
import ArgumentParser
import ByteCoding
import CognitoClient
import CognitoWire
import Foundation

/// `userpool api`.
struct API: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "api",
        abstract: "Call any operation of the two services with their own JSON.",
        discussion: """
            The request is signed with AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN where the operation \
            must be signed. The region is --region, that of --pool-id, or AWS_REGION.

              userpool api ListUserPools --json '{"MaxResults":10}'
              userpool api InitiateAuth --json - < request.json
              userpool api --list
              userpool api --members SignUp
            """
    )

    @Argument(help: "The operation, as the service spells it.")
    var operation: String?

    @Option(
        help: ArgumentHelp("The request: a JSON object, a file, or - for standard input.", valueName: "json|file|-")
    )
    var json: String?

    @Flag(help: "Print the name of every operation.")
    var list = false

    @Flag(help: "Print the members of the operation's request instead of calling it.")
    var members = false

    @OptionGroup var options: PoolOptions

    func validate() throws {
        guard list || operation != nil else { throw ValidationError("name an operation; --list prints them all") }
    }

    func run() async throws {
        let format = options.output.output ?? .table
        do {
            if list {
                format.print(.array(WireOperations.all.map(\.outputValue)))
            } else {
                let operation = try self.operation.map(Self.find) ?? Self.find("")
                if members {
                    format.print(.array(operation.members.map(\.outputValue)))
                } else {
                    try await call(operation)
                }
            }
        } catch {
            Failure.report(Problem(describing: error), as: format)
        }
    }

    private func call(_ operation: AnyWireOperation) async throws {
        let request = try readRequest(of: operation)
        let environment = ProcessInfo.processInfo.environment
        var flags = options.flags
        if flags[.region] == nil, flags[.poolID] == nil {
            flags[.region] = environment["AWS_REGION"] ?? environment["AWS_DEFAULT_REGION"]
        }
        var reader = try await SettingsReader(flags: flags, file: options.output.config)
        for warning in reader.warnings { Terminal.note("userpool: note: \(warning)") }
        let settings = await PoolSettings(reading: &reader, needsPool: false)
        try reader.finish()
        guard settings.region != nil || !settings.poolID.isEmpty else {
            throw Problem(.usage, "which region? Give --region, --pool-id, or AWS_REGION in the environment")
        }
        let client = try settings.makeClient(
            transport: settings.makeTransport(),
            credentials: EnvironmentCredentials(environment)
        )
        let answer = try await client.call(operation, json: request, options: CallOptions(checksConstraints: true))
        try StandardOutput.write(answer.json + [UInt8(ascii: "\n")])
    }

    private static func find(_ name: String) throws -> AnyWireOperation {
        if let operation = WireOperations.named(name) { return operation }
        let nearest = Nearest.name(to: name, in: WireOperations.all.map(\.name))
        let hint = nearest.map { "did you mean \($0)?" } ?? "userpool api --list prints them all"
        throw Problem(.usage, "there is no operation \(name); \(hint)")
    }

    /// The request's bytes.
    ///
    /// What stands on the command line can be seen by others, so no secret may stand there.
    private func readRequest(of operation: AnyWireOperation) throws -> [UInt8] {
        switch json {
        case nil: return []
        case "-": return Array(FileHandle.standardInput.readDataToEndOfFile())
        case let text? where text.drop(while: \.isWhitespace).hasPrefix("{"):
            let names = Self.secretNames.filter { text.contains("\"\($0)\"") }
            guard names.isEmpty else {
                throw Problem(
                    .usage,
                    "\(names.joined(separator: ", ")) would show on the command line; use --json - or a file"
                )
            }
            return Array(text.utf8)
        case let path?:
            guard let data = FileManager.default.contents(atPath: path) else {
                throw Problem(.inputOutput, "\(path) cannot be read")
            }
            return Array(data)
        }
    }

    private static let secretNames = [
        "AccessToken", "AuthParameters", "ChallengeResponses", "ClientSecret", "Credential", "Password",
        "PasswordVerifier",
        "PreviousPassword", "ProposedPassword", "RefreshToken", "SecretHash", "Session", "TemporaryPassword", "Token",
    ]
}

extension AnyWireOperation {
    fileprivate var outputValue: JSONValue {
        .members([
            "name": .string(name), "service": .string(service.endpointPrefix),
            "signed": .bool(authentication == .sigV4),
        ])
    }
}

extension WireMember {
    fileprivate var outputValue: JSONValue {
        .members([
            "name": .string(name), "type": .string(type), "required": .bool(isRequired),
            "sensitive": .bool(isSensitive),
        ])
    }
}
