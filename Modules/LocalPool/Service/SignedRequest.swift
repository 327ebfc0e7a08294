internal import CognitoWire

/// What a strict pool asks of a request that AWS credentials have to sign: the form of Signature Version 4.
///
/// Whose credentials they are, and whether the signature holds, nobody here can tell.
enum SignedRequest {
    private static let algorithm = "AWS4-HMAC-SHA256"

    /// Lets a request pass, or says why not.
    ///
    /// - Parameters:
    ///   - authorization: The header of that name.
    ///   - service: The service whose operation is called.
    /// - Throws: ``Refusal`` in the service's words.
    static func check(_ authorization: String?, for service: WireService) throws(Refusal) {
        guard let authorization else { throw Refusal(.missingAuthentication, "Missing Authentication Token") }
        let parts = authorization.split(separator: " ", maxSplits: 1)
        guard parts.first == algorithm[...] else {
            throw Refusal(.incompleteSignature, "Authorization header requires \(algorithm).")
        }
        var values: [Substring: Substring] = [:]
        for pair in parts.dropFirst().first?.split(separator: ",") ?? [] {
            let text = pair.drop { $0 == " " }
            guard let sign = text.firstIndex(of: "=") else { continue }
            values[text[..<sign]] = text[text.index(after: sign)...]
        }
        for name in ["Credential", "SignedHeaders", "Signature"] where values[name[...], default: ""].isEmpty {
            throw Refusal(.incompleteSignature, "Authorization header requires '\(name)' parameter.")
        }
        // KEY/DATE/REGION/SERVICE/aws4_request
        let scope = values["Credential", default: ""].split(separator: "/", omittingEmptySubsequences: false)
        guard scope.count == 5, scope.last == "aws4_request" else {
            throw Refusal(.incompleteSignature, "Credential must have exactly 5 slash-delimited elements.")
        }
        guard scope[3] == service.signingName[...] else {
            throw Refusal(
                .invalidSignature,
                "Credential should be scoped to correct service: '\(service.signingName)'."
            )
        }
    }
}

extension ServiceErrorCode {
    // What the service answers before it looks at an operation; no model lists it.
    fileprivate static let missingAuthentication = ServiceErrorCode(rawValue: "MissingAuthenticationTokenException")
    fileprivate static let incompleteSignature = ServiceErrorCode(rawValue: "IncompleteSignatureException")
    fileprivate static let invalidSignature = ServiceErrorCode(rawValue: "InvalidSignatureException")
}
