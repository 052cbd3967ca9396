const cors = require("cors");

// ruleid: js.cors-any-origin
app.use(cors({ origin: true, credentials: true }));
// ruleid: js.cors-any-origin
app.use("/api", cors({ credentials: true, origin: "*" }));

// ruleid: js.cors-any-origin
app.use(cors({ origin: (origin, done) => done(null, true), credentials: true }));

// ok: js.cors-any-origin
app.use(cors({ origin: ["https://shop.example"], credentials: true }));
// ok: js.cors-any-origin
app.use(cors(options));
// ok: js.cors-any-origin
app.use(cors({ origin: "https://shop.example" }));

function fixed(req, res, next) {
  // ok: js.cors-any-origin
  res.setHeader("Access-Control-Allow-Origin", "https://shop.example");
  next();
}

// ruleid: js.cors-any-origin
const everybody = { credentials: true, origin: "*" };
app.use(cors(everybody));

// ruleid: js.cors-any-origin
app.use(cors((req, done) => done(null, { origin: req.header("Origin"), credentials: true })));

// ruleid: js.cors-any-origin
app.use(cors({ origin(origin, done) { done(null, origin); }, credentials: true }));

// ok: js.cors-any-origin
app.use(cors({ origin: (origin, done) => done(null, ORIGINS.has(origin)), credentials: true }));

app.use((req, res, next) => {
  // ruleid: js.cors-any-origin
  res.setHeader("Access-Control-Allow-Origin", "null");
  next();
});

app.use((req, res, next) => {
  // ok: js.cors-any-origin
  res.setHeader("Access-Control-Allow-Origin", "https://shop.example");
  next();
});

// ruleid: js.cors-any-origin
app.use(cors({ origin: function (origin, done) { done(null, true); }, credentials: true }));

// ok: js.cors-any-origin
app.use(cors({ origin: function (origin, done) { done(null, ORIGINS.has(origin)); }, credentials: true }));

// ruleid: js.cors-any-origin
createYoga({ schema, cors: (request) => ({ origin: request.headers.get("origin"), credentials: true }) });

// ok: js.cors-any-origin
createYoga({ schema, cors: { origin: ["https://shop.example"], credentials: true } });

// ruleid: js.cors-any-origin
const gateway = new HttpApi(stack, "api", { corsPreflight: { allowOrigins: ["*"], allowCredentials: true } });

// ok: js.cors-any-origin
const narrow = new HttpApi(stack, "api", { corsPreflight: { allowOrigins: ["https://shop.example"], allowCredentials: true } });

// ruleid: js.cors-any-origin
const HEADERS = { "Access-Control-Allow-Origin": "*", "Access-Control-Allow-Credentials": "true" };

// ok: js.cors-any-origin
const OWN = { "Access-Control-Allow-Origin": "https://shop.example", "Access-Control-Allow-Credentials": "true" };
