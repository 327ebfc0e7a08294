public import CognitoWire

extension CognitoClient {
    /// Calls an operation by its name, with the service's own JSON on both sides.
    ///
    /// - Parameters:
    ///   - name: The name as the service spells it, such as `ListUserPools`.
    ///   - service: The service to look in; by default both, user pools first.
    ///   - json: The request as a JSON object in UTF-8; no bytes at all count as an object without members.
    ///   - options: What is different this time.
    /// - Returns: The answer as the service sent it; `{}` if it sent none.
    /// - Throws: ``CognitoClientError``, with ``CognitoClientError/Code/unknownOperation`` if the model has no such
    ///   operation, otherwise as ``call(_:json:options:)``.
    public func call(
        named name: String,
        in service: WireService? = nil,
        json: [UInt8],
        options: CallOptions = CallOptions()
    ) async throws(CognitoClientError) -> RawAnswer {
        guard let operation = WireOperations.named(name, in: service) else {
            throw CognitoClientError(
                .unknownOperation,
                "'\(OneLine.bounded(name, to: 80))' is no operation of the service",
                remedy: .fixInput
            )
        }
        return try await call(operation, json: json, options: options)
    }
}
