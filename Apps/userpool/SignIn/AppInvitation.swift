import ArgumentParser
import CognitoWire
import UserPoolKit

/// What an authenticator app is given: the secret, and the address that says it all in one.
struct AppInvitation {
    let secret: Sensitive<String>
    let uri: Sensitive<String>

    /// Invites an app.
    ///
    /// - Throws: `UserPoolError` if the secret of the service is none.
    init(_ setup: AppSetup, issuer: String, account: String) throws(UserPoolError) {
        secret = setup.secret
        uri = try setup.uri(issuer: issuer, account: account)
    }
}

/// How an authenticator app is shown what it needs.
struct AppDisplayOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("What the authenticator app calls the pool; its id unless this is given.", valueName: "name")
    )
    var issuer: String?

    /// What an app is given.
    ///
    /// - Parameters:
    ///   - setup: The secret.
    ///   - pool: The pool, which the app shows as issuer unless another name was given.
    ///   - account: Whose codes they are.
    /// - Returns: The secret and the address.
    /// - Throws: `UserPoolError`.
    func invitation(_ setup: AppSetup, pool: UserPool, account: String) throws -> AppInvitation {
        try AppInvitation(setup, issuer: issuer ?? pool.id, account: account)
    }

    /// Shows it to the person at the terminal.
    func show(_ invitation: AppInvitation) {
        Terminal.note("Secret for your authenticator app: \(invitation.secret.value)")
        Terminal.note("Or as an address: \(invitation.uri.value)")
    }
}
