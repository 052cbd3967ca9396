function go() {
  const params = new URLSearchParams(location.search);
  // ruleid: js.page-redirect
  location.href = params.get("next")!;
}

function assigned() {
  const params = new URLSearchParams(window.location.search);
  // ruleid: js.page-redirect
  window.location.assign(params.get("url") ?? "/");
}

function opened() {
  // ruleid: js.page-redirect
  window.open(decodeURIComponent(location.hash.slice(1)));
}

function constant() {
  const params = new URLSearchParams(location.search);
  // ok: js.page-redirect
  location.href = "/items/" + params.get("id");
}

function local() {
  const next = new URLSearchParams(location.search).get("next");
  if (next && next.startsWith("/") && !next.startsWith("//")) {
    // ok: js.page-redirect
    location.assign(next);
  }
}

function encoded() {
  // ok: js.page-redirect
  location.href = `/login?next=${encodeURIComponent(location.href)}`;
}

function again() {
  // ok: js.page-redirect
  location.replace(location.pathname + "?page=2");
}
