-- defines: area scale move greet hidden
-- not: local function end
local function area(a) end
function M.scale(a) end
function M:move(a) end
M.greet = function(a) end
local hidden = function() end
