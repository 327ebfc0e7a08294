import CognitoClient
import HTTPTransport

/// A transport that waits longer for connections: a busy machine is no fault of the server's.
struct PatientTransport: HTTPTransport {
    let inner: any HTTPTransport

    func send(_ request: TransportRequest) async throws(TransportError) -> TransportResponse {
        var patient = request
        patient.limits.connectTimeout = .seconds(300)
        patient.limits.slowTolerance = .seconds(300)
        return try await inner.send(patient)
    }
}

extension Surroundings {
    /// The system's, but that deadlines never come and retries follow at once: for calls over real sockets, whose ends the
    /// transport's own limits decide.
    static var unhurried: Surroundings {
        var surroundings = Surroundings.system
        surroundings.uptime = { .zero }
        surroundings.fraction = { 0 }
        return surroundings
    }
}
