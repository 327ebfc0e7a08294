internal import CognitoWire

/// Turns what a request breaks of the model into the service's errors.
enum RequestCheck {
    /// What is answered to a body that cannot be read as the operation's request.
    static func refusal(for error: WireError) -> Refusal {
        switch error.code {
        case .missingMember:
            .invalidParameter(
                "1 validation error detected: Value null at '\(servicePath(error.path))' failed to satisfy constraint: "
                    + "Member must not be null"
            )
        default:
            Refusal(.unreadable, error.description)
        }
    }

    /// What is answered to values that the model forbids; `nil` if there are none.
    ///
    /// No value is repeated in it.
    static func refusal(for violations: [WireConstraintViolation]) -> Refusal? {
        guard !violations.isEmpty else { return nil }
        let complaints = violations.map { violation in
            "Value at '\(servicePath(violation.path))' failed to satisfy constraint: Member \(violation.message)"
        }
        let count = violations.count == 1 ? "1 validation error" : "\(violations.count) validation errors"
        return .invalidParameter("\(count) detected: \(complaints.joined(separator: "; "))")
    }

    /// `UserAttributes[0].Name` in the service's spelling: `userAttributes.1.member.name`.
    static func servicePath(_ path: String) -> String {
        path.split(separator: ".").map { part in
            let pieces = part.split(separator: "[")
            let name = pieces.first.map { $0.prefix(1).lowercased() + $0.dropFirst() } ?? ""
            let indices = pieces.dropFirst().map { piece in
                let text = piece.prefix { $0 != "]" }
                return Int(text).map { ".\($0 &+ 1).member" } ?? ".\(text)"
            }
            return name + indices.joined()
        }.joined(separator: ".")
    }
}
