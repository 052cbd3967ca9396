/** What went wrong with a language model of VS Code, as `omni/chat` says it. */
import { LSPErrorCodes, ResponseError } from "vscode-languageclient/node";

export type Kind = "unavailable" | "rateLimit" | "refused" | "notAllowed";

// `Blocked` is what VS Code has for quotas that are used up; the others are names that providers give their own errors.
const KINDS: Readonly<Record<string, Kind>> = {
  NoPermissions: "notAllowed",
  NotFound: "unavailable",
  Blocked: "rateLimit",
  ChatQuotaExceeded: "rateLimit",
  ChatRateLimited: "rateLimit",
};
const REFUSED = /off_topic|content_filter|\bfiltered\b|responsible ai/i;

export function failure(kind: Kind, message: string, code: number = LSPErrorCodes.RequestFailed): ResponseError<object> {
  return new ResponseError(code, message, { kind });
}

/** Of anything that was thrown; its words stay here, as they may repeat what was asked. */
export function failureOf(error: unknown): ResponseError<unknown> {
  if (error instanceof ResponseError) {
    return error as ResponseError<unknown>;
  }
  const { name, code, message, cause } = (error ?? {}) as { [member: string]: unknown };
  const kind = KINDS[String(code)] ?? KINDS[String(name)];
  if (kind !== undefined) {
    return failure(kind, `the model failed: ${String(code || name)}`);
  }
  if (REFUSED.test(String(message))) {
    return failure("refused", "the model refused");
  }
  return cause instanceof Error ? failureOf(cause) : failure("unavailable", "the model failed");
}
