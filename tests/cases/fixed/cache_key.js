const assert = require("node:assert");
const crypto = require("node:crypto");

function cacheKey(text) {
  return crypto.createHash("md5").update(text).digest("hex");
}

assert.strictEqual(cacheKey("tea"), cacheKey("tea"));
assert.notStrictEqual(cacheKey("tea"), cacheKey("coffee"));
