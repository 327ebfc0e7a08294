/// The operations of both services, to be found by text.
public enum WireOperations {
    /// Every operation: user pools first, each service sorted by name.
    public static let all: [AnyWireOperation] = makeAll()

    /// The operation `name`.
    ///
    /// - Parameters:
    ///   - name: The name as the service spells it, such as `ListUserPools`.
    ///   - service: The service to look in; by default both, user pools first, as both know `TagResource`.
    /// - Returns: `nil` if there is none.
    public static func named(_ name: String, in service: WireService? = nil) -> AnyWireOperation? {
        guard let service else {
            return named(name, in: .userPools) ?? named(name, in: .identityPools)
        }
        return targeted("\(service.targetPrefix).\(name)")
    }

    /// The operation that a request asks for.
    ///
    /// - Parameter target: The value of the header `X-Amz-Target`.
    /// - Returns: `nil` if there is none.
    public static func targeted(_ target: String) -> AnyWireOperation? {
        byTarget[target]
    }

    private static let byTarget = Dictionary(all.map { ($0.target, $0) }) { first, _ in first }
}
