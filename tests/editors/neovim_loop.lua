-- The loop in Neovim, as its document has set it up. What is to be done comes as JSON in OMNI_LOOP:
-- file, report, and optionally encoding (the only one on offer) and whole (everything, not only the fix).
local asked = vim.json.decode(vim.env.OMNI_LOOP)
local seen = {}

-- Nobody is here to press Enter after a long message.
vim.o.messagesopt = 'wait:0,history:500'

local function wait(what, ready)
  if not vim.wait(45000, ready, 20) then error('waited in vain for ' .. what) end
end

local function found() return vim.diagnostic.get(0) end

local function codes()
  return vim.tbl_map(function(d) return { line = d.lnum + 1, code = d.code } end, found())
end

local function client() return vim.lsp.get_clients({ name = 'omni', bufnr = 0 })[1] end

local function server()
  local children = vim.api.nvim_get_proc_children(vim.fn.getpid())
  assert(#children == 1, vim.inspect(children))
  return children[1]
end

local function last_run()
  local last = { command = 'omni.lastRun', arguments = { { uri = vim.uri_from_bufnr(0) } } }
  local answer = client():request_sync('workspace/executeCommand', last, 10000, 0)
  return answer and answer.result ~= vim.NIL and answer.result or nil
end

local function is_whole(run)
  for _, stage in ipairs(run.stages) do
    if stage.status ~= 'done' then return false end
  end
  return true
end

-- Cheap rules are shown first: all there is to show is there when the run is over. On a busy machine the first one may
-- take too long; then the server looks again by itself.
local function wait_run(trigger)
  for _ = 1, 600 do
    local run = last_run()
    if run and is_whole(run) and (not trigger or run.trigger == trigger) then break end
    vim.wait(50)
  end
  wait('all it found', function()
    return not vim.iter(found()):any(function(d) return vim.startswith(d.code, 'omni.') end)
  end)
end

local function open()
  if asked.encoding then
    local capabilities = vim.lsp.protocol.make_client_capabilities()
    capabilities.general.positionEncodings = { asked.encoding }
    vim.lsp.config('omni', { capabilities = capabilities })
  end
  vim.cmd.edit(asked.file)
  wait('diagnostics on open', function() return #found() > 0 end)
  wait_run()
  seen.encoding = client().offset_encoding
  seen.before = vim.tbl_map(function(d)
    local text = vim.api.nvim_buf_get_text(0, d.lnum, d.col, d.end_lnum, d.end_col, {})
    return { code = d.code, line = d.lnum + 1, source = d.source, text = table.concat(text, '\n') }
  end, found())
end

local function float()
  for _, window in ipairs(vim.api.nvim_list_wins()) do
    if vim.api.nvim_win_get_config(window).relative ~= '' then return window end
  end
end

local function hover(target)
  vim.api.nvim_win_set_cursor(0, { target.lnum + 1, target.col })
  vim.lsp.buf.hover()
  wait('the hover', float)
  local buffer = vim.api.nvim_win_get_buf(float())
  seen.hover = table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, false), '\n')
  vim.api.nvim_win_close(float(), true)
end

local function fix(target)
  local function line() return vim.api.nvim_buf_get_lines(0, target.lnum, target.lnum + 1, false)[1] end
  local unfixed, number = line(), #found()
  vim.lsp.buf.code_action({ apply = true, filter = function(action) return action.isPreferred == true end })
  wait('the fix', function() return line() ~= unfixed end)
  seen.fixed = line()
  vim.cmd.write()
  wait('fewer diagnostics after the save', function() return #found() == number - 1 end)
  wait_run('save')
  seen.after = codes()
end

local function listed(command)
  vim.cmd(command)
  wait('what is found by ' .. command, function() return vim.bo.buftype == 'quickfix' end)
  vim.cmd.cclose()
  return vim.tbl_map(function(item) return vim.fn.bufname(item.bufnr) end, vim.fn.getqflist())
end

local function commands()
  seen.commands = vim.fn.getcompletion('Omni ', 'cmdline')
  vim.cmd('Omni showReport')
  wait('the report', function() return vim.fn.execute('messages'):find('omni on ') end)
  vim.cmd('Omni showGraph')
  wait('the graph', function() return vim.api.nvim_buf_get_name(0):find('omni://showGraph') end)
  seen.graph = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n')
  vim.cmd.close()
  seen.search = listed('Omni search open a connection to the database')
  seen.similar = listed('Omni showSimilar')
end

local function type_without_saving()
  local before = #found()
  vim.api.nvim_buf_set_lines(0, -1, -1, false, { '', 'mark = hashlib.md5(b"")' })
  wait('a finding as you type', function() return #found() == before + 1 end)
  seen.modified = vim.bo.modified
  seen.typed = codes()
  vim.cmd.undo()
  wait('it to go with what was typed', function() return #found() == before end)
end

-- What the server says of its state, in words; the same members as `omni/status` has.
local function told()
  local said = {
    state = 'running',
    engine = { state = 'degraded', reason = 'no engine' },
    folders = { { uri = 'file:///work', name = 'work', trust = 'untrusted' } },
    runs = { { uri = 'file:///work/a.py', stages = { { agent = 'context', status = 'done' }, { agent = 'security', status = 'running' } } } },
    last = vim.NIL,
    tree = {},
  }
  client().handlers['omni/status'](nil, said)
  local running = require('omni').status()
  client().handlers['omni/status'](nil, vim.tbl_extend('force', said, { state = 'idle', runs = {} }))
  return { running, require('omni').status() }
end

local function kill(come_back)
  local before, pid = #found(), server()
  vim.uv.kill(pid, 'sigkill')
  wait('the server to be gone', function() return not client() end)
  come_back()
  wait('the server to come back', function() return client() and client().initialized end)
  wait('its findings', function() return #found() == before end)
  wait_run()
  assert(server() ~= pid)
end

local function restart()
  local pid = server()
  vim.cmd('Omni restart')
  wait('a new server', function() return client() and client().initialized and server() ~= pid end)
  wait('its findings', function() return #found() == #seen.after end)
  wait_run()
end

local function loop()
  open()
  local target
  for _, diagnostic in ipairs(found()) do
    if diagnostic.code == 'py.weak-hash' then target = diagnostic end
  end
  hover(assert(target, 'no py.weak-hash to fix'))
  fix(target)
  if asked.whole then
    commands()
    type_without_saving()
    local status = require('omni').status
    wait('the status of a run that has ended', function() return status():find('of 60 s') end)
    seen.status = status()
    seen.told = told()
    kill(function() vim.lsp.enable('omni') end)
    restart()
  end
end

-- When everything is set up, and with events, as for somebody who types.
vim.schedule(function()
  local is_done, reason = xpcall(loop, debug.traceback)
  seen.failed = not is_done and reason or nil
  seen.now = codes()
  seen.messages = vim.fn.execute('messages')
  vim.fn.writefile({ vim.json.encode(seen) }, asked.report)
  vim.cmd('quitall!')
end)
