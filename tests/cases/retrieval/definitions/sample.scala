// defines: Cart total Shop Priced twice secret Id
// not: class def case
sealed trait Priced
final case class Cart(a: Int) extends Priced {
  override def total(b: Int): Int = b
  private[shop] def secret = 1
  implicit def twice(a: Int): Int = a * 2
}
object Shop { }
type Id = Int
