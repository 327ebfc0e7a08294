internal import CognitoWire

extension ForgetDevice: LocalOperation {
    static func perform(_ request: ForgetDeviceRequest, in call: Call) throws -> WireEmpty {
        let bearer = try call.bearer(of: request.accessToken.required("AccessToken"))
        try call.forgetDevice(request.deviceKey, of: bearer.user)
        return WireEmpty()
    }
}
