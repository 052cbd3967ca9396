// ruleid: js.all-interfaces
app.listen(8080, "0.0.0.0");
// ruleid: js.all-interfaces
server.listen(8080, "::", () => log.info("ready"));
// ruleid: js.all-interfaces
await fastify.listen({ port: 8080, host: "0.0.0.0" });

// ok: js.all-interfaces
app.listen(8080);
// ok: js.all-interfaces
app.listen(8080, "127.0.0.1");
// ok: js.all-interfaces
await fastify.listen({ port: 8080, host: process.env.HOST });
// ok: js.all-interfaces
const netmask = { address: "0.0.0.0", prefix: 0 };

function settings(): void {
  const host = process.env.SHOP_HOST ?? "0.0.0.0";
  // ruleid: js.all-interfaces
  fastify.listen({ host, port: 8080 });
  // ruleid: js.all-interfaces
  inspector.open(9230, "0.0.0.0");
  // ruleid: js.all-interfaces
  new WebSocketServer({ host: "0.0.0.0", port: 8081 });
  // ok: js.all-interfaces
  fastify.listen({ host: process.env.SHOP_HOST ?? "127.0.0.1", port: 8080 });
  // ok: js.all-interfaces
  const pool = new Pool({ host: "0.0.0.0", port: 5432 });
  // ok: js.all-interfaces
  inspector.open(9230);
}
