internal import CognitoWire

extension AdminUpdateDeviceStatus: LocalOperation {
    static func perform(
        _ request: AdminUpdateDeviceStatusRequest,
        in call: Call
    ) throws -> AdminUpdateDeviceStatusResponse {
        let user = try call.user(request.username, in: call.pool(request.userPoolID))
        try call.updateDevice(request.deviceKey, of: user, to: request.deviceRememberedStatus)
        return AdminUpdateDeviceStatusResponse()
    }
}
