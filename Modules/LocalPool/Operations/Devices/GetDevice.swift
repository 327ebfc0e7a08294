internal import CognitoWire

extension GetDevice: LocalOperation {
    static var isReadOnly: Bool { true }

    static func perform(_ request: GetDeviceRequest, in call: Call) throws -> GetDeviceResponse {
        let bearer = try call.bearer(of: request.accessToken.required("AccessToken"))
        // People see the devices that they have remembered, administrators all.
        let device = try call.device(request.deviceKey, of: bearer.user)
        guard device.isRemembered else { throw Refusal.unknownDevice }
        return GetDeviceResponse(device: device.described(of: bearer.user))
    }
}
