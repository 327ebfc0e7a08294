// swift-tools-version: 6.3
import PackageDescription

let package = Package(
    name: "UserPoolKitSample",
    dependencies: [.package(name: "userpool", path: "../../..")],
    targets: [
        .executableTarget(
            name: "UserPoolKitSample",
            dependencies: ["ByteCoding", "CognitoClient", "CognitoWire", "CurlTransport", "UserPoolKit"].map {
                .product(name: $0, package: "userpool")
            }
        )
    ]
)
