internal import CognitoWire
internal import WebAuthn

/// What a pool asks of passkeys, and in whose name.
struct PasskeyRules {
    /// Who asks for them.
    let relyingParty: RelyingParty
    /// Whether authenticators must check who is there.
    let userVerification: UserVerification

    /// The most passkeys that one user may have, as in the service.
    static let limit = 20

    /// Reads the settings of a pool.
    ///
    /// Without a relying party of its own a pool speaks for `localhost`, from pages at the port of its own address.
    ///
    /// - Parameters:
    ///   - pool: The pool.
    ///   - endpoint: The address under which it is reached.
    /// - Throws: ``Refusal`` if the pool takes no passkeys, or its relying party is none.
    init(of pool: UserPoolRecord, endpoint: String) throws {
        guard pool.firstFactors.contains(.webAuthn) else {
            throw Refusal(.webAuthnNotEnabled, "WebAuthn is not enabled for this user pool.")
        }
        let configuration = pool.factors.webAuthn
        let id = configuration?.relyingPartyID ?? "localhost"
        do throws(WebAuthnError) {
            relyingParty = try RelyingParty(id: id, origins: Self.origins(of: id, endpoint: endpoint))
        } catch {
            throw Refusal(.webAuthnConfigurationMissing, "The user pool has no usable relying party ID.")
        }
        userVerification =
            pool.takesPasskeyAsBothFactors || configuration?.userVerification == .required ? .required : .preferred
    }

    /// The pages that may ask: those of the relying party itself, over `http` too where it is this machine.
    private static func origins(of id: String, endpoint: String) -> [String] {
        guard id == "localhost" else { return ["https://\(id)"] }
        let authority = endpoint.split(separator: "/", omittingEmptySubsequences: true).dropFirst().first ?? ""
        let port = authority.split(separator: "]").last?.split(separator: ":").dropFirst().last
        let local = port.map { "http://localhost:\($0)" } ?? "http://localhost"
        return ["https://localhost", local]
    }
}

extension UserPoolRecord {
    /// Whether a passkey is worth two factors, as its authenticator then must check who is there.
    var takesPasskeyAsBothFactors: Bool {
        factors.webAuthn?.factorConfiguration == .multiFactorWithUserVerification
    }

    /// Whether a passkey can begin a sign-in: not where a second factor must follow that it does not stand for.
    var takesPasskeys: Bool {
        firstFactors.contains(.webAuthn) && (details.mfaConfiguration != .on || takesPasskeyAsBothFactors)
    }
}
