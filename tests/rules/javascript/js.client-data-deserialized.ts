import v8 from "node:v8";
import { Request, Response } from "express";
import { deserialize } from "serialization";

export function cart(req: Request, res: Response) {
  const bytes = Buffer.from(req.cookies.cart, "base64");
  // ruleid: js.client-data-deserialized
  res.json(v8.deserialize(bytes));
}

export function restored(req: Request, res: Response) {
  // ruleid: js.client-data-deserialized
  res.json(deserialize(req.body.state));
}

export function wrapped(req: Request, res: Response) {
  const { state } = req.body;
  // ruleid: js.client-data-deserialized
  res.json(stateSerializer.deserialize(state));
}

export function json(req: Request, res: Response) {
  // ok: js.client-data-deserialized
  res.json(JSON.parse(req.cookies.cart));
}

export function own(file: Buffer) {
  // ok: js.client-data-deserialized
  return v8.deserialize(file);
}

export function written(req: Request, res: Response) {
  // ok: js.client-data-deserialized
  res.send(v8.serialize(req.body));
}
