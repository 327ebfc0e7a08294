import CurlTransport
import HTTPTransport
import HTTPTypes

/// Sends a request twice over one transport and prints what came of each, so that a test can choose the environment that
/// libcurl and OpenSSL find; arguments: URL, file of authorities.
@main struct CurlTransportProbe {
    static func main() async throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        guard arguments.count == 2 else { throw TransportError(.invalidRequest, "usage", mayHaveReachedServer: false) }
        let configuration = CurlTransport.Configuration(allowsPlainHTTP: true, extraAuthoritiesPath: arguments[1])
        let transport = try CurlTransport(configuration: configuration)
        let request = try TransportRequest(method: .post, url: arguments[0], body: Array("{}".utf8))
        for _ in 1...2 {
            do throws(TransportError) {
                let response = try await transport.send(request)
                print(response.status, String(decoding: response.body, as: UTF8.self))
            } catch {
                print(error.code)
            }
        }
    }
}
