-- omni-lsp in Neovim, beyond what every language server gets: a status for the statusline, and the command :Omni.
-- Optional: diagnostics, hovers and fixes need nothing of it. Needs Neovim 0.11 or newer.
local M = {}

-- What the server said last; `omni/status` is its state, `omni/run` what a run did when it ended.
local state = {}

local function redraw()
  vim.schedule(function() vim.cmd.redrawstatus({ bang = true }) end)
end

vim.lsp.config('omni', {
  init_options = { status = true, runReports = true },
  handlers = {
    ['omni/status'] = function(_, said) state = said redraw() end,
    ['omni/run'] = function(_, run) state.last = run redraw() end,
    ['omni/index'] = function() end, -- Comes with the reports of runs.
  },
  on_exit = function() state = {} redraw() end,
})

local function client()
  return vim.lsp.get_clients({ name = 'omni', bufnr = 0 })[1] or vim.lsp.get_clients({ name = 'omni' })[1]
end

local function running()
  local names = {}
  for _, run in ipairs(state.runs or {}) do
    for _, stage in ipairs(run.stages) do
      if stage.status == 'running' then names[#names + 1] = stage.agent end
    end
  end
  return names
end

local function time(seconds)
  return seconds < 1 and ('%.0f ms'):format(seconds * 1000) or ('%.1f s'):format(seconds)
end

--- Such as `omni: 31 ms of 5 s` or `omni: security…`; empty where the server does not run. For 'statusline' and plug-ins.
function M.status()
  if not client() then return '' end
  local parts, last = {}, state.last
  for _, folder in ipairs(state.folders or {}) do
    if folder.trust ~= 'trusted' then parts[1] = folder.trust end
  end
  if state.engine and state.engine.state == 'degraded' then parts[#parts + 1] = 'engine degraded' end
  local names = running()
  if #names > 0 then
    parts[#parts + 1] = table.concat(names, ', ') .. '…'
  elseif type(last) == 'table' then
    parts[#parts + 1] = ('%s of %g s'):format(time(last.seconds), last.budgetSeconds)
    for _, stage in ipairs(last.stages) do
      if stage.status == 'timed-out' or stage.status == 'failed' then
        parts[#parts + 1] = stage.agent .. ' ' .. stage.status:gsub('-', ' ')
      end
    end
  end
  return 'omni: ' .. (#parts > 0 and table.concat(parts, ', ') or state.state or 'starting')
end

local function show(name, result)
  if result == nil or result == vim.NIL then return end
  local text = type(result) == 'string' and result or vim.inspect(result)
  vim.cmd.new()
  vim.bo.buftype, vim.bo.bufhidden, vim.bo.swapfile = 'nofile', 'wipe', false
  vim.api.nvim_buf_set_lines(0, 0, -1, false, vim.split(text, '\n'))
  vim.api.nvim_buf_set_name(0, 'omni://' .. name .. '/' .. vim.api.nvim_get_current_buf())
end

local function places(found)
  local items = {}
  for _, place in ipairs(found or {}) do
    local file = vim.uri_to_fname(place.uri)
    items[#items + 1] = { filename = file, lnum = place.startLine + 1, text = place.symbol }
  end
  if #items == 0 then return vim.notify('omni: nothing found') end
  vim.fn.setqflist({}, ' ', { title = 'omni', items = items })
  vim.cmd.copen()
end

-- What people are told by the server itself, with a message or with findings, is not shown again.
local quiet = { analyzeFile = true, showReport = true, pack = true, trust = true, untrust = true }

local function execute(name, words, range)
  local here = client()
  if not here then return vim.notify('omni: the server does not run', vim.log.levels.WARN) end
  local argument = { uri = vim.uri_from_bufnr(0) }
  if name == 'search' then argument = { query = words } end
  if name == 'showSimilar' then
    -- Whole lines have the same positions in every encoding.
    local first, last = { line = range[1] - 1, character = 0 }, { line = range[2], character = 0 }
    argument.show = false -- Places are listed here, where one can go through them.
    argument.range = { start = first, ['end'] = range[1] == range[2] and first or last }
  end
  local command = { title = name, command = 'omni.' .. name, arguments = { argument } }
  here:exec_cmd(command, { bufnr = vim.api.nvim_get_current_buf() }, function(err, result)
    if err then return vim.notify('omni: ' .. err.message, vim.log.levels.ERROR) end
    if name == 'search' then return places(result) end
    if name == 'showSimilar' then return places(result.places) end
    if not quiet[name] then show(name, result) end
  end)
end

local function restart()
  local function running() return vim.lsp.get_clients({ name = 'omni' }) end
  local function is_gone() return #running() == 0 end
  vim.lsp.enable('omni', false)
  for _, each in ipairs(running()) do each:stop() end
  if not vim.wait(2000, is_gone, 20) then
    for _, each in ipairs(running()) do each:stop(true) end
    vim.wait(2000, is_gone, 20)
  end
  vim.lsp.enable('omni')
end

local function complete(lead)
  local names, here = { 'restart' }, client()
  for _, command in ipairs(here and here.server_capabilities.executeCommandProvider.commands or {}) do
    -- What code actions use among themselves is no command for people.
    if command ~= 'omni.applyOffer' then names[#names + 1] = (command:gsub('^omni%.', '')) end
  end
  table.sort(names)
  return vim.tbl_filter(function(name) return vim.startswith(name, lead) end, names)
end

vim.api.nvim_create_user_command('Omni', function(given)
  local name = given.fargs[1]
  if name == 'restart' then return restart() end
  execute(name, table.concat(given.fargs, ' ', 2), { given.line1, given.line2 })
end, { nargs = '+', range = true, complete = complete, desc = 'A command of omni-lsp' })

return M
