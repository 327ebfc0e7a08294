// swift-tools-version: 6.3
import PackageDescription

/// Settings of every target; a warning is an error only where the environment says CI.
let house: [SwiftSetting] =
    [
        .swiftLanguageMode(.v6),
        .strictMemorySafety(),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    ] + (Context.environment["CI"] == "true" ? [.treatAllWarnings(as: .error)] : [])

/// One room: one target under `Modules/`, one library product.
func room(_ name: String, uses: [Target.Dependency] = [], pages: [Resource] = []) -> Target {
    .target(name: name, dependencies: uses, path: "Modules/\(name)", resources: pages, swiftSettings: house)
}

/// A system library of C: a module map and a shim header; never a product.
func cRoom(_ name: String, pkgConfig: String, apt: String) -> Target {
    .systemLibrary(name: name, path: "Modules/\(name)", pkgConfig: pkgConfig, providers: [.apt([apt])])
}

/// The tests of one room, in the folder that mirrors it.
func tests(_ room: String, uses: [Target.Dependency], data: [Resource] = []) -> Target {
    .testTarget(
        name: "\(room)Tests",
        dependencies: uses,
        path: "Tests/\(room)Tests",
        resources: data,
        swiftSettings: house
    )
}

let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let configuration: Target.Dependency = .product(name: "Configuration", package: "swift-configuration")
let coreMetrics: Target.Dependency = .product(name: "CoreMetrics", package: "swift-metrics")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore: Target.Dependency = .product(name: "HummingbirdCore", package: "hummingbird")
let inMemoryLogging: Target.Dependency = .product(name: "InMemoryLogging", package: "swift-log")
let inMemoryTracing: Target.Dependency = .product(name: "InMemoryTracing", package: "swift-distributed-tracing")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let metricsTestKit: Target.Dependency = .product(name: "MetricsTestKit", package: "swift-metrics")
let nioCore: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioEmbedded: Target.Dependency = .product(name: "NIOEmbedded", package: "swift-nio")
let nioHTTP1: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio")
let nioHTTPTypes: Target.Dependency = .product(name: "NIOHTTPTypes", package: "swift-nio-extras")
let nioHTTPTypesHTTP1: Target.Dependency = .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let serviceLifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let tracing: Target.Dependency = .product(name: "Tracing", package: "swift-distributed-tracing")
let unixSignals: Target.Dependency = .product(name: "UnixSignals", package: "swift-service-lifecycle")
let systemPackage: Target.Dependency = .product(name: "SystemPackage", package: "swift-system")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")

let cRooms: [Target] = [
    cRoom("COpenSSL", pkgConfig: "libcrypto", apt: "libssl-dev"),
    cRoom("CArgon2", pkgConfig: "libargon2", apt: "libargon2-dev"),
    cRoom("CCurl", pkgConfig: "libcurl", apt: "libcurl4-openssl-dev"),
    cRoom("CQREncode", pkgConfig: "libqrencode", apt: "libqrencode-dev"),
]

let rooms: [Target] = [
    // Ground
    room("ByteCoding"),

    // Primitives
    room("CryptoPrimitives", uses: ["ByteCoding", "CArgon2", "COpenSSL"]),
    room("BigNum", uses: ["ByteCoding", "COpenSSL"]),

    // Protocol
    room("CognitoJWT", uses: ["ByteCoding", "CryptoPrimitives"]),
    room("CognitoJWTSigning", uses: ["ByteCoding", "CryptoPrimitives"]),
    room("CognitoSRP", uses: ["BigNum", "ByteCoding", "CryptoPrimitives"]),
    room("CognitoWire", uses: ["ByteCoding"]),
    room("HTTPTransport", uses: [httpTypes]),
    room("OneTimePassword", uses: ["ByteCoding", "CryptoPrimitives"]),
    room("WebAuthn", uses: ["ByteCoding", "CryptoPrimitives"]),

    // Client
    room(
        "CognitoClient",
        uses: [
            "ByteCoding", "CognitoWire", "CryptoPrimitives", "HTTPTransport", coreMetrics, httpTypes, logging, tracing,
        ]
    ),

    // Kits
    room(
        "UserPoolKit",
        uses: [
            "ByteCoding", "CognitoClient", "CognitoJWT", "CognitoSRP", "CognitoWire", "CryptoPrimitives",
            "HTTPTransport", "OneTimePassword", coreMetrics, httpTypes, tracing,
        ]
    ),

    room(
        "LocalPool",
        uses: [
            "ByteCoding", "CognitoJWT", "CognitoJWTSigning", "CognitoSRP", "CognitoWire", "CryptoPrimitives",
            "HTTPTransport", "OneTimePassword", "WebAuthn", grdb, httpTypes, yams,
        ]
    ),

    // Adapters
    room("CurlMail", uses: ["ByteCoding", "CCurl", "LocalPool"]),
    room("CurlTransport", uses: ["CCurl", "HTTPTransport", httpTypes]),
    room("HTTPTransportTesting", uses: ["HTTPTransport", httpTypes]),
    room(
        "LocalPoolServer",
        uses: [
            "ByteCoding", "HTTPTransport", "LocalPool", httpTypes, hummingbirdCore, logging, nioCore, nioPosix,
            serviceLifecycle,
        ],
        pages: [
            .embedInCode("Pages/Files/sign-in.css"),
            .embedInCode("Pages/Files/sign-in.js"),
        ]
    ),
    room("QRCode", uses: ["CQREncode"]),
]

