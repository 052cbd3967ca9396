<?php
// defines: Shop Cart total Priced Money make VERSION
// not: function const use
namespace App\Shop;
abstract class Cart implements Priced {
    public static function make(): self { }
    abstract protected function total(int $a): int;
}
interface Priced { }
trait Money { }
const VERSION = 1;
enum Shop { }
