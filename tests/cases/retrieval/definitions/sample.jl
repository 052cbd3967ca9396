# defines: area Point Shapes swap
# not: end
module Shapes
struct Point end
function area(a) end
macro swap(a) end
end
