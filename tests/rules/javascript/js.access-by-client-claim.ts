import { Request, Response } from "express";

export function remove(req: Request, res: Response) {
  // ruleid: js.access-by-client-claim
  if (req.cookies.role === "admin") {
    orders.remove(req.params.id);
  }
  res.end();
}

export function show(req: Request, res: Response) {
  // ruleid: js.access-by-client-claim
  if (req.query.admin) {
    return res.json(orders.all());
  }
  res.json([]);
}

export function header(req: Request, res: Response) {
  // ruleid: js.access-by-client-claim
  if (req.headers["x-admin"] === "true") {
    orders.clear();
  }
  res.end();
}

export function session(req: Request, res: Response) {
  // ok: js.access-by-client-claim
  if (req.user.role === "admin") {
    orders.clear();
  }
  res.end();
}

export function created(req: Request, res: Response) {
  // ok: js.access-by-client-claim
  if (!req.body.role) {
    return res.status(400).end();
  }
  // ok: js.access-by-client-claim
  if (!ROLES.includes(req.body.role)) {
    return res.status(400).end();
  }
  res.end();
}

export function sorted(req: Request, res: Response) {
  // ok: js.access-by-client-claim
  if (req.query.sort === "name") {
    return res.json(byName());
  }
  res.json([]);
}
