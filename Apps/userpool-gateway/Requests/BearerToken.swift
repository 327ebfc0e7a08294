import AppSupport
import CognitoWire
import HTTPTypes

/// The access token of a request (RFC 6750 §2.1).
enum BearerToken {
    /// Reads the token.
    ///
    /// - Throws: ``Problem`` with ``Problem/Code/tokenInvalid`` if there is none, or what is there cannot be one.
    static func read(from headers: HTTPFields) throws -> Sensitive<String> {
        guard let field = headers[.authorization] else {
            throw Problem(.tokenInvalid, "Send an access token in the header Authorization: Bearer.")
        }
        let parts = field.split(separator: " ", omittingEmptySubsequences: true)
        guard parts.count == 2, parts[0].lowercased() == "bearer", isToken(parts[1]) else {
            throw Problem(.tokenInvalid, "The header Authorization holds no access token.")
        }
        return Sensitive(String(parts[1]))
    }

    /// Asks the service something in the name of the token's user.
    ///
    /// - Throws: ``Problem``.
    static func asking<Answer>(_ call: () async throws -> Answer) async throws -> Answer {
        do {
            return try await call()
        } catch {
            throw refusal(Problem(describing: error))
        }
    }

    /// What a refusal means where the token alone says who calls: the token of a user who is gone is no good either.
    static func refusal(_ problem: Problem) -> Problem {
        guard [.invalidCredentials, .userNotFound].contains(problem.code) else { return problem }
        return Problem(.tokenInvalid, "\(Problem.Code.tokenInvalid.title).", cognito: problem.cognito)
    }

    /// The value of `WWW-Authenticate` for an answer with status 401 (RFC 6750 §3).
    static func challenge(for problem: Problem, to headers: HTTPFields) -> String {
        let isAboutToken =
            [.tokenInvalid, .tokenExpired, .tokenRevoked].contains(problem.code)
            && headers[.authorization] != nil
        return isAboutToken ? "Bearer error=\"invalid_token\"" : "Bearer"
    }

    /// Whether a text is written as a JSON Web Token is.
    static func isToken(_ text: Substring) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy(isTokenCharacter)
    }

    /// The alphabet of a JSON Web Token: base64url and full stops.
    private static func isTokenCharacter(_ character: UInt8) -> Bool {
        switch character {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
            true
        default: false
        }
    }
}
