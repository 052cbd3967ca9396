const jwt = require("jsonwebtoken");

function session(token, key) {
  // ruleid: js.jwt-expiration-ignored
  return jwt.verify(token, key, { algorithms: ["RS256"], ignoreExpiration: true });
}

function callback(token, key, done) {
  // ruleid: js.jwt-expiration-ignored
  jwt.verify(token, key, { ignoreExpiration: true }, done);
}

function quoted(token, key) {
  // ruleid: js.jwt-expiration-ignored
  return jwt.verify(token, key, { "ignoreExpiration": true, algorithms: ["RS256"] });
}

function checked(token, key) {
  // ok: js.jwt-expiration-ignored
  return jwt.verify(token, key, { algorithms: ["RS256"] });
}

function explicit(token, key) {
  // ok: js.jwt-expiration-ignored
  return jwt.verify(token, key, { algorithms: ["RS256"], ignoreExpiration: false });
}

function cache(entry) {
  // ok: js.jwt-expiration-ignored
  return load(entry, { ignoreExpiration: true });
}
