import { useSearchParams } from "react-router-dom";

const params = new URLSearchParams(location.search);

export function Back() {
  const [search] = useSearchParams();
  // ruleid: js.script-address
  return <a href={search.get("back")}>back</a>;
}

function link(element: HTMLAnchorElement) {
  const query = new URLSearchParams(window.location.search);
  // ruleid: js.script-address
  element.href = query.get("next")!;
  // ruleid: js.script-address
  element.setAttribute("href", query.get("next")!);
}

function frame(element: HTMLIFrameElement) {
  // ruleid: js.script-address
  element.src = decodeURIComponent(location.hash.slice(1));
}

function constant(element: HTMLAnchorElement) {
  // ok: js.script-address
  element.href = "/items/" + params.get("id");
}

function checked(element: HTMLAnchorElement) {
  const query = new URLSearchParams(window.location.search);
  const target = new URL(query.get("next")!, location.origin);
  if (target.protocol !== "https:") {
    return;
  }
  // ok: js.script-address
  element.href = target.href;
}

function text(element: HTMLAnchorElement) {
  const query = new URLSearchParams(window.location.search);
  // ok: js.script-address
  element.textContent = query.get("title");
}

export function Item({ item }: { item: Item }) {
  // ok: js.script-address
  return <a href={item.address}>{item.title}</a>;
}
