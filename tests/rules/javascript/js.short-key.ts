import crypto, { generateKeyPairSync } from "node:crypto";

// ruleid: js.short-key
export const small = crypto.generateKeyPairSync("rsa", { modulusLength: 1024 });
// ruleid: js.short-key
export const named = generateKeyPairSync("dsa", { divisorLength: 160, modulusLength: 512 });
// ruleid: js.short-key
export const exchange = crypto.createDiffieHellman(512);
// ruleid: js.short-key
export const curve = crypto.generateKeyPairSync("ec", { namedCurve: "secp192k1" });

// ok: js.short-key
export const large = crypto.generateKeyPairSync("rsa", { modulusLength: 4096 });
// ok: js.short-key
export const enough = generateKeyPairSync("rsa", { modulusLength: 2048, publicExponent: 65537 });
// ok: js.short-key
export const p256 = crypto.generateKeyPairSync("ec", { namedCurve: "P-256" });
// ok: js.short-key
export const group = crypto.getDiffieHellman("modp14");

// ruleid: js.short-key
const agreement = crypto.createECDH("secp128r1");
// ok: js.short-key
const agreed = crypto.createECDH("prime256v1");
