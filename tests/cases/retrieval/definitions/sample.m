// defines: Cart total helper
// not: return if
@implementation Cart
- (int)total:(int)a {
  if (a) { return 1; }
}
static int helper(int a) {
  return a;
}
@end
