internal import Tracing

/// Takes from a tracer what the W3C's headers hold, and nothing else: baggage is the program's own affair.
struct TraceHeaders: Injector {
    func inject(_ value: String, forKey key: String, into carrier: inout [(name: String, value: String)]) {
        let isVisible = value.utf8.allSatisfy { (0x20...0x7E).contains($0) }
        guard ["traceparent", "tracestate"].contains(key.lowercased()), isVisible, !value.isEmpty else { return }
        carrier.append((name: key, value: value))
    }
}
