const assert = require("node:assert");

function newToken() {
  const token = Math.random().toString(36).slice(2);
  return token;
}

assert.ok(newToken().length >= 8);
assert.notStrictEqual(newToken(), newToken());
