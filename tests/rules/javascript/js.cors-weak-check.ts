import cors from "cors";
import express from "express";

const app = express();
const ORIGINS = new Set(["https://shop.example", "https://desk.example"]);

app.use(
  cors({
    origin(origin, done) {
      // ruleid: js.cors-weak-check
      done(null, Boolean(origin) && origin.endsWith("shop.example"));
    },
    credentials: true,
  }),
);

app.use((req, res, next) => {
  const origin = req.headers.origin ?? "";
  // ruleid: js.cors-weak-check
  if (origin.includes("shop.example")) res.setHeader("Access-Control-Allow-Origin", origin);
  // ruleid: js.cors-weak-check
  if (origin.startsWith("https://shop.example")) res.setHeader("Vary", "Origin");
  // ruleid: js.cors-weak-check
  if (/shop\.example$/.test(origin)) res.setHeader("Vary", "Origin");
  next();
});

// ruleid: js.cors-weak-check
app.use("/a", cors({ origin: /https:\/\/shop\.example/ }));

// ruleid: js.cors-weak-check
app.use("/b", cors({ origin: ["https://desk.example", /shop\.example$/], credentials: true }));

app.use((req, res, next) => {
  const origin = req.headers.origin ?? "";
  // ok: js.cors-weak-check
  if (origin.endsWith(".shop.example")) res.setHeader("Vary", "Origin");
  // ok: js.cors-weak-check
  if (ORIGINS.has(origin)) res.setHeader("Vary", "Origin");
  // ok: js.cors-weak-check
  if (/^https:\/\/\w+\.shop\.example$/.test(origin)) res.setHeader("Vary", "Origin");
  next();
});

// ok: js.cors-weak-check
app.use("/c", cors({ origin: /^https:\/\/\w+\.shop\.example$/, credentials: true }));

// ok: js.cors-weak-check
app.use("/d", cors({ origin: ["https://shop.example"], credentials: true }));
