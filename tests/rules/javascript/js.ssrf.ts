import axios from "axios";
import { Request, Response } from "express";

const PARTNERS = new Map([["swift", "https://swift.example"]]);
const API = process.env.STOCK_API ?? "https://stock.example";

export async function preview(req: Request, res: Response) {
  // ruleid: js.ssrf
  const answer = await fetch(req.query.url as string);
  res.send(await answer.text());
}

export async function hook(req: Request, res: Response) {
  const { callback } = req.body;
  // ruleid: js.ssrf
  await axios.post(callback, { ok: true });
  res.end();
}

export async function host(req: Request, res: Response) {
  const name = req.params.host;
  // ruleid: js.ssrf
  res.json((await axios.get(`https://${name}/status`)).data);
}

export async function fromTable(req: Request, res: Response) {
  const partner = req.query.partner as string;
  if (!PARTNERS.has(partner)) {
    return res.status(400).end();
  }
  // ok: js.ssrf
  res.json(await fetch(`${PARTNERS.get(partner)}/status`));
}

export async function fixedHost(req: Request, res: Response) {
  // ok: js.ssrf
  res.json(await fetch(`https://api.example/items/${req.params.id}`));
}

export async function constantBase(req: Request, res: Response) {
  // ok: js.ssrf
  res.json((await axios.get(`${API}/items/${req.params.id}`)).data);
}

export async function sent(req: Request, res: Response) {
  // ok: js.ssrf
  res.json((await axios.post("https://api.example/search", { q: req.body.q })).data);
}

const BLOCKED_HOSTS = new Set(["localhost"]);

export async function blockList(req: Request, res: Response) {
  const target = new URL(String(req.body.hook));
  if (BLOCKED_HOSTS.has(target.hostname)) return res.sendStatus(400);
  // ruleid: js.ssrf
  return res.json((await fetch(target)).status);
}

export async function sameEnding(req: Request, res: Response) {
  const target = new URL(String(req.body.hook));
  if (!target.hostname.endsWith("swift.example")) return res.sendStatus(400);
  // ruleid: js.ssrf
  return res.json((await fetch(target)).status);
}

export async function ownHost(req: Request, res: Response) {
  const target = new URL("https://swift.example/status");
  target.host = String(req.query.host);
  // ruleid: js.ssrf
  res.json((await fetch(target)).status);
}

export async function clientOfOurs(req: Request, res: Response) {
  const client = axios.create({ timeout: 1000 });
  // ruleid: js.ssrf
  res.json((await client.get(String(req.query.url))).data);
}

export async function belowDomain(req: Request, res: Response) {
  const target = new URL(String(req.body.hook));
  if (!target.hostname.endsWith(".swift.example")) return res.sendStatus(400);
  // ok: js.ssrf
  return res.json((await fetch(target)).status);
}

export async function pathOnly(base: string, req: Request, res: Response) {
  // ok: js.ssrf
  res.json((await fetch(`${base}/orders/${req.params.id}`)).status);
  // ok: js.ssrf
  res.json((await fetch(base + "/orders/" + req.params.id)).status);
}

class Probe {
  constructor(private readonly host: string) {}

  private address(): string {
    return `http://${this.host}/status`;
  }

  async answer() {
    // ruleid: js.ssrf
    return (await fetch(this.address())).status;
  }
}

class FixedProbe {
  constructor(private readonly host: string) {}

  async answer() {
    // ok: js.ssrf
    return (await fetch(`http://${this.host}/status`)).status;
  }
}

export async function probed(req: Request, res: Response) {
  res.json([await new Probe(String(req.query.host)).answer(), await new FixedProbe("swift.example").answer()]);
}

class Hooks {
  constructor(private readonly client: Client) {}

  async call(address: string, event: unknown) {
    // ruleid: js.ssrf
    return this.client.post(address, event);
  }

  async status(id: string) {
    // ok: js.ssrf
    return this.client.post(`/hooks/${id}/status`, {});
  }
}

