/// Which modules each target may import: the house as drawn in the README, written down.
///
/// A new arrow is a commit of its own, with its reason.
enum Arrows {
    /// The rooms, from the ground up; a room may use rooms of lower lines only.
    static let lines: [[String]] = [
        ["COpenSSL", "CArgon2", "CCurl", "CQREncode", "ByteCoding"],
        ["CryptoPrimitives", "BigNum"],
        [
            "CognitoJWT", "CognitoSRP", "CognitoJWTSigning", "CognitoWire", "HTTPTransport", "OneTimePassword",
            "WebAuthn",
        ],
        ["CognitoClient"],
        ["UserPoolKit", "LocalPool"],
        ["CurlMail", "CurlTransport", "HTTPTransportTesting", "LocalPoolServer", "QRCode"],
    ]

    /// The arrows along one line that the design allows.
    static let sideways: Set<String> = []

    /// Modules of the system that any room may import where `canImport` chooses the C library.
    static let platform: Set<String> = ["Glibc", "Musl", "Darwin"]

    /// Target folder → every module that it imports, besides `platform`.
    static let allowed: [String: Set<String>] = [
        "Modules/ByteCoding": [],
        "Modules/CryptoPrimitives": ["ByteCoding", "CArgon2", "COpenSSL"],
        "Modules/BigNum": ["ByteCoding", "COpenSSL"],
        "Modules/CognitoJWT": ["ByteCoding", "CryptoPrimitives", "Synchronization"],
        "Modules/CognitoSRP": ["BigNum", "ByteCoding", "CryptoPrimitives"],
        "Modules/CognitoJWTSigning": ["ByteCoding", "CryptoPrimitives"],
        "Modules/CognitoWire": ["ByteCoding", "Foundation", "FoundationEssentials"],
        "Modules/HTTPTransport": ["HTTPTypes"],
        "Modules/OneTimePassword": ["ByteCoding", "CryptoPrimitives"],
        "Modules/WebAuthn": ["ByteCoding", "CryptoPrimitives"],
        "Modules/CognitoClient": [
            "ByteCoding", "CognitoWire", "CoreMetrics", "CryptoPrimitives", "HTTPTransport", "HTTPTypes", "Logging",
            "Synchronization", "Tracing",
        ],
        "Modules/UserPoolKit": [
            "ByteCoding", "CognitoClient", "CognitoJWT", "CognitoSRP", "CognitoWire", "CoreMetrics", "CryptoPrimitives",
            "FoundationEssentials", "HTTPTransport", "HTTPTypes", "OneTimePassword", "Synchronization", "Tracing",
        ],
        "Modules/LocalPool": [
            "ByteCoding", "CognitoJWT", "CognitoJWTSigning", "CognitoSRP", "CognitoWire", "CryptoPrimitives",
            "Foundation", "FoundationEssentials", "GRDB", "HTTPTransport", "HTTPTypes", "OneTimePassword",
            "Synchronization", "WebAuthn", "Yams",
        ],
        "Modules/CurlMail": ["ByteCoding", "CCurl", "LocalPool", "Synchronization"],
        "Modules/CurlTransport": ["CCurl", "HTTPTransport", "HTTPTypes", "Synchronization"],
        "Modules/HTTPTransportTesting": ["HTTPTransport", "HTTPTypes", "Synchronization"],
        "Modules/LocalPoolServer": [
            "ByteCoding", "Foundation", "HTTPTransport", "HTTPTypes", "HummingbirdCore", "LocalPool", "Logging",
            "NIOCore", "NIOPosix", "ServiceLifecycle", "Synchronization",
        ],
        "Modules/QRCode": ["CQREncode"],
        "Apps/AppSupport": [
            "ByteCoding", "CognitoClient", "CognitoJWT", "CognitoWire", "Configuration", "CurlTransport", "Foundation",
            "HTTPTransport", "LocalPool", "LocalPoolServer", "SystemPackage", "UserPoolKit", "Yams",
        ],
        "Apps/userpool": [
            "AppSupport", "ArgumentParser", "ByteCoding", "CognitoClient", "CognitoJWT", "CognitoWire",
            "CurlMail", "CurlTransport", "Dispatch", "Foundation", "HTTPTransport", "HTTPTypes", "LocalPool",
            "LocalPoolServer", "QRCode", "UserPoolKit", "WebAuthn", "Yams",
        ],
        "Apps/userpool-gateway": [
            "AppSupport", "ArgumentParser", "ByteCoding", "CognitoClient", "CognitoJWT", "CognitoWire",
            "CryptoPrimitives", "CurlTransport", "Foundation", "HTTPTransport", "HTTPTypes", "Hummingbird",
            "HummingbirdCore", "LocalPool", "LocalPoolServer", "Logging", "NIOCore", "NIOHTTP1", "NIOHTTPTypes",
            "QRCode", "ServiceLifecycle", "Synchronization", "UnixSignals", "UserPoolKit",
        ],
        "Tools/wiregen": ["ArgumentParser", "Foundation"],
        "Tests/AppSupportTests": [
            "AppSupport", "ByteCoding", "CognitoClient", "CognitoJWT", "CognitoWire", "Foundation", "Testing",
            "UserPoolKit",
        ],
        "Tests/ArchitectureTests": ["Foundation", "Testing"],
        "Tests/BigNumTests": ["BigNum", "ByteCoding", "Foundation", "Testing"],
        "Tests/ByteCodingTests": ["ByteCoding", "Foundation", "Testing"],
        "Tests/CognitoClientTests": [
            "ByteCoding", "CognitoClient", "CognitoWire", "CoreMetrics", "CurlTransport", "Foundation", "HTTPTransport",
            "HTTPTypes", "InMemoryLogging", "InMemoryTracing", "Logging", "MetricsTestKit", "Synchronization",
            "TestSupport", "Testing", "Tracing",
        ],
        "Tests/CognitoJWTSigningTests": [
            "ByteCoding", "CognitoJWTSigning", "CryptoPrimitives", "Foundation", "Testing",
        ],
        "Tests/CognitoJWTTests": [
            "ByteCoding", "CognitoJWT", "CognitoJWTSigning", "Foundation", "Synchronization", "Testing",
        ],
        "Tests/CognitoSRPTests": ["BigNum", "ByteCoding", "CognitoSRP", "CryptoPrimitives", "Foundation", "Testing"],
        "Tests/CognitoWireTests": ["ByteCoding", "CognitoWire", "Foundation", "Testing"],
        "Tests/CryptoPrimitivesTests": ["ByteCoding", "CryptoPrimitives", "Foundation", "Testing"],
        "Tests/CurlMailTests": [
            "ByteCoding", "CurlMail", "Foundation", "HTTPTypes", "LocalPool", "TestSupport", "Testing",
        ],
        "Tests/CurlTransportProbe": ["CurlTransport", "HTTPTransport", "HTTPTypes"],
        "Tests/SignInProbe": [
            "ByteCoding", "CognitoClient", "CognitoWire", "CurlTransport", "Foundation", "UserPoolKit",
        ],
        "Tests/CurlTransportTests": [
            "CurlTransport", "Dispatch", "Foundation", "HTTPTransport", "HTTPTransportTesting", "HTTPTypes",
            "TestSupport", "Testing",
        ],
        "Tests/ExampleTests": ["Foundation", "TestSupport", "Testing"],
        "Tests/GatewayTests": [
            "AppSupport", "ByteCoding", "CognitoClient", "CognitoJWT", "CognitoJWTSigning", "CognitoWire",
            "CurlTransport", "Foundation", "HTTPTransport", "HTTPTransportTesting", "HTTPTypes", "Hummingbird",
            "HummingbirdCore", "LocalPool", "Logging", "NIOCore", "NIOEmbedded", "NIOHTTP1", "NIOHTTPTypes",
            "NIOHTTPTypesHTTP1", "NIOPosix", "OneTimePassword", "ServiceLifecycle", "Synchronization", "TestSupport",
            "Testing", "UserPoolKit", "WebAuthn", "userpool_gateway",
        ],
        "Tests/HTTPTransportTests": ["HTTPTransport", "HTTPTransportTesting", "HTTPTypes", "Testing"],
        "Tests/LocalPoolServerTests": [
            "ByteCoding", "CognitoClient", "CognitoJWTSigning", "CognitoWire", "CurlTransport", "Foundation",
            "HTTPTypes", "LocalPool", "LocalPoolServer", "Logging", "NIOCore", "NIOPosix", "ServiceLifecycle",
            "Synchronization", "Testing", "UserPoolKit",
        ],
        "Tests/LocalPoolTests": [
            "ByteCoding", "CognitoJWTSigning", "CognitoSRP", "CognitoWire", "CryptoPrimitives", "Foundation", "GRDB",
            "HTTPTransport", "HTTPTransportTesting", "HTTPTypes", "LocalPool", "OneTimePassword", "Synchronization",
            "Testing", "WebAuthn",
        ],
        "Tests/OneTimePasswordTests": ["ByteCoding", "CryptoPrimitives", "Foundation", "OneTimePassword", "Testing"],
        "Tests/SessionStoreProbe": [
            "ByteCoding", "CognitoClient", "CognitoJWT", "CognitoWire", "CurlTransport", "HTTPTransport",
            "Synchronization", "UserPoolKit",
        ],
        "Tests/QRCodeTests": ["Foundation", "QRCode", "TestSupport", "Testing"],
        "Tests/TestSupport": ["Foundation", "Synchronization"],
        "Tests/UserPoolKitTests": [
            "ByteCoding", "CognitoClient", "CognitoJWT", "CognitoJWTSigning", "CognitoSRP", "CognitoWire",
            "CurlTransport", "Foundation", "HTTPTransport", "HTTPTransportTesting", "HTTPTypes", "InMemoryTracing",
            "LocalPool", "LocalPoolServer", "Logging", "MetricsTestKit", "OneTimePassword", "Synchronization",
            "TestSupport", "Testing", "Tracing", "UserPoolKit", "WebAuthn",
        ],
        "Tests/UserpoolTests": [
            "AppSupport", "ByteCoding", "CurlTransport", "Foundation", "HTTPTransport", "HTTPTypes", "OneTimePassword",
            "Synchronization", "TestSupport", "Testing", "userpool",
        ],
        "Tests/WebAuthnTests": ["ByteCoding", "CryptoPrimitives", "Foundation", "Testing", "WebAuthn"],
        "Tests/WiregenTests": ["ArgumentParser", "Foundation", "Testing", "wiregen"],
    ]
}
