import ByteCoding
@_spi(Testing) import CognitoClient
import Foundation
import Testing

@Suite("Signature Version 4") struct SigV4Tests {
    @Test("canonical request, text and signature match the published vector", arguments: SigV4Vector.all)
    func signature(_ vector: SigV4Vector) throws {
        let signature = try vector.signature()
        #expect(signature.canonicalRequest == vector["header-canonical-request.txt"])
        #expect(signature.stringToSign == vector["header-string-to-sign.txt"])
        #expect(signature.signature == vector["header-signature.txt"])
    }

    @Test("the signed request matches the published vector", arguments: SigV4Vector.all)
    func signedRequest(_ vector: SigV4Vector) throws {
        let added = try vector.signature().headers
        let written = (vector.request.headers + added).map { "\($0.name):\($0.value)\n" }.joined()
        let whole = "\(vector.requestLine)\n\(written)\n\(String(decoding: vector.request.body, as: UTF8.self))"
        #expect(whole == vector["header-signed-request.txt"])
    }

    @Test("all of the suite is there") func suiteIsComplete() {
        #expect(SigV4Vector.all.count == 38)
    }

    @Test("one changed byte of the request, or one second, is another signature", arguments: SigV4Vector.all)
    func sensitivity(_ vector: SigV4Vector) throws {
        var changed = vector.request
        changed.body.append(0)
        #expect(try vector.signature(of: changed).signature != vector["header-signature.txt"])
        let later = vector.time.adding(.seconds(1))
        #expect(
            try vector.signer().signature(of: vector.request, at: later).signature != vector["header-signature.txt"]
        )
    }

    @Test("a request that cannot be signed is refused", arguments: UnsignableRequest.all)
    func refusal(_ row: UnsignableRequest) throws {
        let vector = try #require(SigV4Vector.all.first)
        let error = #expect(throws: CognitoClientError.self) {
            try vector.signer().signature(of: row.request, at: row.time)
        }
        #expect(error?.code == .signingFailed)
    }

    @Test("headers that change on the way are sent, and not signed")
    func unsignedHeaders() throws {
        let vector = try #require(SigV4Vector.all.first { $0.name == "get-vanilla" })
        var request = vector.request
        request.headers.append(("User-Agent", "anything"))
        request.headers.append(("X-Amzn-Trace-Id", "Root=1"))
        #expect(try vector.signature(of: request).signature == vector["header-signature.txt"])
    }
}

/// A request that no signature goes with.
struct UnsignableRequest: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let request: SigV4Request
    let time: UnixTime

    static let all: [UnsignableRequest] = [
        row("no Host", headers: [("Content-Type", "text/plain")]),
        row("Authorization is there", headers: [("Host", "a"), ("authorization", "x")]),
        row("X-Amz-Date is there", headers: [("Host", "a"), ("X-AMZ-DATE", "x")]),
        row("a session token is there", headers: [("Host", "a"), ("x-amz-security-token", "x")]),
        row("the path is relative", path: "a", headers: [("Host", "a")]),
        row("the path is empty", path: "", headers: [("Host", "a")]),
        row("before the year 1", headers: [("Host", "a")], time: .earliest),
        row("after the year 9999", headers: [("Host", "a")], time: .latest),
    ]

    private static func row(
        _ name: String,
        path: String = "/",
        headers: [(name: String, value: String)],
        time: UnixTime = UnixTime(seconds: 1_440_938_160)
    ) -> UnsignableRequest {
        let request = SigV4Request(method: "POST", path: path, headers: headers)
        return UnsignableRequest(testDescription: name, request: request, time: time)
    }
}
