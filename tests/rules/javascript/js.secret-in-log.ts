import { log } from "./log";

export function login(user: string, password: string): void {
  // ruleid: js.secret-in-log
  console.log("login", user, password);
}

export function refresh(session: { refreshToken: string }): void {
  // ruleid: js.secret-in-log
  log.debug(`refreshed with ${session.refreshToken}`);
}

export function pay(cardNumber: string): void {
  // ruleid: js.secret-in-log
  console.warn("refused card " + cardNumber);
}

export function userOnly(user: string, password: string): void {
  // ok: js.secret-in-log
  console.log("login", user, Boolean(password));
}

export function count(tokens: string[]): void {
  // ok: js.secret-in-log
  log.info(`${tokens.length} tokens used`);
}

export function changed(user: string): void {
  // ok: js.secret-in-log
  console.info(user, "changed the password");
}