/// One part of an app: a target under `Apps/`, no product unless it is a program.
func appPart(_ name: String, folder: String, uses: [Target.Dependency]) -> Target {
    .target(name: name, dependencies: uses, path: "Apps/\(folder)", swiftSettings: house)
}

let apps: [Target] = [
    appPart(
        "AppSupport",
        folder: "AppSupport",
        uses: [
            "ByteCoding", "CognitoClient", "CognitoJWT", "CognitoWire", "CurlTransport", "HTTPTransport", "LocalPool",
            "LocalPoolServer", "UserPoolKit", configuration, systemPackage, yams,
        ]
    ),
    .executableTarget(
        name: "userpool",
        dependencies: [
            "AppSupport", "ByteCoding", "CognitoClient", "CognitoJWT", "CognitoWire", "CurlMail", "CurlTransport",
            "HTTPTransport", "LocalPool", "LocalPoolServer", "QRCode", "UserPoolKit", "WebAuthn", argumentParser,
            httpTypes, yams,
        ],
        path: "Apps/userpool",
        swiftSettings: house
    ),
    .executableTarget(
        name: "userpool-gateway",
        dependencies: [
            "AppSupport", "ByteCoding", "CognitoClient", "CognitoJWT", "CognitoWire", "CryptoPrimitives",
            "CurlTransport", "HTTPTransport", "LocalPool", "LocalPoolServer", "QRCode", "UserPoolKit", argumentParser,
            httpTypes, hummingbird, hummingbirdCore, logging, nioCore, nioHTTP1, nioHTTPTypes, serviceLifecycle,
            unixSignals,
        ],
        path: "Apps/userpool-gateway",
        exclude: ["Recipes"],
        swiftSettings: house
    ),
]

let tools: [Target] = [
    .executableTarget(
        name: "wiregen",
        dependencies: [argumentParser],
        path: "Tools/wiregen",
        exclude: ["Specs"],
        swiftSettings: house
    )
]

