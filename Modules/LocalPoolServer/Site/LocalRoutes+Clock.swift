internal import ByteCoding
internal import HTTPTypes
internal import LocalPool

extension LocalRoutes {
    /// `GET` shows the pool's clock, `PUT` turns it.
    func clock(_ request: SiteRequest) async throws -> SiteResponse {
        if request.method == .put {
            try WriteRule.check(request, types: WriteRule.json)
            let move = try clockMove(RequestObject(request, names: ["frozen", "now", "offset"]))
            do throws(LocalPoolError) {
                try pool.setClock(move)
            } catch {
                throw Problem(.badRequest, "malformedRequest", "The clock stays between the years 1970 and 9000.")
            }
        }
        let setting = pool.clockSetting
        return .document(
            JSONObject([
                "now": WrittenTime.timestamp(setting.now).map { .string($0) },
                "offset": .string(DurationText.text(setting.offset)),
                "frozen": .bool(setting.isFrozen),
            ])
        )
    }

    private func clockMove(_ body: RequestObject) throws(Problem) -> ClockMove {
        let moment = try body.value("now", "a time such as 2026-01-03T04:05:06Z") {
            $0.string.flatMap(WrittenTime.read)
        }
        let offset = try body.value("offset", "a span such as 500ms, -90s, 15m, 24h or 30d") {
            $0.string.flatMap(DurationText.parse)
        }
        let freezes = try body.value("frozen", "true or false") { $0.bool } ?? false
        switch (moment, offset) {
        case (let moment?, nil): return freezes ? .frozen(at: moment) : .running(from: moment)
        case (nil, let offset):
            return freezes ? .frozen(offset: offset ?? pool.clockSetting.offset) : .running(offset: offset ?? .zero)
        default: throw Problem(.badRequest, "malformedRequest", "The clock is set by now or by offset, not by both.")
        }
    }
}
