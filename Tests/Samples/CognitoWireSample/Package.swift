// swift-tools-version: 6.3
import PackageDescription

/// A package of someone else, that takes one room and nothing more.
let package = Package(
    name: "CognitoWireSample",
    dependencies: [.package(name: "userpool", path: "../../..")],
    targets: [
        .executableTarget(
            name: "CognitoWireSample",
            dependencies: [.product(name: "CognitoWire", package: "userpool")]
        )
    ]
)
