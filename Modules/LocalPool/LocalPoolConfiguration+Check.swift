internal import ByteCoding

/// The forms that ids and addresses must have, so that clients of the service take them.
extension LocalPoolConfiguration {
    func check() throws(LocalPoolError) {
        try Self.require(Self.isRegion(region), "a region holds letters, digits and hyphens, such as local")
        if let poolID { try Self.checkPoolID(poolID) }
        if let clientID {
            try Self.require(
                clientID.utf8.count == 26 && clientID.utf8.allSatisfy(Self.isLowercaseOrDigit),
                "a client id has 26 digits and lower-case letters"
            )
        }
        if let clientSecret {
            let isFit = clientSecret.withBytes { bytes in
                (24...64).contains(bytes.count) && bytes.indices.allSatisfy { Self.isLetterOrDigit(bytes[$0]) }
            }
            try Self.require(isFit, "a client secret has 24 to 64 letters and digits")
        }
        if let fixedCode {
            try Self.require(
                (1...8).contains(fixedCode.utf8.count) && fixedCode.utf8.allSatisfy(Self.isDigit),
                "a fixed code has one to eight digits"
            )
            try Self.require(mode == .lenient, "a strict pool draws its codes and takes no fixed one")
        }
        try Self.require(Self.isPoolName(poolName), "a pool name has 1 to 128 letters, digits, spaces and +=,.@-_")
        try Self.checkEndpoint(endpoint)
    }

    /// `region_name`: `^[\w-]+_[0-9a-zA-Z]+$`, at most 55 characters, one underscore.
    static func checkPoolID(_ id: String) throws(LocalPoolError) {
        let parts = id.utf8.split(separator: UInt8(ascii: "_"), omittingEmptySubsequences: false)
        let isFit =
            parts.count == 2 && id.utf8.count <= 55 && parts.allSatisfy { !$0.isEmpty }
            && (parts.first?.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "-") } ?? false)
            && (parts.last?.allSatisfy(isLetterOrDigit) ?? false)
        try require(isFit, "a pool id has the form region_name, such as local_AbCdEfGhI, and at most 55 characters")
    }

    static func checkEndpoint(_ address: String) throws(LocalPoolError) {
        let rest = ["http://", "https://"].first { address.hasPrefix($0) }.map { address.dropFirst($0.count) }
        let isFit =
            rest.map { rest in
                !rest.isEmpty && !rest.hasPrefix("/") && !rest.hasSuffix("/")
                    && rest.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f && !#"?#"\@"#.utf8.contains($0) }
            } ?? false
        try require(isFit, "an endpoint is an absolute http or https address without query and final slash")
    }

    private static func isRegion(_ text: String) -> Bool {
        (1...32).contains(text.utf8.count)
            && text.utf8.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "-") }
    }

    private static func isPoolName(_ text: String) -> Bool {
        (1...128).contains(text.utf8.count)
            && text.utf8.allSatisfy { isLetterOrDigit($0) || " +=,.@-_".utf8.contains($0) }
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func isLowercaseOrDigit(_ byte: UInt8) -> Bool {
        isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        isLowercaseOrDigit(byte) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
    }

    private static func require(_ condition: Bool, _ message: String) throws(LocalPoolError) {
        guard condition else { throw LocalPoolError(.invalidConfiguration, message) }
    }
}
