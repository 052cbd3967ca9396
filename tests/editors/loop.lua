-- The save–hover–fix loop in Neovim's own LSP client; prints one JSON object on stderr and ends non-zero on failure.
-- Arguments: server command (JSON), workspace, file below it, position encoding or "all".
local command, root, file, encoding = vim.json.decode(arg[1]), arg[2], arg[3], arg[4]
local seen = {}

local function fail(message)
  io.stderr:write('FAILED: ' .. message .. '\n' .. vim.inspect(seen) .. '\n')
  os.exit(1)
end

local function wait(what, ready)
  if not vim.wait(15000, ready, 20) then fail('waited in vain for ' .. what) end
end

local capabilities = vim.lsp.protocol.make_client_capabilities()
if encoding ~= 'all' then capabilities.general.positionEncodings = { encoding } end
vim.lsp.config('omni', {
  cmd = command,
  filetypes = { 'python', 'javascript', 'typescript' },
  root_dir = root,
  capabilities = capabilities,
})
vim.lsp.enable('omni')
vim.cmd.edit(root .. '/' .. file)
vim.cmd.filetype('detect')
if vim.bo.filetype == '' then vim.bo.filetype = 'python' end
local buffer = vim.api.nvim_get_current_buf()

wait('diagnostics on open', function() return #vim.diagnostic.get(buffer) > 0 end)
local client = vim.lsp.get_clients({ bufnr = buffer })[1]
-- Cheap rules are shown first: all there is to show is there when the run is over.
local last = { command = 'omni.lastRun', arguments = { { uri = vim.uri_from_bufnr(buffer) } } }
for turn = 1, 300 do
  local run = client:request_sync('workspace/executeCommand', last, 10000, buffer)
  if run and run.result and run.result ~= vim.NIL then break end
  if turn == 300 then fail('waited in vain for the run on open') end
  vim.wait(50)
end
local before = vim.diagnostic.get(buffer)
seen.encoding = client.offset_encoding
seen.before = vim.tbl_map(function(d)
  local text = vim.api.nvim_buf_get_text(buffer, d.lnum, d.col, d.end_lnum, d.end_col, {})
  return { code = d.code, line = d.lnum + 1, source = d.source, text = table.concat(text, '\n') }
end, before)

local target
for _, diagnostic in ipairs(before) do
  if diagnostic.code == 'py.weak-hash' then target = diagnostic end
end
if not target then fail('no py.weak-hash to fix') end

vim.api.nvim_win_set_cursor(0, { target.lnum + 1, target.col })
local params = vim.lsp.util.make_position_params(0, client.offset_encoding)
local answer = client:request_sync('textDocument/hover', params, 10000, buffer)
if not (answer and answer.result) then fail('no hover') end
seen.hover = answer.result.contents.value

vim.lsp.buf.code_action({
  apply = true,
  filter = function(action) return action.isPreferred == true end,
})
local line = function() return vim.api.nvim_buf_get_lines(buffer, target.lnum, target.lnum + 1, false)[1] end
local unfixed = line()
wait('the fix', function() return line() ~= unfixed end)
seen.fixed = line()
vim.cmd.write()
wait('fewer diagnostics after the save', function() return #vim.diagnostic.get(buffer) == #before - 1 end)
seen.after = vim.tbl_map(function(d) return { code = d.code, line = d.lnum + 1 } end, vim.diagnostic.get(buffer))

local graph = client:request_sync('workspace/executeCommand', { command = 'omni.showGraph', arguments = {} }, 10000, buffer)
seen.graph = graph and graph.result
client:stop()
-- Neovim calls a client stopped that has begun to stop; the process is gone only then.
wait('the server to stop', function() return client.rpc.is_closing() end)
io.stderr:write('\n' .. vim.json.encode(seen) .. '\n') -- Messages of the editor end without a line end.
os.exit(0)
