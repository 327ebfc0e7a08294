internal import ByteCoding
internal import HTTPTypes
internal import LocalPool

extension LocalRoutes {
    /// Every call from now on, as server-sent events, until the client leaves or the server stops.
    func events() -> SiteResponse {
        .stream(EventText.stream(of: pool.events()), type: "text/event-stream")
    }
}

/// Events as browsers' `EventSource` reads them (HTML Living Standard §9.2).
enum EventText {
    /// Long before any proxy or client takes the silence for an end.
    private static let silence = Duration.seconds(15)

    /// The text of each event as it comes; a comment at once, and after each silence.
    static func stream(of events: AsyncStream<PoolEvent>) -> AsyncThrowingStream<[UInt8], any Error> {
        let (texts, output) = AsyncThrowingStream.makeStream(
            of: [UInt8].self,
            bufferingPolicy: .bufferingNewest(256)
        )
        output.yield(Array(": calls from now on\n\n".utf8))
        let pump = Task {
            await withTaskGroup { group in
                group.addTask {
                    for await event in events { output.yield(Array(text(of: event).utf8)) }
                }
                group.addTask {
                    while (try? await Task.sleep(for: silence)) != nil { output.yield(Array(":\n\n".utf8)) }
                }
                await group.next()
                group.cancelAll()
            }
            output.finish()
        }
        output.onTermination = { _ in pump.cancel() }
        return texts
    }

    private static func text(of event: PoolEvent) -> String {
        "id: \(event.id)\nevent: call\ndata: \(event.json.text)\n\n"
    }
}

extension PoolEvent {
    fileprivate var json: JSONObject {
        JSONObject([
            "id": .number(JSONNumber(id)),
            "time": WrittenTime.timestamp(time).map { .string($0) },
            "operation": operation.map { .string($0) },
            "pool": poolID.map { .string($0) },
            "client": clientID.map { .string($0) },
            "outcome": .string(isSuccess ? "success" : "error"),
            "error": errorCode.map { .string($0) },
            "message": errorMessage.map { .string($0) },
            "injected": .bool(isInjected),
            "milliseconds": .number(JSONNumber(milliseconds)),
            "requestId": requestID.map { .string($0) },
            "request": request.flatMap(Self.value),
            "response": response.flatMap(Self.value),
        ])
    }

    private var milliseconds: Int64 {
        let (seconds, attoseconds) = duration.components
        return min(seconds, 1 << 32) * 1000 + attoseconds / 1_000_000_000_000_000
    }

    private static func value(_ text: String) -> JSONValue? {
        try? JSONReader(maximumByteCount: PoolSite.greatestBody * 4, maximumDepth: 64).read(Array(text.utf8))
    }
}
