import https from "node:https";
import tls from "node:tls";

// ruleid: js.tls-hostname-unchecked
export const agent = new https.Agent({ checkServerIdentity: () => undefined });

// ruleid: js.tls-hostname-unchecked
tls.connect({ host, port: 443, checkServerIdentity: () => {} });

export const other = {
  // ruleid: js.tls-hostname-unchecked
  options: { checkServerIdentity: (host: string, certificate: object) => { return null; } },
};

// ok: js.tls-hostname-unchecked
export const pinned = new https.Agent({ checkServerIdentity: (host, certificate) => compare(host, certificate) });
// ok: js.tls-hostname-unchecked
export const standard = new https.Agent({ checkServerIdentity: tls.checkServerIdentity });
// ok: js.tls-hostname-unchecked
export const plain = new https.Agent({ keepAlive: true });
