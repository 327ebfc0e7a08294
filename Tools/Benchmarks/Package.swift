// swift-tools-version: 6.3
import PackageDescription

/// The settings of the house.
let house: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .strictMemorySafety(),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

/// The rooms that are measured, which this package takes like anybody else.
func rooms(_ names: String...) -> [Target.Dependency] {
    names.map { .product(name: $0, package: "userpool") }
}

let package = Package(
    name: "Benchmarks",
    dependencies: [
        .package(name: "userpool", path: "../.."),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
    ],
    targets: [
        .systemLibrary(
            name: "CRawVerify",
            path: "Sources/CRawVerify",
            pkgConfig: "libcrypto",
            providers: [.apt(["libssl-dev"])]
        ),
        .target(name: "CAllocations"),
        .target(name: "BenchmarkSupport", swiftSettings: house),
        .target(
            name: "JWTKitPeer",
            dependencies: [.product(name: "JWTKit", package: "jwt-kit")],
            swiftSettings: house
        ),
        .executableTarget(
            name: "Benchmarks",
            dependencies: ["BenchmarkSupport", "CAllocations", "CRawVerify", "JWTKitPeer"]
                + rooms("ByteCoding", "CognitoJWT", "CognitoJWTSigning", "CryptoPrimitives"),
            swiftSettings: house
        ),
        .systemLibrary(
            name: "CRawPowers",
            path: "Sources/CRawPowers",
            pkgConfig: "libcrypto",
            providers: [.apt(["libssl-dev"])]
        ),
        .executableTarget(
            name: "SRPBenchmarks",
            dependencies: ["BenchmarkSupport", "CRawPowers"] + rooms("ByteCoding", "CognitoSRP", "CryptoPrimitives"),
            swiftSettings: house
        ),
        .systemLibrary(
            name: "CRawSignIn",
            path: "Sources/CRawSignIn",
            pkgConfig: "libcrypto",
            providers: [.apt(["libssl-dev"])]
        ),
        .target(
            name: "PoolBenchmarkSupport",
            dependencies: [.product(name: "HTTPTypes", package: "swift-http-types")]
                + rooms("ByteCoding", "CognitoSRP", "CognitoWire", "CryptoPrimitives", "HTTPTransport", "LocalPool"),
            swiftSettings: house
        ),
        .executableTarget(
            name: "PoolBenchmarks",
            dependencies: ["CRawSignIn", "PoolBenchmarkSupport"]
                + rooms(
                    "ByteCoding",
                    "CognitoJWTSigning",
                    "CognitoWire",
                    "CryptoPrimitives",
                    "CurlTransport",
                    "LocalPool",
                    "LocalPoolServer"
                ),
            swiftSettings: house
        ),
        .executableTarget(
            name: "MillionUsers",
            dependencies: ["PoolBenchmarkSupport"] + rooms("CognitoWire", "LocalPool"),
            swiftSettings: house
        ),
    ]
)
