const PAGES = new Map([["cart", "/cart"]]);

function afterLogin(req, res) {
  // ruleid: js.open-redirect
  res.redirect(req.query.next);
}

function withDefault(req, res) {
  const target = req.body.back || "/";
  // ruleid: js.open-redirect
  res.redirect(303, target);
}

function destructured(req, res) {
  const { next } = req.query;
  if (next) {
    // ruleid: js.open-redirect
    return res.redirect(next);
  }
  // ok: js.open-redirect
  return res.redirect("/");
}

function ownPath(req, res) {
  // ok: js.open-redirect
  res.redirect(`/orders/${req.params.number}`);
}

function listed(req, res) {
  const { page } = req.query;
  if (!PAGES.has(page)) {
    return res.redirect("/");
  }
  // ok: js.open-redirect
  return res.redirect(PAGES.get(page));
}

function checked(req, res) {
  const { next } = req.query;
  if (!isAllowedTarget(next)) {
    return res.redirect("/");
  }
  // ok: js.open-redirect
  return res.redirect(next);
}

app.get("/prefix", (req, res) => {
  if (!/^https:\/\/shop\.example/.test(req.query.to)) return res.status(400).end();
  // ruleid: js.open-redirect
  res.redirect(req.query.to);
});

app.get("/whole", (req, res) => {
  if (!/^https:\/\/shop\.example\//.test(req.query.to)) return res.status(400).end();
  // ok: js.open-redirect
  res.redirect(req.query.to);
});

app.get("/counted", (req, res) => {
  if (!TARGETS.includes(req.query.to)) {
    console.warn("unknown target");
  }
  // ruleid: js.open-redirect
  res.redirect(req.query.to);
});

app.get("/inside", (req, res) => {
  const target = new URL(req.query.to, "https://shop.example");
  // ok: js.open-redirect
  res.redirect(target.pathname);
});

export const leave = async (event) => {
  // ruleid: js.open-redirect
  return { statusCode: 302, headers: { Location: event.queryStringParameters.to } };
};

export const home = async (event) => {
  // ok: js.open-redirect
  return { statusCode: 302, headers: { Location: "/home" } };
};

import { redirect } from "@sveltejs/kit";
import { sendRedirect, getQuery, defineEventHandler } from "h3";

export const go = defineEventHandler((event) => {
  // ruleid: js.open-redirect
  return sendRedirect(event, getQuery(event).to);
});

export const start = defineEventHandler((event) => {
  // ok: js.open-redirect
  return sendRedirect(event, "/start");
});

export const actions = {
  default: async ({ request }) => {
    const data = await request.formData();
    // ruleid: js.open-redirect
    throw redirect(303, data.get("to"));
  },
};

export const load = ({ url }) => {
  // ruleid: js.open-redirect
  redirect(302, url.searchParams.get("next"));
};

export const list = ({ params }) => {
  // ok: js.open-redirect
  redirect(302, `/lists/${params.id}`);
};

// A path of ours on our own host, and the address of the request with another path.
export function guard(req) {
  // ok: js.open-redirect
  return NextResponse.redirect(new URL("/login", req.url));
}

export function guardWithPath(req) {
  const url = req.nextUrl.clone();
  url.pathname = "/login";
  // ok: js.open-redirect
  return NextResponse.redirect(url);
}

export function guardBack(req) {
  const back = req.nextUrl.searchParams.get("back");
  // ruleid: js.open-redirect
  return NextResponse.redirect(new URL(back, req.url));
}

app.get("/tenant", (req, res) => {
  // ruleid: js.open-redirect
  res.redirect(`https://${req.query.tenant}/start`);
});

app.get("/secure", (req, res) => {
  // ok: js.open-redirect
  res.redirect(`https://${req.headers.host}${req.url}`);
});

app.get("/slow", (req, res) => {
  // ruleid: js.open-redirect
  res.set("Refresh", "5; url=" + req.query.to);
  res.end();
});

const afterLogin = (req) => req.query.next || "/";

app.post("/login", (req, res) => {
  // ruleid: js.open-redirect
  res.redirect(afterLogin(req));
});

const afterLogout = (req) => (req.query.next === "shop" ? "/shop" : "/");

app.post("/logout", (req, res) => {
  // ok: js.open-redirect
  res.redirect(afterLogout(req));
});

class Doors {
  target(req) {
    return req.body.target;
  }

  leave(req, res) {
    // ruleid: js.open-redirect
    res.redirect(this.target(req));
  }
}

app.get("/format", (req, res) => {
  // ok: js.open-redirect
  res.redirect(url.format({ pathname: "/login", query: { next: req.query.next } }));
  // ruleid: js.open-redirect
  res.redirect(url.format({ host: req.query.host, pathname: "/login" }));
});

export const getServerSideProps = async ({ query }) => {
  // ruleid: js.open-redirect
  return { redirect: { destination: query.to, permanent: false } };
};

export const elsewhere = defineEventHandler((event) => {
  // ruleid: js.open-redirect
  return sendRedirect(event, getQuery(event).to);
});

app.get("/listed", (req, res) => {
  const to = req.query.to;
  if (TARGETS.indexOf(to) === -1) return res.sendStatus(400);
  // ok: js.open-redirect
  res.redirect(to);
});

const isLocal = (address) => address.startsWith("/") && !address.startsWith("//");

app.get("/local", (req, res) => {
  // ok: js.open-redirect
  res.redirect(isLocal(req.query.to) ? req.query.to : "/");
});

function ownPath(address) {
  const parsed = new URL(address, "http://shop");
  return parsed.host === "shop" ? parsed.pathname : "/";
}

app.get("/own", (req, res) => {
  // ok: js.open-redirect
  res.redirect(ownPath(req.query.to));
});
