internal import ByteCoding
internal import CognitoJWT
internal import CognitoWire
internal import FoundationEssentials

extension TokenSet {
    /// The claims of a token that just came from the service, and its `exp`.
    ///
    /// - Throws: ``UserPoolError`` with ``UserPoolError/Code/malformedToken``.
    static func claims(
        of token: Sensitive<String>,
        named name: String
    ) throws -> (payload: [String: String], expiry: Date) {
        let payload: JSONObject
        do {
            payload = try UnverifiedToken(token.value).payload
        } catch {
            throw UserPoolError(.malformedToken, "the \(name) cannot be read: \(error.message)")
        }
        guard let expiry = payload["exp"]?.number?.unixTime else {
            throw UserPoolError(.malformedToken, "the \(name) does not say when it expires")
        }
        let texts = payload.members.compactMap { member in member.value.string.map { (member.name, $0) } }
        return (Dictionary(texts) { first, _ in first }, expiry.date)
    }
}
