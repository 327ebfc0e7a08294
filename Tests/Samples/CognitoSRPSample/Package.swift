// swift-tools-version: 6.3
import PackageDescription

let package = Package(
    name: "CognitoSRPSample",
    dependencies: [.package(name: "userpool", path: "../../..")],
    targets: [
        .executableTarget(
            name: "CognitoSRPSample",
            dependencies: [
                .product(name: "ByteCoding", package: "userpool"),
                .product(name: "CognitoSRP", package: "userpool"),
            ]
        )
    ]
)
