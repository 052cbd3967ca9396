interface User {
  name: string;
  about?: string;
}

export function show(element: HTMLElement, user: User): void {
  // ruleid: js.inner-html
  element.innerHTML = user.name;
}

export function message(text: string): void {
  // ruleid: js.inner-html
  document.getElementById("message")!.innerHTML = text;
}

export function total(cell: HTMLElement, order: { total: string }): void {
  // ruleid: js.inner-html
  cell.innerHTML=order.total;
}

export function asText(element: HTMLElement, user: User): void {
  // ok: js.inner-html
  element.textContent = user.name;
}

export function cleared(element: HTMLElement): void {
  // ok: js.inner-html
  element.innerHTML = "";
}

export function sanitized(element: HTMLElement, purifier: { sanitize(text: string): string }, user: User): void {
  // ok: js.inner-html
  element.innerHTML = purifier.sanitize(user.about ?? "");
  const cleanAbout = purifier.sanitize(user.about ?? "");
  // ok: js.inner-html
  element.innerHTML = cleanAbout;
}

export function template(element: HTMLElement, rowTemplate: string): void {
  // ok: js.inner-html
  element.innerHTML = rowTemplate;
}
