// defines: Cart total main Priced Size Shout area load
// not: await if return print
abstract class Cart extends Base {
  int total(int a) {
    return a;
  }
  int area(int a) => a * a;
}
mixin Priced on Cart { }
enum Size { s, m }
extension Shout on String { }
Future<void> load() async {
  await print(1);
}
void main() {
  if (load(1)) { return print(2); }
}
