const title = document.querySelector("#title") as HTMLElement;
const list = document.querySelector("#list") as HTMLElement;

export function showTerm(): void {
  const term = new URLSearchParams(location.search).get("q");
  // ruleid: js.dom-xss
  title.innerHTML = `Results for <b>${term}</b>`;
}

export function showSection(): void {
  // ruleid: js.dom-xss
  list.insertAdjacentHTML("beforeend", decodeURIComponent(location.hash.slice(1)));
}

export function showReferrer(): void {
  const from = document.referrer;
  // ruleid: js.dom-xss
  document.write("<p>You came from " + from + "</p>");
}

export function asText(): void {
  // ok: js.dom-xss
  title.textContent = new URLSearchParams(location.search).get("q");
}

export function encoded(): void {
  const term = encodeURIComponent(location.hash.slice(1));
  // ok: js.dom-xss
  title.innerHTML = `<a href="/search?q=${term}">search again</a>`;
}

export function constant(): void {
  const open = location.hash === "#open";
  // ok: js.dom-xss
  list.insertAdjacentHTML("beforeend", open ? "<hr>" : "<br>");
}

export function sanitized(purifier: { sanitize(text: string): string }): void {
  // ok: js.dom-xss
  list.insertAdjacentHTML("beforeend", purifier.sanitize(location.hash));
}

function parameter(name: string) {
  return new URLSearchParams(location.search).get(name);
}

// ruleid: js.dom-xss
heading.innerHTML = "<b>" + parameter("title") + "</b>";
// ok: js.dom-xss
heading.textContent = parameter("title");
