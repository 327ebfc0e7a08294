import UserPoolKit

/// A code is on its way, if there is anybody to send it to.
struct SentCode: Encodable {
    private let delivery: DeliveryBody?

    init(_ delivery: CodeDelivery?) {
        self.delivery = delivery.map { DeliveryBody($0) }
    }
}

/// Whom to send a code.
struct CodeRequest: RequestBody {
    let username: String
    let metadata: [String: String]

    init(reading members: inout MemberReader) {
        username = members.requiredText("username")
        metadata = members.texts("metadata")
    }
}
