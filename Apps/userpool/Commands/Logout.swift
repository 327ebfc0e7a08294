import AppSupport
import ArgumentParser
import ByteCoding
import UserPoolKit

/// `userpool logout`.
struct Logout: PoolCommand {
    static let configuration = CommandConfiguration(
        abstract: "Sign out: forget the tokens here and end the session on the service's side.",
        discussion: """
            The tokens are forgotten here first, whatever the service says. The result is complete; or partial, with exit \
            code 2, if the service could not be told, so that tokens which are out stay good until they expire; or the \
            command fails, and you are still signed in. Where the app client does not revoke tokens, only --everywhere \
            ends sessions on the service's side. A remembered device stays: the next login uses it.
            """
    )

    @Flag(help: "End all your sessions, on every machine.")
    var everywhere = false

    @OptionGroup var options: PoolOptions

    func run(in context: CommandContext) async throws {
        let username = try await context.current.stored().username
        switch await context.current.signOut(everywhere ? .everywhere : .session) {
        case .complete:
            context.print(.members(["username": .string(username), "result": .string("complete")]))
        case .partial(let error):
            let problem = Problem(describing: error)
            context.print(
                .members([
                    "username": .string(username), "result": .string("partial"),
                    "code": .string(problem.code.name), "detail": .string(problem.detail),
                ])
            )
            throw ExitCode(ExitStatus.partial.rawValue)
        case .failed(let error):
            throw error
        }
    }
}
