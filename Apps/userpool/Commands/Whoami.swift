import AppSupport
import ArgumentParser
import ByteCoding
import CognitoJWT
import CognitoWire
import UserPoolKit

/// `userpool whoami`.
struct Whoami: PoolCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show who is signed in: the claims of the ID token that is kept, or what the service says."
    )

    @Flag(help: "Ask the service instead of reading the token that is kept.")
    var online = false

    @OptionGroup var options: PoolOptions

    func run(in context: CommandContext) async throws {
        if online {
            let session = try await context.current.fresh()
            context.print(try await context.pool.profile(accessToken: session.accessToken).outputValue)
            return
        }
        let tokens = try await context.current.stored().tokens
        guard let idToken = tokens.idToken else {
            throw Problem(.signInNeeded, "no ID token is kept; use --online")
        }
        context.print(.object(try UnverifiedToken(idToken.value).payload))
    }
}

/// `userpool token`.
struct Token: PoolCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print one token and nothing else, refreshed if it is about to expire."
    )

    /// Which token.
    enum Kind: String, CaseIterable, ExpressibleByArgument {
        case access, id, refresh
    }

    @Argument(help: "access, id or refresh.")
    var kind: Kind = .access

    @OptionGroup var options: PoolOptions

    func run(in context: CommandContext) async throws {
        let session = kind == .refresh ? try await context.current.stored() : try await context.current.fresh()
        let tokens = session.tokens
        let token =
            switch kind {
            case .access: tokens.accessToken
            case .id: tokens.idToken
            case .refresh: tokens.refreshToken
            }
        guard let token else { throw Problem(.signInNeeded, "no \(kind.rawValue) token is kept; sign in again") }
        OutputFormat.value.print(.string(token.value))
    }
}
