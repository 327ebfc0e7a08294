import ByteCoding
import CognitoSRP
import CognitoWire
import CryptoPrimitives
import Testing

@testable import LocalPool

extension Walk {
    func takeSignIn(_ step: WalkStep) async throws {
        switch step {
        case .signIn(let name, let isRight, let withDevice, let asAdministrator):
            let (password, device) = (password(of: name, isRight), device(of: name, withDevice))
            let expected = model.signIn(name, password: password, device: device, asAdministrator: asAdministrator)
            try await expect(expected) {
                var parameters = ["USERNAME": name, "PASSWORD": password]
                parameters["DEVICE_KEY"] = device.flatMap { devices[$0]?.key }
                return try asAdministrator
                    ? await adminInitiate(parameters) : read(await under.initiate(.userPasswordAuth, parameters))
            }
        case .startCustom(let name, let withDevice):
            let device = device(of: name, withDevice)
            try await expect(model.startCustom(name, device: device)) {
                var parameters = ["USERNAME": name]
                parameters["DEVICE_KEY"] = device.flatMap { devices[$0]?.key }
                return try read(try await under.initiate(.customAuth, parameters))
            }
        case .choose(let name, let isRight, let withDevice):
            let password = isRight.map { self.password(of: name, $0) }
            let device = device(of: name, withDevice)
            try await expect(model.choose(name, password: password, device: device)) {
                var parameters = ["USERNAME": name, "PREFERRED_CHALLENGE": password == nil ? "EMAIL_OTP" : "PASSWORD"]
                parameters["PASSWORD"] = password
                parameters["DEVICE_KEY"] = device.flatMap { devices[$0]?.key }
                return try read(try await under.initiate(.userAuth, parameters))
            }
        case .startSRP(let name, let isRight, let withDevice):
            let (password, device) = (password(of: name, isRight), device(of: name, withDevice))
            try await expect(model.startSRP(name, password: password, device: device)) {
                try await startSRP(name, password, device.flatMap { devices[$0]?.key })
            }
        case .prove(let back, let withDevice):
            let open = proofs.indices.filter { !model.proofs[$0].isSpent && model.now < model.proofs[$0].expiresAt }
            guard let index = pick(back, of: open, or: proofs.count) else { return }
            let isDevice = model.proofs[index].isDevice
            let device = isDevice ? nil : device(of: model.proofs[index].progress.username, withDevice)
            let asAdministrator = answersAsAdministrator(model.proofs[index].progress)
            try await expect(model.prove(index, device: device, asAdministrator: asAdministrator)) {
                var responses = proofs[index]
                let challenge = ChallengeNameType(rawValue: responses.removeValue(forKey: "CHALLENGE") ?? "")
                if let key = device.flatMap({ devices[$0]?.key }) { responses["DEVICE_KEY"] = key }
                return try read(
                    try await under.respond(challenge, responses, asAdministrator: asAdministrator)
                )
            }
        case .answer(let back, let isRight):
            let open = sessions.indices.filter {
                !model.sessions[$0].isSpent && model.now < model.sessions[$0].expiresAt
            }
            guard let index = pick(back, of: open, or: sessions.count) else { return }
            try await answer(index, isRight)
        default: throw disagreement("no step of a sign-in: \(step)")
        }
    }

    private func answer(_ index: Int, _ isRight: Bool) async throws {
        let session = model.sessions[index]
        let name = session.progress.username
        let challenge = ChallengeNameType(rawValue: session.challenge)
        let asAdministrator = answersAsAdministrator(session.progress)
        let refused = session.progress.isAdministrators && !asAdministrator ? WalkModel.Outcome.notAuthorized : nil
        let respond = { (responses: [String: String]) in
            try self.read(
                try await self.under.respond(
                    challenge,
                    responses.merging(["USERNAME": name]) { $1 },
                    session: self.sessions[index],
                    asAdministrator: asAdministrator
                )
            )
        }
        switch challenge {
        case .newPasswordRequired:
            let password = isRight ? Self.passwords[1] : "weak"
            try await expect(refused ?? model.answerNewPassword(index, password)) {
                try await respond(["NEW_PASSWORD": password])
            }
        case .smsMFA, .emailOTP:
            let code = isRight ? session.code : Self.wrongCode
            try await expect(refused ?? model.answerCode(index, code)) {
                try await respond(["\(challenge)_CODE": code])
            }
        case .softwareTokenMFA:
            let steps = steps(isRight)
            let secret = model.users[name]?.app.flatMap { secrets[$0.secret] }
            try await expect(refused ?? model.answerApp(index, steps)) {
                try await respond(["SOFTWARE_TOKEN_MFA_CODE": appCode(secret, steps)])
            }
        case .selectMFAType:
            let factor: WalkModel.SecondFactor? = isRight ? (dice.flip() ? .sms : .app) : nil
            try await expect(refused ?? model.answerSelection(index, factor)) {
                try await respond(["ANSWER": factor?.rawValue ?? "EMAIL_OTP"])
            }
        case .mfaSetup:
            if try await setUp(index, isRight) { return }
            try await expect(refused ?? model.answerSetUp(index)) { try await respond([:]) }
        case .customChallenge:
            let answer = isRight ? "answer \(session.progress.rounds)" : "another"
            try await expect(model.answerCustom(index, isRight: isRight)) { try await respond(["ANSWER": answer]) }
        case .selectChallenge:
            let password = password(of: name, isRight)
            try await expect(model.answerChoice(index, password: password)) {
                try await respond(["ANSWER": "PASSWORD", "PASSWORD": password])
            }
        default:
            let device = try #require(session.progress.device.flatMap { devices[$0] })
            try await expect(refused ?? model.answerDevice(index, isRight: isRight)) {
                var proof = try await under.deviceProof(
                    of: device,
                    name,
                    password: isRight ? nil : SecretBytes(utf8: "another"),
                    session: sessions[index],
                    asAdministrator: asAdministrator
                )
                proof["CHALLENGE"] = "DEVICE_PASSWORD_VERIFIER"
                return .proof(proof)
            }
        }
    }

