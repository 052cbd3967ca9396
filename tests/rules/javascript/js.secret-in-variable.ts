// ruleid: js.secret-in-variable
const apiKey = "9f8b7c6d5e4f3a2b1c0d";
// ruleid: js.secret-in-variable
const dbPassword = "Winter2024!";
// ruleid: js.secret-in-variable
export const settings = { jwtSecret: "k3y-of-the-shop", port: 8080 };

// ok: js.secret-in-variable
const environment = process.env.API_KEY;
// ok: js.secret-in-variable
const passwordField = "password1";
// ok: js.secret-in-variable
const label = { password: "auth.form.password" };
// ok: js.secret-in-variable
const placeholder = { apiKey: "your-api-key-1" };
// ok: js.secret-in-variable
const tokenUrl = "https://login.example/oauth2/token";
// ok: js.secret-in-variable
const publicKey = "9f8b7c6d5e4f3a2b1c0d";

// ruleid: js.secret-in-variable
const LEDGER_PASSWORD = process.env.LEDGER_PASSWORD || "k4rtoffel-Salat";
// ok: js.secret-in-variable
const LEDGER_SECRET = process.env.LEDGER_SECRET ?? "";

// ruleid: js.secret-in-variable
const signer = makeSigner(process.env.JWT_SECRET || "shop-secret");
// ruleid: js.secret-in-variable
export const options = { key: process.env.SESSION_KEY ?? "sessions-of-the-shop" };
// ruleid: js.secret-in-variable
const hmacKey = process.env["SIGNING_KEY"] || "signs-everything";
// ok: js.secret-in-variable
const region = process.env.AWS_REGION || "eu-central-1";
// ok: js.secret-in-variable
const secretName = process.env.SECRET_NAME || "shop/database";
// ok: js.secret-in-variable
const missing = process.env.JWT_SECRET ?? "";
// ok: js.secret-in-variable
const setLater = process.env.JWT_SECRET || "changeme";
