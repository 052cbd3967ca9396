// ruleid: js.tls-verification-off-globally
process.env.NODE_TLS_REJECT_UNAUTHORIZED = "0";
// ruleid: js.tls-verification-off-globally
process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = '0';
// ruleid: js.tls-verification-off-globally
process.env.NODE_TLS_REJECT_UNAUTHORIZED = 0;
// ok: js.tls-verification-off-globally
process.env.NODE_TLS_REJECT_UNAUTHORIZED = "1";
// ok: js.tls-verification-off-globally
delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
// ok: js.tls-verification-off-globally
process.env.SHOP_RETRIES = "0";

// ruleid: js.tls-verification-off-globally
Object.assign(process.env, { NODE_TLS_REJECT_UNAUTHORIZED: "0" });

// ok: js.tls-verification-off-globally
spawn("node", ["worker.js"], { env: { NODE_TLS_REJECT_UNAUTHORIZED: "1" } });
