public import CognitoJWT

extension PoolSettings {
    /// Which `iss` texts belong to a pool: those that settings name, or that of a local pool at the endpoint.
    ///
    /// The service has no region called `local`, so a pool id that begins so is a local pool's; a local pool with an id
    /// like the service's must be asked for by its issuer.
    ///
    /// - Parameter poolID: The pool; what settings name counts for their own pool only.
    /// - Returns: The issuers; `nil` for a local pool of which nothing says where it is.
    public func issuers(ofPool poolID: String) -> Issuers? {
        if let namedIssuers, poolID == self.poolID { return namedIssuers }
        guard poolID.hasPrefix("local_") else { return .original }
        guard let endpoint else { return nil }
        return .custom("\(endpoint.hasSuffix("/") ? String(endpoint.dropLast()) : endpoint)/\(poolID)")
    }

    /// Reads `pool.issuer`, or `pool.issuerKinds` and `pool.replicaRegions`.
    ///
    /// - Parameter reader: The configuration, with which faults are left.
    /// - Returns: The issuers; `nil` if nothing is said.
    static func namedIssuers(reading reader: inout SettingsReader) async -> Issuers? {
        let issuer = await reader.text(.issuer)
        let kinds = await reader.value(.issuerKinds, expected: "a list of ORIGINAL and UPDATED") { text in
            let forms = text.split(separator: ",").map { Issuers.Form(rawValue: String($0)) }
            return forms.isEmpty || forms.contains(nil) ? nil : Set(forms.compactMap(\.self))
        }
        let regions = await reader.text(.replicaRegions)?.split(separator: ",").map(String.init)
        guard kinds != nil || regions != nil else { return issuer.map { .custom($0) } }
        guard issuer == nil else {
            reader.fault(.issuer, "it goes with neither \(Setting.issuerKinds.key) nor \(Setting.replicaRegions.key)")
            return nil
        }
        return .service(kinds ?? [.original], replicaRegions: regions ?? [])
    }
}
