# defines: Cart total
# not: my return
package Shop::Cart;
sub total {
  my $x = 1; return $x;
}
