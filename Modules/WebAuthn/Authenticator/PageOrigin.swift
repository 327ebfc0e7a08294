/// The origin of a page, as far as a client must understand it (W3C Web Authentication §5.1.3, steps 6 to 8).
struct PageOrigin {
    private let host: String

    /// Takes an origin that browsers let use passkeys: `https` anywhere, `http` on the machine itself.
    init(_ text: String) throws(WebAuthnError) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[1].isEmpty else { throw Self.unusable }
        let (scheme, authority) = (parts[0], parts[2])
        let pieces = authority.split(separator: ":", omittingEmptySubsequences: false)
        guard let host = pieces.first.map(String.init), HostName.isWellFormed(host), pieces.count <= 2 else {
            throw Self.unusable
        }
        if pieces.count == 2 {
            guard let port = pieces.last, let number = UInt16(port), String(number) == port else { throw Self.unusable }
        }
        let isLocal = host == "localhost" || host.hasSuffix(".localhost")
        guard scheme == "https:" || (scheme == "http:" && isLocal) else {
            throw WebAuthnError(.origin, "passkeys need a page over https, or on localhost")
        }
        self.host = host
    }

    /// The relying party that the page speaks for: the one that the options name, or the host itself.
    ///
    /// A name must be the host or a domain above it. No list of public suffixes is consulted; a name of one label is
    /// refused unless it is the whole host.
    func relyingPartyID(_ named: String?) throws(WebAuthnError) -> String {
        guard let named else { return host }
        guard HostName.isWellFormed(named), named == host || (host.hasSuffix("." + named) && named.contains(".")) else {
            throw WebAuthnError(.relyingParty, "the page's host does not belong to the relying party")
        }
        return named
    }

    private static let unusable = WebAuthnError(.origin, "not the origin of a page: scheme, host and perhaps port")
}
