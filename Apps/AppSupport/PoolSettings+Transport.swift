public import CurlTransport

extension PoolSettings {
    /// The transport that these settings describe.
    ///
    /// - Throws: `TransportError` if the file of authorities or the proxy cannot be used.
    public func makeTransport() throws -> CurlTransport {
        try CurlTransport(configuration: .init(extraAuthoritiesPath: caFile, proxy: proxy))
    }
}
