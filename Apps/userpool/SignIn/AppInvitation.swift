import AppSupport
import ArgumentParser
import CognitoWire
import QRCode
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

    @Flag(name: .customLong("no-qr"), help: "Show the secret as text only, without a QR code.")
    var hidesCode = false

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

    /// Shows it to the person at the terminal: a QR code, and the same as text.
    ///
    /// - Throws: ``Problem`` with ``Problem/Code/internalError`` if the code cannot be made.
    func show(_ invitation: AppInvitation) throws {
        if !hidesCode {
            do throws(QRCodeError) {
                let symbol = try QRSymbol(invitation.uri.value)
                for line in symbol.terminalLines(for: .unknown) { Terminal.note(line) }
            } catch {
                throw Problem(.internalError, "the QR code cannot be made: \(error.message); use --no-qr")
            }
        }
        Terminal.note("Secret for your authenticator app: \(invitation.secret.value)")
        Terminal.note("Or as an address: \(invitation.uri.value)")
    }
}
