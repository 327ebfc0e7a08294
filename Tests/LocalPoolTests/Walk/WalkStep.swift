/// One step of a walk.
///
/// Whatever can be right or wrong says which; numbers name sign-ins, sessions and proofs from the newest back.
enum WalkStep {
    case wait(Int64)
    case signUp(String, String)
    case confirmSignUp(String, isRight: Bool)
    case resendCode(String)
    case signIn(String, isRight: Bool, withDevice: Bool)
    case choose(String, password: Bool?, withDevice: Bool)
    case startSRP(String, isRight: Bool, withDevice: Bool)
    case prove(Int, withDevice: Bool)
    case answer(Int, isRight: Bool)
    case forgotPassword(String)
    case confirmForgotPassword(String, isRight: Bool, String)
    case getUser(Int)
    case changePassword(Int, isRight: Bool, String)
    case setSMS(Int, Bool)
    case globalSignOut(Int)
    case revoke(Int)
    case refresh(Int, withDevice: Bool, isRotationStyle: Bool)
    case confirmDevice(Int)
    case remember(Int, Bool)
    case forget(Int)
    case adminForget(Int)
    case listDevices(Int)
    case create(String, String)
    case adminSetPassword(String, String, isPermanent: Bool)
    case adminConfirm(String)
    case delete(String)
    case enable(String, Bool)

    private static let waits: [Int64] = [1, 2, 7, 31, 61, 181, 901, 3601, 7201, 86_401, 3 * 86_400 + 1, 8 * 86_400 + 1]

    static func drawn(with dice: inout Dice) -> WalkStep {
        let name = Walk.names[min(dice.roll(6), Walk.names.count - 1) % Walk.names.count]
        let password = Walk.passwords[dice.roll(Walk.passwords.count)]
        let isRight = !dice.isRare()
        let withDevice = dice.flip()
        let recent = dice.isRare() ? dice.roll(6) : 0
        switch dice.roll(100) {
        case 0..<4: return .wait(waits[min(dice.roll(waits.count), dice.roll(waits.count))])
        case 4..<8: return .signUp(name, password)
        case 8..<14: return .confirmSignUp(name, isRight: isRight)
        case 14..<16: return .resendCode(name)
        case 16..<23: return .signIn(name, isRight: isRight, withDevice: withDevice)
        case 23..<28: return .choose(name, password: dice.flip() ? isRight : nil, withDevice: withDevice)
        case 28..<35: return .startSRP(name, isRight: isRight, withDevice: withDevice)
        case 35..<42: return .prove(recent, withDevice: withDevice)
        case 42..<58: return .answer(recent, isRight: isRight)
        case 58..<61: return .forgotPassword(name)
        case 61..<64: return .confirmForgotPassword(name, isRight: isRight, password)
        case 64..<67: return .getUser(recent)
        case 67..<70: return .changePassword(recent, isRight: isRight, password)
        case 70..<74: return .setSMS(recent, dice.roll(3) > 0)
        case 74..<75: return .globalSignOut(recent)
        case 75..<77: return .revoke(recent + 1)
        case 77..<81: return .refresh(recent, withDevice: !dice.isRare(), isRotationStyle: dice.flip())
        case 81..<86: return .confirmDevice(recent)
        case 86..<88: return .remember(recent, dice.flip())
        case 88..<89: return .forget(recent)
        case 89..<90: return .adminForget(recent)
        case 90..<92: return .listDevices(recent)
        case 92..<94: return .create(name, password)
        case 94..<96: return .adminSetPassword(name, password, isPermanent: dice.flip())
        case 96..<97: return .adminConfirm(name)
        case 97..<98: return .delete(name)
        default: return .enable(name, dice.roll(3) > 0)
        }
    }
}
