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

// ruleid: js.cors-for-everybody
fastify.register(fastifyCors, { origin: "*" });
// ok: js.cors-for-everybody
fastify.register(fastifyCors, { origin: ["https://shop.example"] });
// ruleid: js.cors-for-everybody
const live = new Server(server, { cors: { origin: "*" } });
// ok: js.cors-for-everybody
const ours = new Server(server, { cors: { origin: "https://shop.example" } });
// ruleid: js.cors-for-everybody
nest.enableCors();
// ok: js.cors-for-everybody
nest.enableCors({ origin: "https://shop.example" });

exports.handler = async () => {
  // ruleid: js.cors-for-everybody
  return { statusCode: 200, headers: { "Access-Control-Allow-Origin": "*" }, body: "[]" };
};

exports.own = async () => {
  // ok: js.cors-for-everybody
  return { statusCode: 200, headers: { "Access-Control-Allow-Origin": "https://shop.example" }, body: "[]" };
};

// ruleid: js.cors-for-everybody
const header = { key: "Access-Control-Allow-Origin", value: "*" };

// ok: js.cors-for-everybody
const ownHeader = { key: "Access-Control-Allow-Origin", value: "https://shop.example" };

// ruleid: js.cors-for-everybody
const vite = defineConfig({ server: { cors: true } });

// ok: js.cors-for-everybody
const viteOwn = defineConfig({ server: { cors: { origin: "https://shop.example" } } });

// ruleid: js.cors-for-everybody
@WebSocketGateway(81, { cors: true })
class Prices {}

// ok: js.cors-for-everybody
@WebSocketGateway(81, { cors: { origin: "https://shop.example" } })
class Orders {}
