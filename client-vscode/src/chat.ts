/** Lends the server the language models of VS Code: answers `omni/chat`; see docs/protocol.md. */
import type { CancellationToken, Disposable, LanguageModelChat, LogOutputChannel } from "vscode";
import { CancellationTokenSource, LanguageModelChatMessage, lm, workspace } from "vscode";
import { LSPErrorCodes, ProgressType } from "vscode-languageclient/node";
import type { ClientCapabilities, FeatureState, LanguageClient, StaticFeature } from "vscode-languageclient/node";
import { failure, failureOf } from "./chatFailure";
import type { Consents } from "./consents";

const CHAT = "omni/chat";
const PIECES = new ProgressType<{ readonly text: string }>();
/** VS Code's own setting; its models could be asked all the same. */
const AI_IS_OFF = "chat.disableAIFeatures";
const JUSTIFICATION = "OMNI sends it the pieces of your code that you want to have changed, and shows you what it proposes.";
// No model has tokens of more characters than this on average, so what is longer has too many of them.
const LETTERS_OF_A_TOKEN = 8;

/** What the server asks. */
interface Question {
  readonly model: string;
  readonly messages: readonly { readonly role: "system" | "user" | "assistant"; readonly text: string }[];
  readonly maxOutputTokens: number;
  readonly partialResultToken: number | string;
}

interface Answer {
  readonly ending: "done" | "length";
}

/** Announced at the start without a model: which there are is asked when the server runs, as that wakes other extensions. */
export class LentModels implements StaticFeature {
  private models: ReadonlyMap<string, LanguageModelChat> = new Map();
  private told = "[]";
  private round = 0;
  private readonly disposables: Disposable[] = [];

  constructor(
    private readonly client: LanguageClient,
    private readonly consents: Consents,
    private readonly log: LogOutputChannel,
  ) {}

  fillClientCapabilities(capabilities: ClientCapabilities): void {
    const others = capabilities.experimental as object | undefined;
    capabilities.experimental = { ...others, omniChat: { models: [], asksForConsent: true } };
  }

  initialize(): void {
    this.disposables.push(
      this.client.onRequest(CHAT, (question: Question, token: CancellationToken) => this.answer(question, token)),
      lm.onDidChangeChatModels(() => void this.tell()),
      workspace.onDidChangeConfiguration((change) => change.affectsConfiguration(AI_IS_OFF) && void this.tell()),
    );
    void this.tell();
  }

  getState(): FeatureState {
    return { kind: "static" };
  }

  clear(): void {
    this.round += 1;
    for (const each of this.disposables.splice(0)) {
      each.dispose();
    }
  }

  private async tell(): Promise<void> {
    const round = ++this.round;
    try {
      const isOff = workspace.getConfiguration().get(AI_IS_OFF) === true;
      const models = isOff ? [] : await lm.selectChatModels();
      if (round !== this.round) {
        return;
      }
      this.models = new Map(models.map((model) => [`${model.vendor}/${model.id}`, model]));
      const list = [...this.models].map(([id, { name }]) => ({ id, name }));
      if (JSON.stringify(list) !== this.told) {
        this.told = JSON.stringify(list);
        await this.client.sendNotification("omni/didChangeChatModels", { models: list });
      }
    } catch (error) {
      this.log.info(`The language models of VS Code cannot be used: ${String(error)}`);
    }
  }

  private async answer(question: Question, token: CancellationToken): Promise<Answer> {
    const model = this.models.get(question.model);
    if (model === undefined) {
      throw failure("unavailable", "VS Code has no such model");
    }
    // The server knows this by itself; nothing of a folder that nobody trusts goes anywhere.
    if (!workspace.isTrusted || !(await unlessCancelled(this.consents.given(model), token))) {
      throw failure("notAllowed", "this was not allowed in VS Code");
    }
    // The model is stopped, too, when its answer is long enough, or has failed here.
    const stopping = new CancellationTokenSource();
    const listening = token.onCancellationRequested(() => stopping.cancel());
    try {
      return await this.stream(model, question, stopping.token);
    } catch (error) {
      throw failureOf(error);
    } finally {
      stopping.cancel();
      stopping.dispose();
      listening.dispose();
    }
  }

  private async stream(model: LanguageModelChat, question: Question, token: CancellationToken): Promise<Answer> {
    const asking = model.sendRequest(messagesOf(question), { justification: JUSTIFICATION }, token);
    const pieces = (await unlessCancelled(asking, token)).text[Symbol.asyncIterator]();
    let left = question.maxOutputTokens * LETTERS_OF_A_TOKEN;
    for (;;) {
      const next = await unlessCancelled(pieces.next(), token);
      if (next.done) {
        return { ending: "done" };
      }
      const text = next.value.slice(0, left);
      left -= text.length;
      await this.client.sendProgress(PIECES, question.partialResultToken, { text });
      if (text.length < next.value.length) {
        return { ending: "length" };
      }
    }
  }
}

/** VS Code's models have no system role, so what the server says in it, which comes first, is the user's. */
function messagesOf(question: Question): LanguageModelChatMessage[] {
  return question.messages.map(({ role, text }) =>
    role === "assistant" ? LanguageModelChatMessage.Assistant(text) : LanguageModelChatMessage.User(text),
  );
}

/** Some models take no notice of being cancelled. */
async function unlessCancelled<T>(work: Thenable<T>, token: CancellationToken): Promise<T> {
  let listening: Disposable | undefined;
  const cancelled = new Promise<never>((_, reject) => {
    const refuse = (): void => reject(failure("unavailable", "cancelled", LSPErrorCodes.RequestCancelled));
    listening = token.onCancellationRequested(refuse);
    if (token.isCancellationRequested) {
      refuse();
    }
  });
  try {
    return await Promise.race([work, cancelled]);
  } finally {
    listening?.dispose();
  }
}
