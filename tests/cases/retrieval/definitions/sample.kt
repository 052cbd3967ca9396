// defines: Cart total shout second Shop Priced Size plus LIMIT load
// not: class fun companion local
data class Cart(val a: Int) {
    override suspend fun total(a: Int): Int = a
    operator fun plus(other: Cart) = this
    companion object {
        const val local = 1
    }
}
fun String.shout() = uppercase()
fun <T> List<T>.second(): T = this[1]
object Shop
sealed interface Priced
enum class Size { S }
val LIMIT = 3
@Test fun load() { }
