internal import ByteCoding
internal import CognitoJWTSigning
internal import CognitoWire

extension GetSigningCertificate: LocalOperation {
    static var isReadOnly: Bool { true }

    static func perform(
        _ request: GetSigningCertificateRequest,
        in call: Call
    ) throws -> GetSigningCertificateResponse {
        let pool = try call.pool(request.userPoolID)
        guard let keys = try call.keyring.pair(of: pool.id, at: call.now, in: call.db) else {
            throw Refusal.unknownPool(pool.id)
        }
        // The same every time: the signature of this kind follows from key and text.
        let certificate = try call.outside(keys.identity.keyID) {
            try SelfSignedCertificate(of: keys.identity, name: pool.id, from: pool.createdAt).encoded
        }
        return GetSigningCertificateResponse(certificate: Base64.encode(certificate))
    }
}
