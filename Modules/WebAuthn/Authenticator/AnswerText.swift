internal import ByteCoding

/// What the software authenticator answers, as JSON.
struct AnswerText {
    let id: [UInt8]
    let clientData: [UInt8]
    let authenticatorData: [UInt8]

    func registration(publicKey: COSEKey, saysResident: Bool) throws(WebAuthnError) -> String {
        let attestation = CBORValue.map(
            CBORMap([
                .text("fmt"): .text("none"), .text("attStmt"): .map(CBORMap([:])),
                .text("authData"): .bytes(authenticatorData),
            ])
        )
        let response = JSONObject([
            "clientDataJSON": Self.json(clientData),
            "attestationObject": Self.json(attestation.encoded),
            "authenticatorData": Self.json(authenticatorData),
            "transports": .array([.string("internal")]),
            "publicKey": Self.json(try publicKey.subjectPublicKeyInfo()),
            "publicKeyAlgorithm": .number(JSONNumber(publicKey.algorithm.rawValue)),
        ])
        let properties = JSONObject(["rk": .bool(true)])
        return answer(response, extensions: JSONObject(["credProps": saysResident ? .object(properties) : nil]))
    }

    func authentication(signature: [UInt8], userHandle: [UInt8]) -> String {
        let response = JSONObject([
            "clientDataJSON": Self.json(clientData),
            "authenticatorData": Self.json(authenticatorData),
            "signature": Self.json(signature),
            "userHandle": Self.json(userHandle),
        ])
        return answer(response, extensions: JSONObject([:]))
    }

    private func answer(_ response: JSONObject, extensions: JSONObject) -> String {
        JSONObject([
            "id": Self.json(id),
            "rawId": Self.json(id),
            "type": .string("public-key"),
            "authenticatorAttachment": .string("platform"),
            "clientExtensionResults": .object(extensions),
            "response": .object(response),
        ]).text
    }

    private static func json(_ bytes: [UInt8]) -> JSONValue {
        .string(Base64URL.encode(bytes))
    }
}
