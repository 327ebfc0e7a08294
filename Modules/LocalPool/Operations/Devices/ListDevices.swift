internal import CognitoWire

extension ListDevices: LocalOperation {
    static var isReadOnly: Bool { true }

    static func perform(_ request: ListDevicesRequest, in call: Call) throws -> ListDevicesResponse {
        let bearer = try call.bearer(of: request.accessToken)
        let page = try Page(request.paginationToken, limit: request.limit)
        let listed = try call.devices(of: bearer.user, rememberedOnly: true, page)
        return ListDevicesResponse(devices: listed.devices, paginationToken: listed.token)
    }
}