app.post("/hooks", async (req, res) => {
  const address = req.body.address;
  const hooks = new Hooks(client);
  res.json(await hooks.call(address, {}));
});

app.get("/hooks/:id", async (req, res) => {
  res.json(await new Hooks(client).status(req.params.id));
});

app.get("/begins", async (req, res) => {
  const url = String(req.query.url);
  if (!url.startsWith("https://api.example/")) return res.status(400).end();
  // ok: js.ssrf
  res.json(await fetch(url));
});

app.get("/begins-badly", async (req, res) => {
  const url = String(req.query.url);
  if (!url.startsWith("https://api.example")) return res.status(400).end();
  // ruleid: js.ssrf
  res.json(await fetch(url));
});

export async function peek(req, res) {
  const { hostname, protocol } = new URL(req.query.link);
  if (protocol !== "https:") return res.sendStatus(400);
  // ruleid: js.ssrf
  res.json(await got(req.query.link));
}

export async function peekChecked(req, res) {
  const link = String(req.query.link);
  const { hostname, protocol } = new URL(link);
  if (protocol !== "https:" || !PARTNERS.has(hostname)) return res.sendStatus(400);
  // ok: js.ssrf
  res.json(await got(link));
}

export function inline(req, res) {
  // ruleid: js.ssrf
  require("http").get(req.query.target, (answer) => answer.pipe(res));
}

export async function titleOf(req: Request, res: Response) {
  // ruleid: js.ssrf
  const page = await JSDOM.fromURL(String(req.query.page));
  res.send(page.window.document.title);
}

export async function wsdlOf(req: Request, res: Response) {
  // ruleid: js.ssrf
  const client = await soap.createClientAsync(req.body.wsdl);
  res.json(client.describe());
}

export async function picture(req: Request, res: Response) {
  // ruleid: js.ssrf
  const remote = await Jimp.read(req.query.picture as string);
  // ok: js.ssrf
  const sent = await Jimp.read(Buffer.from(req.body.picture, "base64"));
  res.json([remote.bitmap.width, sent.bitmap.width]);
}

export function certificate(req: Request, res: Response) {
  // ruleid: js.ssrf
  const socket = tls.connect({ host: req.body.host, port: 443 });
  // ok: js.ssrf
  const own = tls.connect({ host: "mail.shop.example", port: 465 });
  own.write(req.body.text);
  socket.on("secureConnect", () => res.json(socket.getPeerCertificate()));
}

export async function cached(req: Request, res: Response) {
  // ruleid: js.ssrf
  const theirs = new Redis({ host: req.body.host, port: 6379 });
  // ok: js.ssrf
  const ours = new Redis({ host: "cache.shop.example", keyPrefix: req.body.prefix });
  res.json([await theirs.ping(), await ours.ping()]);
}

const readAs = async <T>(from: string): Promise<T> => {
  // ruleid: js.ssrf
  const answer = await fetch(from);
  return (await answer.json()) as T;
};

export async function typed(req: Request, res: Response) {
  res.json(await readAs<string[]>(String(req.query.from)));
}

export async function bySwitch(req: Request, res: Response) {
  const link = new URL(String(req.query.link));
  switch (link.origin) {
    case "https://one.example":
    case "https://two.example":
      break;
    default:
      return res.sendStatus(400);
  }
  // ok: js.ssrf
  res.json(await (await fetch(link)).json());
}

export async function bySome(req: Request, res: Response) {
  const link = new URL(String(req.query.link));
  if (!["one.example", "two.example"].some((host) => host === link.hostname)) return res.sendStatus(400);
  // ok: js.ssrf
  res.json(await (await fetch(link)).json());
}

export async function bySwitchOfNothing(req: Request, res: Response) {
  const link = new URL(String(req.query.link));
  switch (link.pathname) {
    case "/one":
      break;
    default:
      return res.sendStatus(400);
  }
  // ruleid: js.ssrf
  res.json(await (await fetch(link)).json());
}
