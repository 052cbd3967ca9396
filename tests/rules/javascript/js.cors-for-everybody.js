const cors = require("cors");

// ruleid: js.cors-for-everybody
app.use(cors());
// ruleid: js.cors-for-everybody
app.use(cors({ origin: "*", methods: ["GET"] }));

function open(req, res, next) {
  // ruleid: js.cors-for-everybody
  res.setHeader("Access-Control-Allow-Origin", "*");
  next();
}

// ok: js.cors-for-everybody
app.use(cors({ origin: "https://shop.example" }));
// ok: js.cors-for-everybody
app.use(cors({ origin: ["https://shop.example"], credentials: true }));
// ok: js.cors-for-everybody
app.use(cors(options));

function closed(req, res, next) {
  // ok: js.cors-for-everybody
  res.setHeader("Access-Control-Allow-Methods", "*");
  next();
}
