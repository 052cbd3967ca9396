import { Request, Response } from "express";
import { escapeRegExp } from "lodash";

const KINDS: Record<string, RegExp> = { mail: /@/, number: /^\d+$/ };

export function filter(req: Request, res: Response) {
  // ruleid: js.regex-from-client
  const pattern = new RegExp(req.query.q as string, "i");
  res.json(names.filter((name) => pattern.test(name)));
}

export function started(req: Request, res: Response) {
  const { prefix } = req.query;
  // ruleid: js.regex-from-client
  res.json(names.filter((name) => RegExp("^" + prefix).test(name)));
}

export async function inDatabase(req: Request, res: Response) {
  // ruleid: js.regex-from-client
  res.json(await items.find({ name: { $regex: req.query.q } }).toArray());
}

export function escaped(req: Request, res: Response) {
  // ok: js.regex-from-client
  res.json(names.filter((name) => new RegExp(escapeRegExp(req.query.q as string)).test(name)));
}

export function byHand(req: Request, res: Response) {
  const text = String(req.query.q).replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  // ok: js.regex-from-client
  res.json(names.filter((name) => new RegExp(text).test(name)));
}

export function tested(req: Request, res: Response) {
  // ok: js.regex-from-client
  res.json({ right: /^[a-z]+$/.test(req.query.q as string) });
}

export function fromTable(req: Request, res: Response) {
  // ok: js.regex-from-client
  res.json(names.filter((name) => name.match(KINDS[req.query.kind as string])));
}

export async function inService(req: Request, res: Response) {
  // ok: js.regex-from-client
  res.json(await rooms.search(req.query.q));
  // ok: js.regex-from-client
  res.json({ found: rooms.search(roomSearch.parse(req.query)) });
}
