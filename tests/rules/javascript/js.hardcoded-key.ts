import cookieParser from "cookie-parser";
import session from "express-session";
import jwt from "jsonwebtoken";
import { publicKey, settings } from "./settings";

export function token(user: string): string {
  // ruleid: js.hardcoded-key
  return jwt.sign({ sub: user }, "shop-signing-key", { algorithm: "HS256", expiresIn: "15m" });
}

// ruleid: js.hardcoded-key
app.use(session({ resave: false, secret: "keyboard-cat" }));
// ruleid: js.hardcoded-key
app.use(cookieParser("f3b0c44298fc1c14"));

export function fromSettings(user: string): string {
  // ok: js.hardcoded-key
  return jwt.sign({ sub: user }, settings.key, { algorithm: "HS256", expiresIn: "15m" });
}

export function claims(raw: string) {
  // ok: js.hardcoded-key
  return jwt.verify(raw, publicKey, { algorithms: ["RS256"] });
}

// ok: js.hardcoded-key
app.use(session({ resave: false, secret: process.env.SESSION_SECRET! }));
// ok: js.hardcoded-key
app.use(cookieParser());

const sealing = Buffer.from("0123456789abcdef0123456789abcdef");
// ruleid: js.hardcoded-key
const sealed = crypto.createCipheriv("aes-256-gcm", sealing, nonce);

// ruleid: js.hardcoded-key
const derived = crypto.scryptSync("the key of the shop", salt, 32);
// ok: js.hardcoded-key
const derivedSafely = crypto.scryptSync(process.env.SHOP_KEY, salt, 32);
