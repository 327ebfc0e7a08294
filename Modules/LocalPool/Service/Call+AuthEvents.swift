internal import ByteCoding
internal import CognitoWire
internal import GRDB

extension Call {
    /// Keeps what a user did, if the pool keeps such events.
    ///
    /// - Parameters:
    ///   - type: What it was.
    ///   - response: What came of it.
    ///   - sub: Who it was; of names that nobody has nothing is kept.
    ///   - pool: Where.
    ///   - challenges: What was asked, and how it was answered.
    /// - Throws: What the store throws.
    func record(
        _ type: EventType,
        _ response: EventResponseType,
        of sub: String?,
        in pool: UserPoolRecord,
        _ challenges: KeyValuePairs<ChallengeName, ChallengeResponse> = [:]
    ) throws {
        guard let sub, pool.keepsAuthEvents else { return }
        var details = AuthEventType()
        details.eventType = type
        details.eventResponse = response
        details.challengeResponses = challenges.map {
            ChallengeResponseType(challengeName: $0.key, challengeResponse: $0.value)
        }
        // Seconds first, so that ids grow; the rest keeps those of one moment apart, in their order.
        let count = try AuthEventRecord.filter(Column("sub") == sub).fetchCount(db)
        let id = try "\(Self.rank(now.seconds))-\(Self.rank(Int64(count)))-\(random.makeUUID())"
        try AuthEventRecord(id: id, sub: sub, details: details, at: now).insert(db)
    }

    /// A number as a text that sorts like it.
    private static func rank(_ number: Int64) -> String {
        let digits = String(max(0, number), radix: 16)
        return String(repeating: "0", count: max(0, 10 - digits.count)) + digits
    }
}

extension UserPoolRecord {
    /// Whether it keeps what users do: the service does where threat protection is on.
    var keepsAuthEvents: Bool {
        let mode = details.userPoolAddOns?.advancedSecurityMode
        return mode == .audit || mode == .enforced
    }
}
