import { NextFunction, Request, Response } from "express";

const ORIGINS = new Set(["https://shop.example"]);

export function reflected(req: Request, res: Response, next: NextFunction) {
  // ruleid: js.cors-origin-reflected
  res.setHeader("Access-Control-Allow-Origin", req.headers.origin!);
  res.setHeader("Access-Control-Allow-Credentials", "true");
  next();
}

export function kept(req: Request, res: Response, next: NextFunction) {
  const origin = req.get("Origin");
  // ruleid: js.cors-origin-reflected
  res.header("Access-Control-Allow-Origin", origin);
  next();
}

export function fallback(req: Request, res: Response) {
  // ruleid: js.cors-origin-reflected
  res.set("access-control-allow-origin", req.header("origin") || "*");
  res.end();
}

export function listed(req: Request, res: Response, next: NextFunction) {
  const origin = req.headers.origin;
  if (origin && ORIGINS.has(origin)) {
    // ok: js.cors-origin-reflected
    res.setHeader("Access-Control-Allow-Origin", origin);
  }
  next();
}

export function fixed(req: Request, res: Response, next: NextFunction) {
  // ok: js.cors-origin-reflected
  res.setHeader("Access-Control-Allow-Origin", "https://shop.example");
  // ok: js.cors-origin-reflected
  res.setHeader("Vary", req.headers.origin ?? "");
  next();
}

export const lambda = async (event: Event) => ({
  statusCode: 200,
  // ruleid: js.cors-origin-reflected
  headers: { "Access-Control-Allow-Origin": event.headers.origin, "Access-Control-Allow-Credentials": true },
});

export const fixedLambda = async (event: Event) => ({
  statusCode: 200,
  // ok: js.cors-origin-reflected
  headers: { "Access-Control-Allow-Origin": ORIGINS.get(event.headers.origin) },
});
