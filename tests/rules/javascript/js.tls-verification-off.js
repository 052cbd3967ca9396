const https = require("https");
const tls = require("tls");

// ruleid: js.tls-verification-off
const agent = new https.Agent({ keepAlive: true, rejectUnauthorized: false });

function fetchPage(url, done) {
  // ruleid: js.tls-verification-off
  https.get(url, { rejectUnauthorized: false }, done);
}

function connect(host) {
  // ruleid: js.tls-verification-off
  return tls.connect(443, host, { "rejectUnauthorized" : false });
}

// ok: js.tls-verification-off
const checked = new https.Agent({ keepAlive: true });
// ok: js.tls-verification-off
const explicit = new https.Agent({ rejectUnauthorized: true });

function ownAuthority(ca) {
  // ok: js.tls-verification-off
  return new https.Agent({ ca });
}

function guard({ rejectUnauthorized = true } = {}) {
  return (req, res, next) => (rejectUnauthorized && !req.user ? res.sendStatus(401) : next());
}

// ok: js.tls-verification-off
app.get("/hours", guard({ rejectUnauthorized: false }), (req, res) => res.end());
