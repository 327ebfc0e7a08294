/// One step of a walk.
///
/// Whatever can be right or wrong says which; numbers name sign-ins, sessions and proofs from the newest back.
enum WalkStep {
    case wait(Int64)
    case signUp(String, String)
    case confirmSignUp(String, isRight: Bool)
    case resendCode(String)
    case signIn(String, isRight: Bool, withDevice: Bool, asAdministrator: Bool)
    case choose(String, password: Bool?, withDevice: Bool)
    case startSRP(String, isRight: Bool, withDevice: Bool)
    case startCustom(String, withDevice: Bool)
    case prove(Int, withDevice: Bool)
    case answer(Int, isRight: Bool)
    case forgotPassword(String)
    case confirmForgotPassword(String, isRight: Bool, String)
    case getUser(Int)
    case changePassword(Int, isRight: Bool, String)
    case associate(Int)
    case verifyApp(Int, isRight: Bool)
    case prefer(Int, WalkModel.SecondFactor, isOn: Bool, isPreferred: Bool)
    case globalSignOut(Int)
    case revoke(Int)
    case refresh(Int, isLast: Bool, withDevice: Bool, isRotationStyle: Bool)
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
        switch dice.roll(110) {
        case 0..<4: return .wait(waits[min(dice.roll(waits.count), dice.roll(waits.count))])
        case 4..<8: return .signUp(name, password)
        case 8..<14: return .confirmSignUp(name, isRight: isRight)
        case 14..<16: return .resendCode(name)
        case 16..<23:
            return .signIn(name, isRight: isRight, withDevice: withDevice, asAdministrator: dice.isRare())
        case 23..<27: return .choose(name, password: dice.flip() ? isRight : nil, withDevice: withDevice)
        case 27..<34: return .startSRP(name, isRight: isRight, withDevice: withDevice)
        case 34..<37: return .startCustom(name, withDevice: withDevice)
        case 37..<44: return .prove(recent, withDevice: withDevice)
        case 44..<64: return .answer(recent, isRight: isRight)
        case 64..<66: return .forgotPassword(name)
        case 66..<69: return .confirmForgotPassword(name, isRight: isRight, password)
        case 69..<71: return .getUser(recent)
        case 71..<74: return .changePassword(recent, isRight: isRight, password)
        case 74..<76: return .associate(recent)
        case 76..<79: return .verifyApp(recent, isRight: isRight)
        case 79..<83:
            let isOn = dice.roll(3) > 0
            return .prefer(recent, dice.flip() ? .sms : .app, isOn: isOn, isPreferred: isOn != dice.isRare())
        case 83..<84: return .globalSignOut(recent)
        case 84..<86: return .revoke(recent + 1)
        case 86..<91:
            let isLast = !dice.isRare()
            return .refresh(recent, isLast: isLast, withDevice: !dice.isRare(), isRotationStyle: !dice.isRare())
        case 91..<96: return .confirmDevice(recent)
        case 96..<98: return .remember(recent, dice.flip())
        case 98..<99: return .forget(recent)
        case 99..<100: return .adminForget(recent)
        case 100..<102: return .listDevices(recent)
        case 102..<104: return .create(name, password)
        case 104..<106: return .adminSetPassword(name, password, isPermanent: dice.flip())
        case 106..<107: return .adminConfirm(name)
        case 107..<108: return .delete(name)
        default: return .enable(name, dice.roll(3) > 0)
        }
    }
}
