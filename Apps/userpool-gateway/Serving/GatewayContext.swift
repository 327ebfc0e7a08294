import Hummingbird
import Synchronization

/// What belongs to one request while it is answered.
struct GatewayContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// The request's id, from the caller or made here.
    var requestID = ""
    /// What came to be known on the way.
    let record = RequestRecord()

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
    }
}

/// What came to be known of a request while it was answered, for the access log and for its deadline.
final class RequestRecord: Sendable {
    private struct State {
        var route: String?
        var hasWholeBody = false
        var problemCode: String?
        var serviceRequestID: String?
    }

    private let state = Mutex(State())

    /// The route, where the router does not know it.
    var route: String? { state.withLock { $0.route } }

    /// Whether the body has arrived.
    var hasWholeBody: Bool { state.withLock { $0.hasWholeBody } }

    /// The code of the problem that was answered.
    var problemCode: String? { state.withLock { $0.problemCode } }

    /// The service's id of the call that failed.
    var serviceRequestID: String? { state.withLock { $0.serviceRequestID } }

    /// The request is answered before the router.
    func note(route: String) {
        state.withLock { $0.route = route }
    }

    /// The body has arrived.
    func noteWholeBody() {
        state.withLock { $0.hasWholeBody = true }
    }

    /// The request ended in a problem.
    func note(problem code: String, serviceRequestID: String?) {
        state.withLock { state in
            state.problemCode = code
            state.serviceRequestID = serviceRequestID
        }
    }
}
