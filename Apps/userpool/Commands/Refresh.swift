import ArgumentParser
import ByteCoding
import UserPoolKit

/// `userpool refresh`.
struct Refresh: PoolCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make new tokens now, such as after your groups have changed.",
        discussion: "Other commands refresh by themselves what is about to expire. With -o json the tokens are printed."
    )

    @OptionGroup var options: PoolOptions

    func run(in context: CommandContext) async throws {
        let tokens = try await context.current.refreshed().tokens
        let isForProgram = context.format == .json
        context.print(
            .members([
                "username": .string(tokens.username),
                "tokens": isForProgram ? tokens.outputValue : nil,
                "accessTokenExpiresAt": isForProgram ? nil : .time(tokens.accessTokenExpiresAt),
            ])
        )
    }
}
