import crypto, { createHash } from "node:crypto";

// ruleid: js.weak-hash-chosen
export const checksum = (data: Buffer, algorithm = "sha1") => crypto.createHash(algorithm).update(data).digest("hex");

export function digestOf(data: Buffer, kind?: string) {
  // ruleid: js.weak-hash-chosen
  return createHash(kind ?? "md5").update(data).digest("hex");
}

class Fingerprints {
  private readonly algorithm = "md5";

  of(data: Buffer) {
    // ruleid: js.weak-hash-chosen
    return createHash(this.algorithm).update(data).digest("hex");
  }
}

const legacy = { hash: "ripemd160", encoding: "hex" };
// ruleid: js.weak-hash-chosen
export const old = (text: string) => createHash(legacy.hash).update(text).digest("hex");

// ok: js.weak-hash-chosen
export const strong = (data: Buffer, algorithm = "sha256") => createHash(algorithm).update(data).digest("hex");

class Strong {
  private readonly algorithm = "sha512";
  private readonly label = "md5";

  of(data: Buffer) {
    // ok: js.weak-hash-chosen
    return createHash(this.algorithm).update(data).digest("hex");
  }
}

// ok: js.weak-hash-chosen
const etag = createHash(legacy.hash).update("page").digest("base64");

// ok: js.weak-hash-chosen
export const named = (kind = "md5") => describe(kind);
