import ByteCoding
import Testing
import WebAuthn

@Suite("Vectors of W3C Web Authentication Level 3") struct W3CVectorTests {
    @Test("all vectors are there")
    func count() {
        #expect(W3CVector.all.count == 8)
    }

    @Test(
        "registrations and sign-ins are verified",
        arguments: W3CVector.all.filter { $0.name != "none-es256-crossOrigin" }
    )
    func verified(vector: W3CVector) throws {
        var registration = try vector.makeRegistration(topOrigins: ["https://example.com"])
        registration.attestation = .unverified
        let credential = try registration.verify(vector.registrationResponse)
        #expect(try credential.id == Hex.decode(vector.credentialID))
        #expect(try credential.aaguid == Hex.decode(vector.aaguid))
        #expect(credential.publicKey.algorithm.rawValue == vector.algorithm)
        let assertion = try vector.makeAssertion(topOrigins: ["https://example.com"], allowed: [credential.descriptor])
        let verified = try assertion.verify(vector.authenticationResponse, with: credential)
        #expect(verified.credential.counter == 0)
    }

    @Test(
        "a signature of another credential is refused",
        arguments: W3CVector.all.filter { !$0.name.hasSuffix("Origin") }
    )
    func otherKey(vector: W3CVector) throws {
        let other = try #require(W3CVector.all.first { $0.name != vector.name && $0.name.hasPrefix("packed") })
        var registrations = try [vector.makeRegistration(topOrigins: nil), other.makeRegistration(topOrigins: nil)]
        for index in registrations.indices { registrations[index].attestation = .unverified }
        let credential = try registrations[0].verify(vector.registrationResponse)
        let mixed = Credential(
            id: credential.id,
            publicKey: try registrations[1].verify(other.registrationResponse).publicKey,
            userHandle: credential.userHandle,
            counter: 0,
            isUserVerified: credential.isUserVerified,
            isBackupEligible: credential.isBackupEligible,
            isBackedUp: credential.isBackedUp
        )
        let assertion = try vector.makeAssertion(topOrigins: nil, allowed: [credential.descriptor])
        let error = #expect(throws: WebAuthnError.self) {
            try assertion.verify(vector.authenticationResponse, with: mixed)
        }
        #expect(error?.code == .signature)
    }

    @Test("an attestation that was not asked for is refused by the default policy", arguments: W3CVector.all)
    func attestation(vector: W3CVector) throws {
        let isTaken = vector.name.hasPrefix("none") || vector.name.hasPrefix("packed-self")
        let registration = try vector.makeRegistration(topOrigins: ["https://example.com"])
        guard vector.name != "none-es256-crossOrigin" else { return }
        guard !isTaken else {
            #expect(throws: Never.self) { try registration.verify(vector.registrationResponse) }
            return
        }
        let error = #expect(throws: WebAuthnError.self) { try registration.verify(vector.registrationResponse) }
        #expect(error?.code == .attestation)
    }

    @Test("frames are refused unless they are allowed", arguments: W3CVector.all)
    func frames(vector: W3CVector) throws {
        let isFramed = vector.name.hasSuffix("Origin")
        for topOrigins in [nil, [], ["https://example.net"]] as [[String]?] {
            var registration = try vector.makeRegistration(topOrigins: topOrigins)
            registration.attestation = .unverified
            guard isFramed else {
                #expect(throws: Never.self) { try registration.verify(vector.registrationResponse) }
                continue
            }
            let error = #expect(throws: WebAuthnError.self) { try registration.verify(vector.registrationResponse) }
            #expect(error?.code == .crossOrigin)
        }
    }
}

extension W3CVector {
    fileprivate func makeRegistration(topOrigins: [String]?) throws -> Registration {
        try Registration(
            relyingParty: relyingParty(topOrigins),
            user: PasskeyUser(handle: [1], name: "carol"),
            challenge: Hex.decode(registration.challenge)
        )
    }

    fileprivate func makeAssertion(topOrigins: [String]?, allowed: [CredentialDescriptor]) throws -> Assertion {
        try Assertion(
            relyingParty: relyingParty(topOrigins),
            challenge: Hex.decode(authentication.challenge),
            allowed: allowed
        )
    }

    private func relyingParty(_ topOrigins: [String]?) throws -> RelyingParty {
        var relyingParty = try RelyingParty(id: "example.org", origins: ["https://example.org"])
        relyingParty.topOrigins = topOrigins
        return relyingParty
    }

    fileprivate var registrationResponse: RegistrationResponse {
        get throws(WebAuthnError) {
            try RegistrationResponse(
                json: answer([
                    ("clientDataJSON", registration.clientDataJSON),
                    ("attestationObject", registration.attestationObject),
                ])
            )
        }
    }

    fileprivate var authenticationResponse: AuthenticationResponse {
        get throws(WebAuthnError) {
            try AuthenticationResponse(
                json: answer([
                    ("clientDataJSON", authentication.clientDataJSON),
                    ("authenticatorData", authentication.authenticatorData),
                    ("signature", authentication.signature),
                ])
            )
        }
    }

    private func answer(_ response: [(String, String)]) -> String {
        let members = response.map { "\"\($0.0)\":\"\(text($0.1))\"" }.joined(separator: ",")
        let id = text(credentialID)
        return #"{"id":"\#(id)","rawId":"\#(id)","type":"public-key","response":{\#(members)}}"#
    }

    private func text(_ hex: String) -> String {
        Base64URL.encode((try? Hex.decode(hex)) ?? [])
    }
}
