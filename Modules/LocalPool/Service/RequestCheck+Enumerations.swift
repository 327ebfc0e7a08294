internal import CognitoWire

/// The values of enumerations, which are open for clients, and closed for those who send settings.
extension RequestCheck {
    /// Refuses a value that no model lists.
    ///
    /// It reads the request's members one by one, and is for operations that are called now and then.
    ///
    /// - Parameter request: A request.
    /// - Throws: ``Refusal`` that names the member and what it may be.
    static func refuseUnknownValues(in request: some WireStructure) throws {
        if let complaint = complaint(about: request, at: "") {
            throw Refusal.invalidParameter("1 validation error detected: \(complaint)")
        }
    }

    private static func complaint(about value: Any, at path: String) -> String? {
        if let value = value as? any WireEnumeration { return value.complaint(at: servicePath(path)) }
        let mirror = Mirror(reflecting: value)
        let isTransparent = mirror.displayStyle == .optional
        for (index, child) in mirror.children.enumerated() {
            let name = mirror.displayStyle == .collection ? "[\(index)]" : ".\(child.label ?? "")"
            let place = isTransparent ? path : path.isEmpty ? String(name.dropFirst()) : path + name
            if let complaint = complaint(about: child.value, at: place) { return complaint }
        }
        return nil
    }
}

extension WireEnumeration {
    fileprivate func complaint(at path: String) -> String? {
        guard !Self.known.contains(self) else { return nil }
        let known = Self.known.map(\.rawValue).joined(separator: ", ")
        return "Value at '\(path)' failed to satisfy constraint: Member must satisfy enum value set: [\(known)]"
    }
}
