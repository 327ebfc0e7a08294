import AppSupport
import ByteCoding
import CognitoJWT

/// What verification found out about one token.
enum Verdict {
    case valid(VerifiedToken)
    case invalid(JWTError)

    /// The exit code that the verdict asks for.
    var exit: ExitStatus {
        switch self {
        case .valid: .success
        case .invalid(let error): Problem(describing: error).code.exit
        }
    }

    /// The verdict as scripts read it.
    var outputValue: JSONValue {
        switch self {
        case .valid(let token): .members(["valid": .bool(true), "claims": .object(token.claims)])
        case .invalid(let error):
            .members(["valid": .bool(false), "code": .string("\(error.code)"), "message": .string(error.message)])
        }
    }

    /// The verdict as people read it: with dates in words, and with the check that failed first.
    ///
    /// - Parameters:
    ///   - text: The token.
    ///   - issuers: The issuers whose tokens are taken.
    /// - Returns: What to print.
    func explained(token text: String, issuers: [String]) -> JSONValue {
        switch self {
        case .valid(let token):
            .members([
                "valid": .bool(true),
                "token": .string("\(token.use.rawValue) token of \(token.userPoolID)"),
                "expires": token.expiresAt.shown.map { .string($0) },
                "signed in": token.authenticatedAt?.shown.map { .string($0) },
                "claims": .object(token.claims),
            ])
        case .invalid(let error): Self.explained(error, token: text, issuers: issuers)
        }
    }

    private static func explained(_ error: JWTError, token text: String, issuers: [String]) -> JSONValue {
        let (check, explanation) = error.code.explanation
        // Who a token says it is from is no secret, and mostly tells which option is wrong.
        let claimed = error.code == .issuer ? (try? UnverifiedToken(text))?.payload["iss"]?.string : nil
        return .members([
            "valid": .bool(false), "code": .string("\(error.code)"), "message": .string(error.message),
            "failed at": .string(check), "explanation": .string(explanation),
            "the token says": claimed.map { .string($0.count > 200 ? $0.prefix(200) + "…" : $0) },
            "allowed is": claimed.map { _ in .array(issuers.map { .string($0) }) },
        ])
    }
}

extension JWTError.Code {
    /// The check that ends with this code, and what its failure means.
    fileprivate var explanation: (check: String, meaning: String) {
        let genuine = "the signature is right, so the pool did issue this token, but"
        return switch self {
        case .tooLarge: ("the length", "no token of a pool is that long; nothing of it was read")
        case .malformed:
            ("the form", "no pool writes this; is it whole, without Bearer, quotation marks or line breaks around it?")
        case .algorithm: ("the algorithm", "pools sign with RS256 only; somebody else made this token")
        case .unsupportedHeader: ("the header", "it asks for what no pool asks for; somebody else made this token")
        case .issuer:
            ("the issuer", "another pool's token, or nobody's; for a local pool give --issuer or --endpoint")
        case .unknownKey: ("the key", "no usable key of the pool signed it; if --jwks names a file, see that it is new")
        case .keysUnavailable: ("the key", "the pool's keys are not at hand; try again, or give them with --jwks")
        case .signature: ("the signature", "the token was changed, or somebody else signed it; believe nothing it says")
        case .missingClaim: ("the claims", "\(genuine) something that all tokens of pools say is missing")
        case .expired: ("the time", "\(genuine) its time is over; userpool token prints a new one")
        case .notYetValid: ("the time", "\(genuine) its time has not come; compare the clocks, or allow a --leeway")
        case .tokenUse: ("the use", "\(genuine) it is for another use than --use asks for")
        case .client: ("the client", "\(genuine) for another app client than --client-id names")
        case .groups: ("the groups", "\(genuine) its user is not in the groups that are asked for")
        case .scope: ("the scopes", "\(genuine) without the scopes that are asked for")
        case .tooOld: ("the sign-in", "\(genuine) its user signed in too long ago; sign in again")
        default: ("the rules", "\(genuine) it was refused")
        }
    }
}

extension UnixTime {
    /// The moment for people, in UTC; `nil` beyond the years of four digits.
    fileprivate var shown: String? {
        CivilTime(self).map { time in
            "\(CivilTime.digits(time.year, 4))-\(CivilTime.digits(time.month, 2))-\(CivilTime.digits(time.day, 2)) "
                + "\(time.clock) UTC"
        }
    }
}
