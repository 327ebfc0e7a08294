/// One of the services whose operations this room knows, with what a request needs to know of it.
public struct WireService: Hashable, Sendable {
    /// What stands before the operation's name in the `X-Amz-Target` header.
    public let targetPrefix: String
    /// The first label of the service's host name, such as `cognito-idp`.
    public let endpointPrefix: String
    /// The service's name in the credential scope of Signature Version 4.
    public let signingName: String
    /// The version of the model, a date such as `2016-04-18`.
    public let apiVersion: String

    /// Describes a service.
    public init(targetPrefix: String, endpointPrefix: String, signingName: String, apiVersion: String) {
        self.targetPrefix = targetPrefix
        self.endpointPrefix = endpointPrefix
        self.signingName = signingName
        self.apiVersion = apiVersion
    }
}

/// How an operation's request is authenticated.
public struct WireAuthentication: Hashable, Sendable {
    private enum Kind { case none, sigV4 }
    private let kind: Kind

    /// No signature: what the request carries (a password, a token) says who calls.
    public static let none = Self(kind: .none)
    /// AWS Signature Version 4 with the caller's AWS credentials.
    public static let sigV4 = Self(kind: .sigV4)
}

/// How an operation that lists splits its answer into pages.
public struct WirePagination: Hashable, Sendable {
    /// The member of the request that takes the token of the next page.
    public let inputToken: String
    /// The member of the answer that carries the token of the next page; absent on the last one.
    public let outputToken: String
    /// The member of the answer that holds the page's items, if the model names it.
    public let items: String?
    /// The member of the request that limits the size of a page, if there is one.
    public let pageSize: String?

    /// Describes how pages follow each other.
    public init(inputToken: String, outputToken: String, items: String?, pageSize: String?) {
        self.inputToken = inputToken
        self.outputToken = outputToken
        self.items = items
        self.pageSize = pageSize
    }
}

/// One member of a request, as a help text shows it.
public struct WireMember: Hashable, Sendable {
    /// The member's name on the wire.
    public let name: String
    /// What it holds, in a word or two: `string`, `integer`, `list of string`, the name of a structure or enumeration.
    public let type: String
    /// Whether the service refuses a request without it.
    public let isRequired: Bool
    /// Whether its value must not be shown.
    public let isSensitive: Bool

    /// Describes a member.
    public init(_ name: String, _ type: String, isRequired: Bool = false, isSensitive: Bool = false) {
        self.name = name
        self.type = type
        self.isRequired = isRequired
        self.isSensitive = isSensitive
    }
}
