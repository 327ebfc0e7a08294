internal import CognitoWire

extension AdminForgetDevice: LocalOperation {
    static func perform(_ request: AdminForgetDeviceRequest, in call: Call) throws -> WireEmpty {
        let user = try call.user(request.username, in: call.pool(request.userPoolID))
        try call.forgetDevice(request.deviceKey, of: user)
        return WireEmpty()
    }
}
