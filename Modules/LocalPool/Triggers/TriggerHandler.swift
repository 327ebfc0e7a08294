public import ByteCoding

/// What a pool asks or tells at one of its triggers: a closure, an HTTP hook, a command.
public protocol TriggerHandler: Sendable {
    /// Answers one event.
    ///
    /// - Parameter event: The event as the service would send it: `version`, `triggerSource`, `region`, `userPoolId`,
    ///   `userName`, `callerContext`, `request` and `response`.
    /// - Returns: The event with `response` filled in; see ``ByteCoding/JSONObject/responding(_:)``.
    /// - Throws: ``TriggerFailure`` with ``TriggerFailure/Code/refused`` to refuse, which the caller hears in an
    ///   `UserLambdaValidationException`; any other error likewise, with its description.
    func answer(_ event: JSONObject) async throws -> JSONObject
}

/// A trigger that is a closure.
public struct ClosureTrigger: TriggerHandler {
    private let body: @Sendable (JSONObject) async throws -> JSONObject

    /// Takes what answers the events.
    ///
    /// - Parameter body: As ``TriggerHandler/answer(_:)``.
    public init(_ body: @escaping @Sendable (JSONObject) async throws -> JSONObject) {
        self.body = body
    }

    /// Lets the closure answer.
    ///
    /// - Parameter event: The event.
    /// - Returns: What the closure returns.
    /// - Throws: What the closure throws.
    public func answer(_ event: JSONObject) async throws -> JSONObject {
        try await body(event)
    }
}

extension JSONObject {
    /// The event of a trigger as its answer: with these members in `response`, in place of what is there under their
    /// names.
    ///
    /// - Parameter members: Names and values, such as `"autoConfirmUser": .bool(true)`; of a name that occurs twice the
    ///   last value counts.
    /// - Returns: The whole event.
    public func responding(_ members: KeyValuePairs<String, JSONValue> = [:]) -> JSONObject {
        let response = members.reduce(self["response"]?.object ?? JSONObject()) { $0.setting($1.key, to: $1.value) }
        return setting("response", to: .object(response))
    }
}
