import CognitoWire
import Testing

/// Clients in JavaScript send `null` for what they leave out.
@Suite("Null is absent") struct NullTests {
    @Test("every optional member of every request may be null", arguments: WireOperations.all)
    func optionalMembers(_ operation: AnyWireOperation) throws {
        let required = try Self.leastRequest(of: operation)
        var full = required
        for member in operation.members where !member.isRequired { full[member.name] = .null }
        let coder = WireCoder()
        let least = try operation.constraintViolations(in: coder.encode(WireDocument.object(required)))
        let nulls = try operation.constraintViolations(in: coder.encode(WireDocument.object(full)))
        #expect(nulls == least)
        #expect(
            try operation.redacted(request: coder.encode(WireDocument.object(full)))
                == operation.redacted(request: coder.encode(WireDocument.object(required)))
        )
    }

    @Test("null settings inside a request are absent", arguments: ["null", #"{"Enabled":null,"PreferredMfa":null}"#])
    func nested(_ settings: String) throws {
        let body = #"{"AccessToken":"a","SMSMfaSettings":\#(settings),"SoftwareTokenMfaSettings":{"Enabled":true}}"#
        let request = try WireCoder().decode(SetUserMFAPreferenceRequest.self, from: Array(body.utf8))
        #expect(request.smsMFASettings?.enabled == nil)
        #expect(request.softwareTokenMFASettings?.enabled == true)
    }

    @Test("a null inside a map is an absent entry: a device key that a client no longer has")
    func inMap() throws {
        let body =
            #"{"ClientId":"c","ChallengeName":"PASSWORD_VERIFIER","ChallengeResponses":{"USERNAME":"u","DEVICE_KEY":null}}"#
        let request = try WireCoder().decode(RespondToAuthChallengeRequest.self, from: Array(body.utf8))
        #expect(request.challengeResponses?.value == ["USERNAME": "u"])
    }

    @Test("a required member that is null is missing")
    func required() throws {
        let violations = try #require(WireOperations.named("SignUp"))
            .constraintViolations(in: Array(#"{"ClientId":null,"Username":"alice"}"#.utf8))
        #expect(violations.map(\.path) == ["ClientId"])
    }

    /// The required members alone, each with a value of its type, as the decoder asks for them.
    private static func leastRequest(of operation: AnyWireOperation) throws -> [String: WireDocument] {
        var request: [String: WireDocument] = [:]
        for member in operation.members where member.isRequired { request[member.name] = .string("a") }
        // As deep as a request may be.
        for _ in 0..<32 {
            let body = try WireCoder().encode(WireDocument.object(request))
            do throws(WireError) {
                let missing = try operation.constraintViolations(in: body).first { $0.kind == .required }
                guard let missing else { return request }
                request = set(missing.path.split(separator: ".")[...], to: .string("a"), in: request)
            } catch {
                request = set(error.path.split(separator: ".")[...], to: value(for: error.description), in: request)
            }
        }
        return request
    }

    private static func set(
        _ path: ArraySlice<Substring>,
        to value: WireDocument,
        in members: [String: WireDocument]
    ) -> [String: WireDocument] {
        guard let name = path.first.map(String.init) else { return members }
        var members = members
        if path.count == 1 {
            members[name] = value
        } else {
            let inner: [String: WireDocument] = if case .object(let inner) = members[name] { inner } else { [:] }
            members[name] = .object(set(path.dropFirst(), to: value, in: inner))
        }
        return members
    }

    private static func value(for complaint: String) -> WireDocument {
        if complaint.contains("list") { return .array([]) }
        if complaint.contains("boolean") { return .bool(true) }
        if complaint.contains("number") { return .integer(1) }
        return .object([:])
    }
}
