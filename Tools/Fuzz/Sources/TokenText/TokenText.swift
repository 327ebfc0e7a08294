import ByteCoding
import CognitoJWT
import FuzzSupport

/// No text verifies but the tokens that the pool's keys did sign, whatever the rules; and every refusal is one of the room's.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    unsafe run(start, count) { input in
        let text = String(decoding: copy(input), as: UTF8.self)
        let bytes = Array(text.utf8)

        let unverified = read(text, bytes)
        let isAccepted = Checked.strict.accepts(text, readable: unverified != nil)
        let isAcceptedLoosely = Checked.loose.accepts(text, readable: unverified != nil)
        let (isSigned, isRefused) = TokenCorpus.shared.verdict(on: bytes)
        require(!isAcceptedLoosely || isSigned, "no token is accepted but those that were signed")
        require(!isAccepted || !isRefused, "no token is accepted against its verdict")
        require(!isAccepted || isAcceptedLoosely, "looser rules accept no less")
    }
}

/// Reading without verifying: canonical, and within its limits.
private func read(_ text: String, _ bytes: [UInt8]) -> UnverifiedToken? {
    do throws(JWTError) {
        let token = try UnverifiedToken(text)
        require(bytes.count <= 16_384, "a longer text is refused")
        let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        require(parts.count == 3, "a token has three parts")
        require(Array(parts[2]) == Base64URL.encodedBytes(token.signature.span), "a signature has one text")
        require((try? Base64URL.decode(Array(parts[0]).span)).map { $0.count <= 2048 } ?? false, "a header has a limit")
        return token
    } catch {
        requireRefusal(error, codes: [.malformed, .tooLarge])
        return nil
    }
}

/// One verifier with the keys of the corpus.
private struct Checked: Sendable {
    let verifier: TokenVerifier
    let keys: KeySets

    init(_ rules: [TokenRules]) {
        guard let verifier = try? TokenVerifier(rules) else { fatalError("the rules are refused") }
        self.verifier = verifier
        keys = TokenCorpus.shared.keySets(for: verifier)
    }

    func accepts(_ text: String, readable isReadable: Bool) -> Bool {
        do throws(JWTError) {
            let token = try verifier.verify(text, keys: keys, at: TokenCorpus.shared.now)
            require(isReadable, "what is verified can be read")
            require(token.expiresAt.adding(.seconds(300)) > TokenCorpus.shared.now, "no token is past its end")
            return true
        } catch {
            requireRefusal(error, codes: tokenCodes)
            require(error.code != .keysUnavailable, "every issuer that is known has keys")
            return false
        }
    }

    /// The rules that the corpus calls `access`.
    static let strict = {
        let pool = TokenRules(
            userPoolID: "us-east-1_TestPool1",
            use: .access,
            clients: .anyOf(["1exampleclientid000000001"])
        )
        return Checked([pool])
    }()

    /// As loose as rules can be.
    static let loose = {
        let pools = ["us-east-1_TestPool1", "eu-west-1_TestPool2"].map { id in
            var rules = TokenRules(userPoolID: id, use: .either, clients: .any)
            rules.issuers = .service([.original, .updated], replicaRegions: ["us-west-2"])
            rules.leeway = TokenRules.greatestLeeway
            return rules
        }
        return Checked(pools)
    }()
}
