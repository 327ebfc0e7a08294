import ByteCoding
import FuzzSupport
import WebAuthn

/// What an authenticator says, in one of its four forms; the first byte of the input chooses which.
///
/// Everything around it is a published vector (W3C Web Authentication Level 3 §16), so that good data reaches the end.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    unsafe run(start, count) { input in
        let bytes = copy(input)
        guard let kind = bytes.first else { return }
        let data = Array(bytes.dropFirst())
        switch kind & 0x03 {
        case 0: checkKey(data)
        case 1: checkRegistration(data)
        case 2: checkSignIn(data)
        default: checkExport(data)
        }
    }
}

/// A public key: what is read is kept as it is, and read again.
private func checkKey(_ data: [UInt8]) {
    guard let key = try? COSEKey(bytes: data) else { return }
    require(key.bytes == data, "a key is kept as it was read")
    require((try? COSEKey(bytes: key.bytes)) == key, "a key that was kept is the same key")
    require((try? key.isValidSignature([], for: [])) != true, "no signature is no signature")
}

/// An attestation object: what is accepted is the credential that the answer names, with a key that can be kept.
private func checkRegistration(_ data: [UInt8]) {
    guard let answer = try? RegistrationResponse(json: Vector.answer(["attestationObject": data])),
        let credential = try? Vector.shared.registration.verify(answer)
    else { return }
    require(credential.id == Vector.credentialID, "the credential is the one that the answer names")
    require((try? COSEKey(bytes: credential.publicKey.bytes)) == credential.publicKey, "its key can be kept")
}

/// Authenticator data of a sign-in: the signature is over one text only.
private func checkSignIn(_ data: [UInt8]) {
    guard let answer = try? AuthenticationResponse(json: Vector.answer(["authenticatorData": data])),
        (try? Vector.shared.assertion.verify(answer, with: Vector.shared.credential)) != nil
    else { return }
    require(data == Vector.authenticatorData, "nothing is accepted but what was signed")
}

/// An exported authenticator: what is read is written again.
private func checkExport(_ data: [UInt8]) {
    guard let authenticator = try? SoftwareAuthenticator(exported: SecretBytes(data)),
        let again = try? authenticator.exported()
    else { return }
    require(again.withBytes { copy($0) } == data, "what is read is written again")
}

/// The vector `none-es256`, and the two ceremonies that it answers.
private struct Vector {
    static let shared = Vector()

    static let credentialID = bytes("f91f391db4c9b2fde0ea70189cba3fb63f579ba6122b33ad94ff3ec330084be4")
    static let authenticatorData = bytes("bfabc37432958b063360d3ad6461c9c4735ae7f8edd46592a5e0f01452b2e4b51900000000")

    let registration: Registration
    let assertion: Assertion
    let credential: Credential

    private init() {
        guard let party = try? RelyingParty(id: "example.org", origins: ["https://example.org"]),
            let user = try? PasskeyUser(handle: [1], name: "carol"),
            let registration = try? Registration(
                relyingParty: party,
                user: user,
                challenge: Self.bytes("00c30fb78531c464d2b6771dab8d7b603c01162f2fa486bea70f283ae556e130")
            ),
            let answer = try? RegistrationResponse(json: Self.answer(["attestationObject": Self.attestationObject])),
            let credential = try? registration.verify(answer),
            let assertion = try? Assertion(
                relyingParty: party,
                challenge: Self.bytes("39c0e7521417ba54d43e8dc95174f423dee9bf3cd804ff6d65c857c9abf4d408"),
                allowed: [credential.descriptor]
            ),
            let signIn = try? AuthenticationResponse(json: Self.answer(["authenticatorData": Self.authenticatorData])),
            (try? assertion.verify(signIn, with: credential)) != nil
        else { fatalError("the vector is refused") }
        (self.registration, self.assertion, self.credential) = (registration, assertion, credential)
    }

    /// The answer of a browser that holds `data`, and from the vector what else belongs to it.
    static func answer(_ data: [String: [UInt8]]) -> String {
        let isRegistration = data["attestationObject"] != nil
        var members = data
        members["clientDataJSON"] = isRegistration ? registrationClientData : assertionClientData
        if !isRegistration { members["signature"] = signature }
        let response = members.map { "\"\($0)\":\"\(Base64URL.encode($1))\"" }.joined(separator: ",")
        let id = Base64URL.encode(credentialID)
        return
            #"{"id":"\#(id)","rawId":"\#(id)","type":"public-key","clientExtensionResults":{},"response":{\#(response)}}"#
    }

    private static let registrationClientData = bytes(
        "7b2274797065223a22776562617574686e2e637265617465222c226368616c6c656e6765223a22414d4d507434557878"
            + "475453746e63647134313759447742466938767049612d7077386f4f755657345441222c226f726967696e223a226874"
            + "7470733a2f2f6578616d706c652e6f7267222c2263726f73734f726967696e223a66616c73652c226578747261446174"
            + "61223a22636c69656e74446174614a534f4e206d617920626520657874656e6465642077697468206164646974696f6e"
            + "616c206669656c647320696e20746865206675747572652c207375636820617320746869733a20426b5165446a646354"
            + "427258426941774a544c453551227d"
    )
    private static let attestationObject = bytes(
        "a363666d74646e6f6e656761747453746d74a068617574684461746158a4bfabc37432958b063360d3ad6461c9c4735a"
            + "e7f8edd46592a5e0f01452b2e4b559000000008446ccb9ab1db374750b2367ff6f3a1f0020f91f391db4c9b2fde0ea70"
            + "189cba3fb63f579ba6122b33ad94ff3ec330084be4a5010203262001215820afefa16f97ca9b2d23eb86ccb64098d20d"
            + "b90856062eb249c33a9b672f26df61225820930a56b87a2fca66334b03458abf879717c12cc68ed73290af2e2664796b"
            + "9220"
    )
    private static let assertionClientData = bytes(
        "7b2274797065223a22776562617574686e2e676574222c226368616c6c656e6765223a224f63446e55685158756c5455"
            + "506f334a5558543049393770767a7a59425039745a63685879617630314167222c226f726967696e223a226874747073"
            + "3a2f2f6578616d706c652e6f7267222c2263726f73734f726967696e223a66616c73657d"
    )
    private static let signature = bytes(
        "3046022100f50a4e2e4409249c4a853ba361282f09841df4dd4547a13a87780218deffcd380221008480ac0f0b935381"
            + "74f575bf11a1dd5d78c6e486013f937295ea13653e331e87"
    )

    private static func bytes(_ hexadecimal: String) -> [UInt8] {
        guard let bytes = try? Hex.decode(hexadecimal) else { fatalError("the vector is not hexadecimal") }
        return bytes
    }
}
