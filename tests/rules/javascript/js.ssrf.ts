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
