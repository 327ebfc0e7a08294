import AppSupport
import CognitoWire
import QRCode
import UserPoolKit

/// An authenticator app that is being set up, as text, as a link and as a picture.
struct AppSetupBody: Encodable {
    private let secret: String
    private let uri: String
    private let qrSvg: String
    /// In the middle of a sign-in, what the first code must come with.
    private let token: String?

    /// Describes a set-up.
    ///
    /// - Parameters:
    ///   - setup: The secret, and the challenge in the middle of a sign-in.
    ///   - issuer: Who asks for codes, as the app shows it.
    ///   - account: Whose codes they are, as the app shows it.
    ///   - sealer: Seals the challenge.
    /// - Throws: `UserPoolError`, ``Problem`` with ``Problem/Code/invalidParameter`` if the names are too long for a
    ///   picture, or what sealing throws.
    init(_ setup: AppSetup, issuer: String, account: String, sealedBy sealer: Sealer) throws {
        secret = setup.secret.value
        uri = try setup.uri(issuer: issuer, account: account).value
        do {
            qrSvg = try QRSymbol(uri).svg
        } catch {
            throw Problem(.invalidParameter, "The issuer is too long.")
        }
        token = try setup.challenge.map { try sealer.seal($0) }
    }
}
