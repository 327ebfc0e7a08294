// swift-tools-version: 6.3
import PackageDescription

let package = Package(
    name: "CognitoJWTSample",
    dependencies: [.package(name: "userpool", path: "../../..")],
    targets: [
        .executableTarget(
            name: "CognitoJWTSample",
            dependencies: [
                .product(name: "ByteCoding", package: "userpool"),
                .product(name: "CognitoJWT", package: "userpool"),
            ]
        )
    ]
)
