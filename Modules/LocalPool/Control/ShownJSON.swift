internal import CognitoWire

/// Requests and answers as events show them.
///
/// The model says which members are sensitive; a few that hold secrets all the same are named here.
enum ShownJSON {
    private static let hidden = "<redacted>"

    /// Members that the model does not call sensitive: codes, keys of AWS, what identity providers are set up with, what
    /// stands for a device's password, what a proof is made of, and what callers tell triggers alone.
    private static let secretNames: Set<String> = [
        "ClientMetadata", "Code", "ConfirmationCode", "PasswordVerifier", "SECRET_BLOCK", "Salt", "SessionToken",
        "client_secret", "private_key",
    ]

    /// A request with everything secret hidden; `nil` if it is none of the operation's.
    static func request(_ body: [UInt8], of operation: AnyWireOperation) -> String? {
        (try? operation.redacted(request: body)).flatMap(text)
    }

    /// An answer with everything secret hidden; `nil` if it is none of the operation's.
    static func answer(_ body: [UInt8], of operation: AnyWireOperation) -> String? {
        (try? operation.redacted(answer: body)).flatMap(text)
    }

    /// What was sent to an OAuth endpoint or a page: values that are known to be none of the secrets, and the names of all
    /// others.
    static func parameters(_ parameters: [String: String]) -> String? {
        encoded(
            .object(
                parameters.reduce(into: [:]) { shown, parameter in
                    shown[parameter.key] = .string(openParameters.contains(parameter.key) ? parameter.value : hidden)
                }
            )
        )
    }

    /// What an OAuth endpoint answered, likewise.
    static func endpointAnswer(_ body: [UInt8]) -> String? {
        guard case .object(let members) = try? WireCoder().decode(WireDocument.self, from: body) else { return nil }
        let open: Set<String> = ["expires_in", "token_type"]
        return encoded(
            .object(
                members.reduce(into: [:]) { shown, member in
                    shown[member.key] = open.contains(member.key) ? member.value : .string(hidden)
                }
            )
        )
    }

    private static let openParameters: Set<String> = [
        "challenge", "client_id", "code_challenge_method", "grant_type", "identity_provider", "lang", "logout_uri",
        "prompt", "redirect_uri", "resource", "response_type", "scope", "step", "token_type_hint",
    ]

    private static func encoded(_ document: WireDocument) -> String? {
        (try? WireCoder().encode(document)).map { String(decoding: $0, as: UTF8.self) }
    }

    private static func text(_ json: [UInt8]) -> String? {
        (try? WireCoder().decode(WireDocument.self, from: json)).flatMap { encoded(withoutSecrets($0)) }
    }

    /// The document with every secret hidden, or with all values; names and shape stay.
    private static func withoutSecrets(_ document: WireDocument, isSecret: Bool = false) -> WireDocument {
        switch document {
        case .array(let elements): .array(elements.map { withoutSecrets($0, isSecret: isSecret) })
        case .object(let members):
            .object(
                members.reduce(into: [:]) { shown, member in
                    let isSecret = isSecret || secretNames.contains(member.key)
                    shown[member.key] = withoutSecrets(member.value, isSecret: isSecret)
                }
            )
        default: isSecret ? .string(hidden) : document
        }
    }
}
