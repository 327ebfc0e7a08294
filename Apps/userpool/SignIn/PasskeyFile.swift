import AppSupport
import ArgumentParser
import ByteCoding
import Foundation
import WebAuthn

/// Passkeys that the command line holds itself, for machines and tests.
struct PasskeyFileOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Be the authenticator: use the passkeys in this file, which only its owner can read.",
            valueName: "file"
        )
    )
    var passkeyFile: String?

    @Option(
        help: ArgumentHelp(
            "The page that the passkey is used on: the relying party over https, or a local pool's page, unless given.",
            valueName: "url"
        )
    )
    var origin: String?

    func validate() throws {
        guard origin == nil || passkeyFile != nil else { throw ValidationError("--origin goes with --passkey-file") }
    }

    /// The file, if one was given.
    func open(endpoint: String?) -> PasskeyFile? {
        passkeyFile.map { PasskeyFile(path: $0, origin: origin, endpoint: endpoint) }
    }
}

/// A software authenticator in a file: whoever holds the file holds the passkeys, so it is its owner's alone.
struct PasskeyFile {
    let path: String
    /// The origin that was asked for.
    let origin: String?
    /// The address of the service, where it is not AWS.
    let endpoint: String?

    /// Signs in.
    ///
    /// - Parameter options: The request options, JSON.
    /// - Returns: The authenticator's answer, JSON.
    /// - Throws: ``Problem`` with ``Problem/Code/inputOutput`` if the file is damaged, others can read it, or there is
    ///   none; with ``Problem/Code/passkeyRejected`` if no passkey in it fits.
    func authenticate(options: String) throws -> String {
        guard var authenticator = try load() else { throw Problem(.inputOutput, "\(path) is not there") }
        let origin = try usedOrigin(relyingPartyID: { $0["rpId"]?.string }, options)
        let answer: String
        do throws(WebAuthnError) {
            answer = try authenticator.authenticate(options: options, origin: origin)
        } catch {
            throw Problem(.passkeyRejected, error.message)
        }
        try save(authenticator)
        return answer
    }

    /// Makes a passkey; the file is made if there is none.
    ///
    /// The file is written before the pool hears of the passkey, so that none is lost.
    ///
    /// - Parameter options: The creation options, JSON.
    /// - Returns: The authenticator's answer, JSON.
    /// - Throws: As ``authenticate(options:)``.
    func register(options: String) throws -> String {
        let kept = try load()
        let origin = try usedOrigin(relyingPartyID: { $0["rp"]?.object?["id"]?.string }, options)
        var authenticator: SoftwareAuthenticator
        let answer: String
        do throws(WebAuthnError) {
            if let kept { authenticator = kept } else { authenticator = try SoftwareAuthenticator() }
            answer = try authenticator.register(options: options, origin: origin)
        } catch {
            throw Problem(.passkeyRejected, error.message)
        }
        try save(authenticator)
        return answer
    }

    private func load() throws -> SoftwareAuthenticator? {
        guard let data = try PrivateFile.read(at: path) else { return nil }
        do throws(WebAuthnError) {
            return try SoftwareAuthenticator(exported: SecretBytes(Array(data)))
        } catch {
            throw Problem(.inputOutput, "\(path) holds no passkeys: \(error.message)")
        }
    }

    private func save(_ authenticator: SoftwareAuthenticator) throws {
        let exported: SecretBytes
        do throws(WebAuthnError) {
            exported = try authenticator.exported()
        } catch {
            throw Problem(.internalError, error.message)
        }
        try PrivateFile.replace(at: path, with: exported.withBytes { bytes in Data(bytes.indices.map { bytes[$0] }) })
    }

    /// A page of the relying party; a local pool's own page where it is the relying party.
    private func usedOrigin(relyingPartyID: (JSONObject) -> String?, _ options: String) throws -> String {
        if let origin { return origin }
        guard let object = try? JSONReader().read(Array(options.utf8)).object, let id = relyingPartyID(object) else {
            throw Problem(.upstreamError, "the options of the passkey name no relying party; use --origin")
        }
        guard id == "localhost", let port = endpoint.flatMap({ URL(string: $0)?.port }) else { return "https://\(id)" }
        return "http://localhost:\(port)"
    }
}
