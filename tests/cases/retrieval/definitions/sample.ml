(* defines: area fact tree Shapes *)
(* not: in rec inner *)
module Shapes = struct end
type tree = Leaf
let area a = let inner = 1 in inner
let rec fact n = n
