import { Request, Response } from "express";

const LANGUAGES = new Set(["de", "en"]);

export function named(req: Request, res: Response) {
  // ruleid: js.header-injection
  res.setHeader("X-Report", req.query.report as string);
  res.end();
}

export function download(req: Request, res: Response) {
  const { name } = req.params;
  // ruleid: js.header-injection
  res.set("Content-Disposition", `attachment; filename="${name}.csv"`);
  res.end();
}

export function head(req: Request, res: Response) {
  // ruleid: js.header-injection
  res.writeHead(200, { "Content-Language": req.body.language });
  res.end();
}

export function encoded(req: Request, res: Response) {
  // ok: js.header-injection
  res.setHeader("X-Report", encodeURIComponent(req.query.report as string));
  res.end();
}

export function stripped(req: Request, res: Response) {
  // ok: js.header-injection
  res.setHeader("X-Report", String(req.query.report).replace(/[\r\n]/g, ""));
  res.end();
}

export function listed(req: Request, res: Response) {
  const language = req.query.language as string;
  if (!LANGUAGES.has(language)) {
    return res.status(400).end();
  }
  // ok: js.header-injection
  res.setHeader("Content-Language", language);
  res.end();
}

export function same(req: Request, res: Response) {
  // ok: js.header-injection
  res.setHeader("X-Request-Id", req.get("X-Request-Id") ?? "");
  res.end();
}

export function map(req: Request) {
  // ok: js.header-injection
  return new Map().set("report", req.query.report);
}
