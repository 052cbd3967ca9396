// defines: Cart total make Priced String shout load Size area limit
// not: func class let
public final class Cart: Base {
    @objc public func total(_ a: Int) -> Int { 0 }
    class func make() -> Cart { Cart() }
}
protocol Priced { }
extension String: Priced {
    func shout() -> String { self }
}
@MainActor func load() async { }
indirect enum Size { }
fileprivate func area<T>(of x: T) { }
let limit = 3
