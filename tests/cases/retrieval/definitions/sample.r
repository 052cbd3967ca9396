# defines: total scale_by
# not: function
total <- function(a) a
scale_by = function(x) x
