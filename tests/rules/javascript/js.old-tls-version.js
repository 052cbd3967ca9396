const https = require("https");
const tls = require("tls");

// ruleid: js.old-tls-version
const first = https.createServer({ key, cert, minVersion: "TLSv1" }, app);
// ruleid: js.old-tls-version
const method = tls.connect({ host, port: 443, secureProtocol: "TLSv1_1_method" });
// ruleid: js.old-tls-version
const weak = https.createServer({ key, cert, ciphers: "RC4-SHA:AES128-SHA" }, app);
// ruleid: js.old-tls-version
tls.DEFAULT_MIN_VERSION = "TLSv1.1";

// ok: js.old-tls-version
const second = https.createServer({ key, cert, minVersion: "TLSv1.2" }, app);
// ok: js.old-tls-version
const newest = tls.connect({ host, port: 443, minVersion: "TLSv1.3" });
// ok: js.old-tls-version
const strong = https.createServer({ key, cert, ciphers: "ECDHE-RSA-AES128-GCM-SHA256:!RC4:!MD5" }, app);
