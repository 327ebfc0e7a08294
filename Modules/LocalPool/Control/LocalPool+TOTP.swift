public import ByteCoding
internal import CognitoWire
internal import GRDB
internal import OneTimePassword

/// What a user's authenticator app shows.
public struct AuthenticatorCode: Sendable {
    /// The code of this moment, by the pool's clock.
    public let code: String
    /// How long it is shown.
    public let secondsLeft: Int
    /// The `otpauth` URI that sets up an app, as UTF-8; it holds the secret.
    public let uri: SecretBytes
}

extension LocalPool {
    /// The code that a user's authenticator app shows right now: of the app that is being set up, else of the one that is.
    ///
    /// - Parameters:
    ///   - name: A username, an alias or a `sub`.
    ///   - poolID: Where to look; `nil` for every pool.
    /// - Returns: The code; `nil` if there is no such user, or none with an app.
    /// - Throws: ``LocalPoolError`` with ``LocalPoolError/Code/unknownPool`` or ``LocalPoolError/Code/unusableFile``.
    public func authenticatorCode(
        for name: String,
        poolID: String? = nil
    ) async throws(LocalPoolError) -> AuthenticatorCode? {
        if let poolID { try await requirePool(poolID) }
        do {
            return try await call(isReadOnly: true) { call in
                let pools = try poolID.map { [try call.pool($0)] } ?? UserPoolRecord.fetchAll(call.db)
                for pool in pools {
                    do {
                        let user = try call.user(Sensitive(name), in: pool)
                        if let code = try AuthenticatorCode(of: user, in: pool, call) { return code }
                    } catch let refusal as Refusal where refusal == .userNotFound {
                        continue
                    }
                }
                return nil
            }
        } catch {
            throw LocalPoolError(translating: error)
        }
    }
}

extension AuthenticatorCode {
    fileprivate init?(of user: UserRecord, in pool: UserPoolRecord, _ call: Call) throws {
        guard let secret = call.totpSecret(of: user) else { return nil }
        let totp = TOTP(try OneTimePasswordSecret(base32: secret))
        code = try totp.code(at: call.now)
        secondsLeft = totp.secondsLeft(at: call.now)
        // An issuer may not have a colon, and neither has the id of a pool.
        uri = try OTPAuthURI(issuer: pool.id, account: user.username, totp: totp).text
    }
}
