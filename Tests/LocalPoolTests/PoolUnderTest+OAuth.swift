import ByteCoding
import CognitoWire
import CryptoPrimitives
import HTTPTypes
import LocalPool
import Testing

/// OAuth, as applications and browsers use it.
extension PoolUnderTest {
    static let callback = "https://app.example/callback"
    static let verifier = "0123456789012345678901234567890123456789abc"

    static var challenge: String {
        (try? SHA256.digest(of: Array(verifier.utf8))).map { Base64URL.encode($0) } ?? ""
    }

    /// A client that may use codes and tokens at once.
    @discardableResult
    func makeApplication(
        _ change: (inout CreateUserPoolClientRequest) -> Void = { _ in }
    ) async throws -> String {
        let client = try await makeClient { request in
            request.allowedOAuthFlowsUserPoolClient = true
            request.allowedOAuthFlows = [.code, .implicit]
            request.allowedOAuthScopes = ["openid", "email", "phone", "profile", "aws.cognito.signin.user.admin"]
            request.callbackURLs = [Self.callback, "https://app.example/other?kept=1"]
            request.logoutURLs = ["https://app.example/bye"]
            request.supportedIdentityProviders = ["COGNITO"]
            change(&request)
        }
        return try #require(client.clientID?.value)
    }

    func parameters(
        _ clientID: String,
        _ changes: [String: String?] = [:]
    ) throws -> OAuthParameters {
        let values: [String: String?] = [
            "response_type": "code", "client_id": clientID, "redirect_uri": Self.callback, "state": "s t&1",
        ]
        return try form(values.merging(changes) { $1 }.compactMapValues(\.self))
    }

    func form(_ values: [String: String]) throws -> OAuthParameters {
        try OAuthParameters(
            values.sorted { $0.key < $1.key }.map { "\($0)=\(Self.encoded($1))" }.joined(separator: "&")
        )
    }

    private static func encoded(_ text: String) -> String {
        text.utf8.map { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
                ? String(UnicodeScalar(byte)) : "%" + Hex.encode([byte])
        }.joined()
    }

    /// A form of the sign-in page.
    func submit(
        _ step: String,
        _ fields: [String: String],
        to parameters: OAuthParameters
    ) async throws -> PageStep {
        let form = try form(fields.merging(["step": step]) { $1 })
        return await pool.submitSignIn(form, AuthorizationRequest(parameters), poolID: Self.poolID)
    }

    /// Signs in at the page, as far as the way back to the application.
    func signInAtPage(
        _ parameters: OAuthParameters,
        _ username: String = "alice"
    ) async throws -> (address: String, cookie: String) {
        let step = try await submit("begin", ["username": username, "password": Self.password], to: parameters)
        guard case .leave(let address, cookie: .set(let cookie)) = step else {
            Issue.record("no way back: \(step)")
            return ("", "")
        }
        return (address, cookie)
    }

    /// A code for the application.
    func authorizationCode(_ clientID: String, _ changes: [String: String?] = [:]) async throws -> String {
        let address = try await signInAtPage(parameters(clientID, changes)).address
        return try #require(address.answer["code"])
    }

    /// What an endpoint of OAuth's answers.
    func ask(
        _ path: OAuthPath,
        _ fields: [String: String] = [:],
        authorization: String? = nil
    ) async throws -> (status: Int, members: [String: WireDocument], headers: HTTPFields) {
        var headers: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]
        headers[.authorization] = authorization
        let isRead = path == .userInfo
        let request = LocalPoolRequest(
            method: isRead ? .get : .post,
            path: "/\(Self.poolID)\(path.rawValue)",
            headers: headers,
            body: Array(try form(fields).text.utf8)
        )
        let response = await pool.respond(to: request)
        #expect(response.headers[.cacheControl] == "no-store")
        let members =
            try response.body.isEmpty
            ? [:] : WireCoder().decode([String: WireDocument].self, from: response.body)
        return (response.status.code, members, response.headers)
    }

    /// The tokens for a code.
    func redeem(
        _ code: String,
        _ clientID: String,
        _ changes: [String: String?] = [:]
    ) async throws -> (status: Int, members: [String: WireDocument], headers: HTTPFields) {
        let fields: [String: String?] = [
            "grant_type": "authorization_code", "client_id": clientID, "code": code, "redirect_uri": Self.callback,
        ]
        return try await ask(.token, fields.merging(changes) { $1 }.compactMapValues(\.self))
    }
}

extension String {
    /// What an address says after its question mark or number sign.
    var answer: [String: String] {
        let text =
            split(separator: "#", maxSplits: 1).count == 2
            ? split(separator: "#", maxSplits: 1)[1] : (split(separator: "?", maxSplits: 1).dropFirst().first ?? "")
        return text.split(separator: "&").reduce(into: [:]) { values, pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            values[String(parts[0])] = parts.count == 2 ? String(parts[1]) : ""
        }
    }
}
