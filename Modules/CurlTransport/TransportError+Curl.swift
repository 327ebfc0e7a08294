internal import CCurl
internal import HTTPTransport

/// How one transfer ended, in libcurl's terms.
struct CurlOutcome {
    let code: CURLcode
    /// OpenSSL's verdict on the certificate (`X509_V_…`), 0 if there is none.
    var certificateVerdict = 0
    /// OpenSSL's reason for a failed handshake (`SSL_R_…`), if there is one.
    var tlsReason: UInt32?
    /// Whether a request went out on a connection.
    var mayHaveReachedServer = false
    /// Whether the header section of the final response was under way.
    var isReadingHead = true
    /// Whether the deadline of the whole exchange has passed.
    var isPastDeadline = false
}

extension TransportError {
    /// The failure that `outcome` stands for.
    init(_ outcome: CurlOutcome) {
        let (code, message) = Self.codeAndMessage(outcome)
        self.init(code, message, mayHaveReachedServer: outcome.mayHaveReachedServer)
    }

    private static func codeAndMessage(_ outcome: CurlOutcome) -> (Code, String) {
        switch outcome.code {
        case CURLE_COULDNT_RESOLVE_HOST: (.couldNotResolve, "the host has no address")
        case CURLE_COULDNT_RESOLVE_PROXY: (.couldNotResolve, "the proxy has no address")
        case CURLE_COULDNT_CONNECT: (.couldNotConnect, "the host does not take the connection")
        case CURLE_PROXY: (.couldNotConnect, "the proxy does not make the connection")
        case CURLE_PEER_FAILED_VERIFICATION: certificateFailure(outcome.certificateVerdict)
        case CURLE_SSL_CONNECT_ERROR: handshakeFailure(outcome.tlsReason)
        case CURLE_SSL_CACERT_BADFILE: (.invalidConfiguration, "the authorities cannot be read")
        case CURLE_SSL_CIPHER, CURLE_SSL_CERTPROBLEM, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_ENGINE_INITFAILED:
            (.tlsFailure, "TLS cannot be set up")
        case CURLE_OPERATION_TIMEDOUT: timeout(outcome)
        case CURLE_OUT_OF_MEMORY where outcome.mayHaveReachedServer && outcome.isReadingHead:
            // libcurl's own limit of one header line, which this is the code of up to 8.5.
            (.headersTooLarge, "a header line without end")
        case CURLE_OUT_OF_MEMORY: (.outOfResources, "out of memory")
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY: (.malformedResponse, "the answer is not HTTP")
        case CURLE_BAD_CONTENT_ENCODING: (.malformedResponse, "the body is not encoded as it claims")
        case CURLE_HTTP2, CURLE_HTTP2_STREAM: (.connectionLost, "the HTTP/2 stream broke")
        case CURLE_PARTIAL_FILE: (.connectionLost, "the body ends before its end")
        case CURLE_GOT_NOTHING: (.connectionLost, "the connection closed without an answer")
        case CURLE_ABORTED_BY_CALLBACK:
            // CurlTransfer refuses libcurl's second try of a request that must not happen twice.
            (.connectionLost, "the reused connection closed without an answer")
        case CURLE_RECV_ERROR where !outcome.mayHaveReachedServer: (.couldNotConnect, "the connection closed")
        case CURLE_SEND_ERROR, CURLE_RECV_ERROR: (.connectionLost, "the connection broke")
        case CURLE_URL_MALFORMAT: (.invalidRequest, "the URL is not usable")
        default: (.connectionLost, "libcurl code \(outcome.code.rawValue)")
        }
    }

    /// Below the deadline, what is left is the connecting and the low speed; which one shows in how far it came.
    private static func timeout(_ outcome: CurlOutcome) -> (Code, String) {
        if outcome.isPastDeadline { return (.timedOut, "no whole answer within the deadline") }
        guard outcome.mayHaveReachedServer else { return (.timedOut, "no connection within the deadline") }
        return (.tooSlow, "the connection is slower than the limits allow")
    }

    private static func certificateFailure(_ verdict: Int) -> (Code, String) {
        switch Int32(truncatingIfNeeded: verdict) {
        case X509_V_ERR_CERT_HAS_EXPIRED: (.certificateExpired, "the certificate has expired")
        case X509_V_ERR_CERT_NOT_YET_VALID: (.certificateNotYetValid, "the certificate is not valid yet")
        case X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH, X509_V_OK:
            // libcurl's own comparison leaves no verdict.
            (.certificateHostMismatch, "the certificate is for another name")
        case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN,
            X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
            X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, X509_V_ERR_CERT_UNTRUSTED:
            (.certificateUntrusted, "the certificate comes from nobody trusted here")
        default: (.certificateInvalid, "the certificate is not usable (verdict \(verdict))")
        }
    }

    private static func handshakeFailure(_ reason: UInt32?) -> (Code, String) {
        guard let reason else { return (.tlsFailure, "the handshake failed") }
        switch CInt(truncatingIfNeeded: reason) {
        case SSL_R_UNSUPPORTED_PROTOCOL, SSL_R_WRONG_SSL_VERSION, SSL_R_TLSV1_ALERT_PROTOCOL_VERSION,
            SSL_R_VERSION_TOO_LOW:
            return (.tlsVersionRefused, "the server offers no TLS from 1.2 on")
        default:
            return (.tlsFailure, "the handshake failed (reason \(reason))")
        }
    }
}
