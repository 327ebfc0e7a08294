// swift-tools-version: 6.3
import PackageDescription

/// The settings of the house; and no `main`, as libFuzzer brings its own.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .strictMemorySafety(),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .unsafeFlags(["-parse-as-library"]),
]

/// lld exports what the sanitizers need without a warning; it must keep the coverage tables, which nothing refers to.
let linking: [LinkerSetting] = [.unsafeFlags(["-use-ld=lld", "-Xlinker", "-z", "-Xlinker", "nostart-stop-gc"])]

/// The rooms that targets call, which this package takes like anybody else.
let rooms: [Target.Dependency] = ["ByteCoding", "CognitoJWT", "CognitoJWTSigning", "CryptoPrimitives", "WebAuthn"].map {
    .product(name: $0, package: "userpool")
}

/// What those take that call a local pool.
let poolRooms: [Target.Dependency] =
    ["ByteCoding", "CognitoJWTSigning", "CognitoSRP", "CognitoWire", "CryptoPrimitives", "LocalPool"].map {
        .product(name: $0, package: "userpool")
    } + [.product(name: "HTTPTypes", package: "swift-http-types")]

/// One fuzz target: a program with one entry point, which asserts what must hold for any bytes.
func fuzzTarget(_ name: String, uses: [Target.Dependency] = rooms) -> Target {
    .executableTarget(
        name: name,
        dependencies: ["CFuzzer", "FuzzSupport"] + uses,
        swiftSettings: settings,
        linkerSettings: linking
    )
}

let package = Package(
    name: "Fuzz",
    dependencies: [
        .package(name: "userpool", path: "../.."),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    ],
    targets: [
        .systemLibrary(name: "CFuzzer", path: "Sources/CFuzzer"),
        .target(name: "FuzzSupport", dependencies: ["CFuzzer"] + rooms, swiftSettings: settings),
        .target(name: "PoolFuzzSupport", dependencies: ["FuzzSupport"] + poolRooms, swiftSettings: settings),
        fuzzTarget("Base64URLText"),
        fuzzTarget("JSONText"),
        fuzzTarget("KeySetDocument"),
        fuzzTarget("PasskeyAnswer"),
        fuzzTarget("PoolRequest", uses: ["PoolFuzzSupport"] + poolRooms),
        fuzzTarget("SRPFields", uses: ["PoolFuzzSupport"] + poolRooms),
        fuzzTarget("StoreDamage", uses: ["PoolFuzzSupport"] + poolRooms),
        fuzzTarget("TokenClaims"),
        fuzzTarget("TokenText"),
    ]
)