let testTargets: [Target] = [
    .target(name: "TestSupport", path: "Tests/TestSupport", exclude: ["Programs"], swiftSettings: house),
    .executableTarget(
        name: "CurlTransportProbe",
        dependencies: ["CurlTransport", "HTTPTransport", httpTypes],
        path: "Tests/CurlTransportProbe",
        swiftSettings: house
    ),
    .executableTarget(
        name: "SessionStoreProbe",
        dependencies: [
            "ByteCoding", "CognitoClient", "CognitoJWT", "CognitoWire", "CurlTransport", "HTTPTransport",
            "UserPoolKit",
        ],
        path: "Tests/SessionStoreProbe",
        swiftSettings: house
    ),
    .executableTarget(
        name: "SignInProbe",
        dependencies: ["ByteCoding", "CognitoClient", "CognitoWire", "CurlTransport", "UserPoolKit"],
        path: "Tests/SignInProbe",
        swiftSettings: house
    ),

    // Rooms
    tests("ByteCoding", uses: ["ByteCoding"], data: [.copy("Vectors")]),
    tests("CryptoPrimitives", uses: ["ByteCoding", "CryptoPrimitives"], data: [.copy("Vectors")]),
    tests("BigNum", uses: ["BigNum", "ByteCoding"], data: [.copy("Vectors")]),
    tests(
        "CognitoJWT",
        uses: ["ByteCoding", "CognitoJWT", "CognitoJWTSigning"],
        data: [.copy("Vectors")]
    ),
    tests(
        "CognitoJWTSigning",
        uses: ["ByteCoding", "CognitoJWTSigning", "CryptoPrimitives"],
        data: [.copy("Vectors")]
    ),
    tests("CognitoSRP", uses: ["BigNum", "ByteCoding", "CognitoSRP", "CryptoPrimitives"], data: [.copy("Vectors")]),
    tests("CognitoWire", uses: ["ByteCoding", "CognitoWire"], data: [.copy("Vectors")]),
    tests("OneTimePassword", uses: ["ByteCoding", "CryptoPrimitives", "OneTimePassword"], data: [.copy("Vectors")]),
    tests("HTTPTransport", uses: ["HTTPTransport", "HTTPTransportTesting", httpTypes]),
    tests("WebAuthn", uses: ["ByteCoding", "CryptoPrimitives", "WebAuthn"], data: [.copy("Vectors")]),
    tests(
        "CognitoClient",
        uses: [
            "ByteCoding", "CognitoClient", "CognitoWire", "CurlTransport", "HTTPTransport", "TestSupport", coreMetrics,
            httpTypes, inMemoryLogging, inMemoryTracing, logging, metricsTestKit, tracing,
        ],
        data: [.copy("Golden"), .copy("Vectors")]
    ),
    tests(
        "UserPoolKit",
        uses: [
            "ByteCoding", "CognitoClient", "CognitoJWT", "CognitoJWTSigning", "CognitoSRP", "CognitoWire",
            "CurlTransport", "HTTPTransport", "HTTPTransportTesting", "LocalPool", "LocalPoolServer", "OneTimePassword",
            "SessionStoreProbe", "SignInProbe", "TestSupport", "UserPoolKit", "WebAuthn", httpTypes, inMemoryTracing,
            logging, metricsTestKit, tracing,
        ]
    ),
    tests(
        "LocalPool",
        uses: [
            "ByteCoding", "CognitoJWTSigning", "CognitoSRP", "CognitoWire", "CryptoPrimitives", "HTTPTransport",
            "HTTPTransportTesting", "LocalPool", "OneTimePassword", "WebAuthn", grdb, httpTypes,
        ]
    ),
    tests(
        "CurlMail",
        uses: ["ByteCoding", "CurlMail", "LocalPool", "TestSupport", httpTypes],
        data: [.copy("Peers")]
    ),
    tests(
        "CurlTransport",
        uses: [
            "CurlTransport", "CurlTransportProbe", "HTTPTransport", "HTTPTransportTesting", "TestSupport", httpTypes,
        ]
    ),
    tests(
        "LocalPoolServer",
        uses: [
            "ByteCoding", "CognitoClient", "CognitoJWTSigning", "CognitoWire", "CurlTransport", "LocalPool",
            "LocalPoolServer", "UserPoolKit", httpTypes, logging, nioCore, nioPosix, serviceLifecycle,
        ],
        data: [.copy("Peers")]
    ),
    tests("QRCode", uses: ["QRCode", "TestSupport"]),

    // Apps and tools
    tests(
        "AppSupport",
        uses: ["AppSupport", "ByteCoding", "CognitoClient", "CognitoJWT", "CognitoWire", "UserPoolKit"]
    ),
    tests(
        "Userpool",
        uses: [
            "AppSupport", "ByteCoding", "CurlTransport", "HTTPTransport", "OneTimePassword", "TestSupport", "userpool",
            httpTypes,
        ]
    ),
    tests(
        "Gateway",
        uses: [
            "AppSupport", "ByteCoding", "CognitoClient", "CognitoJWT", "CognitoJWTSigning", "CognitoWire",
            "CurlTransport", "HTTPTransport", "HTTPTransportTesting", "LocalPool", "OneTimePassword", "TestSupport",
            "UserPoolKit", "WebAuthn", "userpool-gateway", httpTypes, hummingbird, hummingbirdCore, logging, nioCore,
            nioEmbedded, nioHTTP1, nioHTTPTypes, nioHTTPTypesHTTP1, nioPosix, serviceLifecycle,
        ]
    ),
    tests(
        "Wiregen",
        uses: ["wiregen", argumentParser],
        data: [.copy("Fixtures"), .copy("Golden")]
    ),

    // The house and its pages
    tests("Architecture", uses: []),
    tests("Example", uses: ["TestSupport", "userpool", "userpool-gateway"]),
]

let package = Package(
    name: "userpool",
    products: rooms.map { .library(name: $0.name, targets: [$0.name]) },
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0"),
        .package(url: "https://github.com/apple/swift-distributed-tracing", from: "1.7.3"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: cRooms + rooms + apps + tools + testTargets
)
