internal import CognitoWire

extension ConfirmDevice: LocalOperation {
    static func perform(_ request: ConfirmDeviceRequest, in call: Call) throws -> ConfirmDeviceResponse {
        let bearer = try call.bearer(of: request.accessToken)
        let sent = request.deviceSecretVerifierConfig
        guard let salt = sent?.salt, let verifier = sent?.passwordVerifier else {
            throw Refusal.missingParameter("DeviceSecretVerifierConfig")
        }
        let device = try call.confirmDevice(
            request.deviceKey,
            named: request.deviceName,
            verifier: DeviceRecord.readVerifier(salt: salt, passwordVerifier: verifier),
            by: bearer
        )
        return ConfirmDeviceResponse(userConfirmationNecessary: !device.isRemembered)
    }
}
