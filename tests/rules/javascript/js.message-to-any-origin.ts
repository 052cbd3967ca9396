const frame = document.querySelector("iframe") as HTMLIFrameElement;

export function sendOrder(order: object): void {
  // ruleid: js.message-to-any-origin
  frame.contentWindow?.postMessage(order, "*");
}

export function tellParent(token: string): void {
  // ruleid: js.message-to-any-origin
  window.parent.postMessage({ kind: "token", token }, "*");
}

export function tellOpener(result: object): void {
  // ruleid: js.message-to-any-origin
  window.opener.postMessage(JSON.stringify(result), "*");
}

export function named(order: object): void {
  // ok: js.message-to-any-origin
  frame.contentWindow?.postMessage(order, "https://pay.example");
}

export function same(order: object): void {
  // ok: js.message-to-any-origin
  window.parent.postMessage(order, location.origin);
}

export function ready(): void {
  // ok: js.message-to-any-origin
  window.parent.postMessage("ready", "*");
}

export function toWorker(worker: Worker, job: object): void {
  // ok: js.message-to-any-origin
  worker.postMessage(job);
}
