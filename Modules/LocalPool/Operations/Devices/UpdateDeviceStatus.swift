internal import CognitoWire

extension UpdateDeviceStatus: LocalOperation {
    static func perform(_ request: UpdateDeviceStatusRequest, in call: Call) throws -> UpdateDeviceStatusResponse {
        let bearer = try call.bearer(of: request.accessToken)
        try call.updateDevice(request.deviceKey, of: bearer.user, to: request.deviceRememberedStatus)
        return UpdateDeviceStatusResponse()
    }
}
