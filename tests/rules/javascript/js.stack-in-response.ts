import { NextFunction, Request, Response } from "express";
import { log } from "./log";

export function asText(err: Error, _req: Request, res: Response, _next: NextFunction) {
  // ruleid: js.stack-in-response
  res.status(500).send(err.stack);
}

export function asData(error: Error, res: Response) {
  // ruleid: js.stack-in-response
  res.status(500).json({ message: error.message, stack: error.stack });
}

export function asPage(err: Error, res: Response) {
  // ruleid: js.stack-in-response
  res.send(`<pre>${err.stack}</pre>`);
}

export function logged(err: Error, res: Response) {
  // ok: js.stack-in-response
  log.error(err.stack);
  // ok: js.stack-in-response
  res.status(500).json({ error: "the order could not be saved" });
}

export function cards(game: { stack: string[] }, res: Response) {
  // ok: js.stack-in-response
  res.json({ cards: game.stack });
}

app.onError((err, c) => {
  // ruleid: js.stack-in-response
  return c.json({ error: err.message, stack: err.stack }, 500);
});
