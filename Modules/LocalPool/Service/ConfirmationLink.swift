internal import CognitoWire
internal import GRDB

/// The link in an e-mail that confirms a user without typing a code.
struct ConfirmationLink: Equatable, Sendable {
    /// Where it leads to, below the pool's address, as in the service.
    static let path = "/confirmUser"

    let clientID: String
    let username: String
    let code: String

    init(clientID: String, username: String, code: String) {
        (self.clientID, self.username, self.code) = (clientID, username, code)
    }

    /// Reads what follows the question mark; `nil` if something is missing or broken.
    init?(query: Substring) {
        var values: [Substring: String] = [:]
        for pair in query.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, let name = parts.first, let value = parts.last.flatMap(PercentText.decode) else {
                return nil
            }
            values[name] = value
        }
        guard let clientID = values["client_id"], let username = values["user_name"],
            let code = values["confirmation_code"]
        else { return nil }
        self.init(clientID: clientID, username: username, code: code)
    }

    /// The link.
    func address(below endpoint: String) -> String {
        let values = [("client_id", clientID), ("user_name", username), ("confirmation_code", code)]
        let query = values.map { "\($0)=\(PercentText.encode($1))" }.joined(separator: "&")
        return "\(endpoint)\(Self.path)?\(query)"
    }

    /// Does what `ConfirmSignUp` does; the code is proof enough, so no `SECRET_HASH` is asked for.
    func follow(in call: Call) throws {
        let client = try call.client(Sensitive(clientID))
        let pool = try call.pool(client.poolID)
        do {
            let user = try call.user(Sensitive(username), in: pool)
            try call.confirm(user, code: code, in: pool, client: client, metadata: nil)
        } catch let refusal as Refusal {
            throw refusal.code == .userNotFound && client.hidesUsers ? Refusal.expiredCode : refusal
        }
    }

    /// The page that says what came of it.
    ///
    /// - Parameter refusal: Why nothing was confirmed; `nil` if the user was.
    /// - Returns: HTML.
    static func page(_ refusal: Refusal?) -> [UInt8] {
        let text = refusal.map { "Your registration was not confirmed: \($0.message)" }
        return Array(
            """
            <!DOCTYPE html>
            <html lang="en">
            <title>Confirm your registration</title>
            <p>\((text ?? "Your registration has been confirmed!").escapedForHTML)</p>
            </html>

            """.utf8
        )
    }
}

extension Call {
    /// Confirms a new user by code; an alias that another user has is taken from that one only if that was asked for.
    ///
    /// - Throws: ``Refusal`` if the user is confirmed already, or the code is not the user's.
    func confirm(
        _ user: UserRecord,
        code: String,
        takingAliases takesAliases: Bool = false,
        in pool: UserPoolRecord,
        client: AppClientRecord,
        metadata: [String: String]?
    ) throws {
        guard user.status == .unconfirmed else {
            throw Refusal.notAuthorized("User cannot be confirmed. Current status is \(user.status)")
        }
        var user = user
        let attribute = try spendCode(code, for: .signUp, of: user).attribute
        user.status = .confirmed
        try setAttributes(["\(attribute)_verified": "true"], of: &user, takingAliases: takesAliases)
        try postConfirmation(.confirmSignUp, of: user, in: pool, client: client, metadata: metadata)
    }
}
