import { Request, Response } from "express";
import xpath from "xpath";
import * as libxmljs from "libxmljs";

const ROLES: Record<string, string> = { guest: "//guest", admin: "//admin" };

export function byName(req: Request, res: Response) {
  // ruleid: js.xpath-injection
  const nodes = xpath.select(`//user[name='${req.query.name}']`, accounts);
  res.json(nodes);
}

export function login(req: Request, res: Response) {
  const { name, password } = req.body;
  const expression = "//user[@name='" + name + "' and @password='" + password + "']";
  // ruleid: js.xpath-injection
  res.json({ known: xpath.select1(expression, accounts) !== undefined });
}

export function find(req: Request, res: Response) {
  const xmlDoc = libxmljs.parseXml(source);
  // ruleid: js.xpath-injection
  res.send(String(xmlDoc.get("//order[@id='" + req.params.id + "']")));
}

export function variable(req: Request, res: Response) {
  // ok: js.xpath-injection
  const query = xpath.parse("//user[@name=$name]");
  res.json(query.select1({ node: accounts, variables: { name: req.query.name } }));
}

export function asNumber(req: Request, res: Response) {
  // ok: js.xpath-injection
  res.json(xpath.select(`//order[@id=${Number(req.params.id)}]`, accounts));
}

export function fromTable(req: Request, res: Response) {
  // ok: js.xpath-injection
  res.json(xpath.select(ROLES[req.query.role as string], accounts));
}
