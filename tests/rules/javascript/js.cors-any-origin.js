const cors = require("cors");

// ruleid: js.cors-any-origin
app.use(cors({ origin: true, credentials: true }));
// ruleid: js.cors-any-origin
app.use("/api", cors({ credentials: true, origin: "*" }));

function reflect(req, res, next) {
  // ruleid: js.cors-any-origin
  res.setHeader("Access-Control-Allow-Origin", req.headers.origin);
  res.setHeader("Access-Control-Allow-Credentials", "true");
  next();
}

// ok: js.cors-any-origin
app.use(cors({ origin: ["https://shop.example"], credentials: true }));
// ok: js.cors-any-origin
app.use(cors());
// ok: js.cors-any-origin
app.use(cors({ origin: "*" }));

function fixed(req, res, next) {
  // ok: js.cors-any-origin
  res.setHeader("Access-Control-Allow-Origin", "https://shop.example");
  next();
}
