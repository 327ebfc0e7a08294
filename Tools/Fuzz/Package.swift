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

/// One fuzz target: a program with one entry point, which asserts what must hold for any bytes.
func fuzzTarget(_ name: String) -> Target {
    .executableTarget(
        name: name,
        dependencies: ["CFuzzer", "FuzzSupport"] + rooms,
        swiftSettings: settings,
        linkerSettings: linking
    )
}

let package = Package(
    name: "Fuzz",
    dependencies: [
        .package(name: "userpool", path: "../..")
    ],
    targets: [
        .systemLibrary(name: "CFuzzer", path: "Sources/CFuzzer"),
        .target(name: "FuzzSupport", dependencies: ["CFuzzer"] + rooms, swiftSettings: settings),
        fuzzTarget("Base64URLText"),
        fuzzTarget("JSONText"),
        fuzzTarget("KeySetDocument"),
        fuzzTarget("PasskeyAnswer"),
        fuzzTarget("TokenClaims"),
        fuzzTarget("TokenText"),
    ]
)