    /// Whoever began a sign-in answers its challenges; now and then somebody else.
    private func answersAsAdministrator(_ progress: WalkModel.Progress) -> Bool {
        progress.isAdministrators != (dice.roll(8) == 0)
    }

    private func adminInitiate(_ parameters: [String: String]) async throws -> WalkAnswer {
        let request = AdminInitiateAuthRequest(
            authFlow: .adminUserPasswordAuth,
            clientID: Sensitive(PoolUnderTest.clientID),
            userPoolID: PoolUnderTest.poolID,
            authParameters: Sensitive(parameters)
        )
        let answer = try await under.call(AdminInitiateAuth.self, request)
        if let result = answer.authenticationResult { return .signedIn(result) }
        return .session(answer.challengeName?.rawValue ?? "", answer.session)
    }

    private func startSRP(_ name: String, _ password: String, _ deviceKey: String?) async throws -> WalkAnswer {
        let client = try SRPClient(random: .seeded(9))
        var parameters = ["USERNAME": name, "SRP_A": client.publicKey.hexadecimal]
        parameters["DEVICE_KEY"] = deviceKey
        let step = try await under.initiate(.userSRPAuth, parameters)
        let received = try #require(step.challengeParameters)
        let userID = try #require(received["USER_ID_FOR_SRP"])
        let challenge = try SRPChallenge(
            salt: #require(received["SALT"]),
            serverPublicKey: #require(received["SRP_B"]),
            secretBlock: #require(received["SECRET_BLOCK"])
        )
        let claim = try client.passwordClaim(
            for: challenge,
            identity: SRPIdentity(userPoolID: PoolUnderTest.poolID, userID: userID),
            password: SecretBytes(utf8: password),
            at: under.clock.now
        )
        return .proof([
            "CHALLENGE": step.challengeName?.rawValue ?? "",
            "USERNAME": name,
            "PASSWORD_CLAIM_SIGNATURE": claim.signature,
            "PASSWORD_CLAIM_SECRET_BLOCK": claim.secretBlock,
            "TIMESTAMP": claim.timestamp,
        ])
    }

    /// One of those that are open, from the newest back; now and then any, the newest if there is none.
    private func pick(_ back: Int, of open: [Int], or count: Int) -> Int? {
        guard !open.isEmpty, !dice.isRare() else { return count > back ? count - 1 - back : nil }
        return open[max(0, open.count - 1 - back)]
    }

    /// A device that the user was ever offered: mostly one that is remembered, now and then dead ones as well.
    private func device(of name: String, _ withDevice: Bool) -> Int? {
        guard withDevice else { return nil }
        let known = model.signIns.filter { $0.username == name }.compactMap(\.device).filter { devices[$0] != nil }
        let remembered = known.last { model.users[name]?.devices[$0]?.isRemembered == true }
        return dice.isRare() ? known.last : remembered ?? (dice.isRare() ? known.last : nil)
    }

    private func read(_ answer: InitiateAuthResponse) throws -> WalkAnswer {
        if let result = answer.authenticationResult { return .signedIn(result) }
        return .session(answer.challengeName?.rawValue ?? "", answer.session)
    }

    private func read(_ answer: RespondToAuthChallengeResponse) throws -> WalkAnswer {
        if let result = answer.authenticationResult { return .signedIn(result) }
        return .session(answer.challengeName?.rawValue ?? "", answer.session)
    }
}
