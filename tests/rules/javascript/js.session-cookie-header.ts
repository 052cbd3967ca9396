import http from "node:http";

export function start(response: http.ServerResponse, id: string) {
  // ruleid: js.session-cookie-header
  response.setHeader("Set-Cookie", `session=${id}; Path=/; HttpOnly`);
}

export function startList(response: http.ServerResponse, id: string) {
  // ruleid: js.session-cookie-header
  response.setHeader("Set-Cookie", ["sid=" + id + "; Path=/; Secure"]);
}

export function startParts(response: http.ServerResponse, id: string) {
  const parts = [`auth_token=${id}`, "Path=/"];
  // ruleid: js.session-cookie-header
  response.setHeader("Set-Cookie", parts.join("; "));
}

export function whole(id: string) {
  // ruleid: js.session-cookie-header
  return new Response("", { status: 200, headers: { "Set-Cookie": `token=${id}; HttpOnly` } });
}

export function good(response: http.ServerResponse, id: string) {
  // ok: js.session-cookie-header
  response.setHeader("Set-Cookie", `session=${id}; Path=/; HttpOnly; Secure; SameSite=Lax`);
}

export function end(response: http.ServerResponse) {
  // ok: js.session-cookie-header
  response.setHeader("Set-Cookie", "session=; Path=/; Max-Age=0");
}

export function theme(response: http.ServerResponse) {
  // ok: js.session-cookie-header
  response.setHeader("Set-Cookie", "theme=dark; Path=/");
}

export function goodParts(response: http.ServerResponse, id: string) {
  const parts = [`session=${id}`, "Path=/", "Secure", "HttpOnly"];
  // ok: js.session-cookie-header
  response.setHeader("Set-Cookie", parts.join("; "));
}
