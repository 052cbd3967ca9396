export function keep(answer: { token: string; refresh: string; name: string }): void {
  // ruleid: js.token-in-local-storage
  localStorage.setItem("token", answer.token);
  // ruleid: js.token-in-local-storage
  window.localStorage.setItem("shop_refresh_token", answer.refresh);
  // ruleid: js.token-in-local-storage
  localStorage.setItem("jwt", answer.token);
  // ok: js.token-in-local-storage
  localStorage.setItem("theme", "dark");
  // ok: js.token-in-local-storage
  localStorage.setItem("token_hint_seen", "1");
  // ok: js.token-in-local-storage
  localStorage.removeItem("token");
}
