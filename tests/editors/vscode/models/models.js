// Language models for tests, as another extension would bring them: what each says depends on nothing but the question.
const { LanguageModelError, LanguageModelTextPart, lm } = require("vscode");

let cancelled = 0;

const MODELS = {
  // What it was asked, in pieces that cut a character in two.
  echo: async (messages, say) => {
    for (const { role, content } of messages) {
      say(`${role}:${content.map((part) => part.value).join("")};`);
    }
    say("\ud83d");
    say("\ude00");
  },
  hang: async (_messages, say, token) => {
    say("begun");
    await new Promise((resolve) => token.onCancellationRequested(resolve));
    cancelled += 1;
  },
  // Takes no notice of being cancelled.
  deaf: async (_messages, say) => {
    say("begun");
    await new Promise(() => {});
  },
  endless: async (_messages, say, token) => {
    while (!token.isCancellationRequested) {
      say("x".repeat(1000));
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    cancelled += 1;
  },
  count: async (_messages, say) => say(`${cancelled} cancelled`),
  blocked: async () => {
    throw LanguageModelError.Blocked("launch codes");
  },
  quota: async () => {
    throw Object.assign(new Error("launch codes"), { name: "ChatQuotaExceeded" });
  },
  denied: async () => {
    throw LanguageModelError.NoPermissions("launch codes");
  },
  filtered: async (_messages, say) => {
    say("I");
    throw new Error("the response was filtered");
  },
  broken: async () => {
    throw new Error("launch codes");
  },
};

/** Some of the models; with `more` in what is said of each. */
function provider(ids, more) {
  const limits = { maxInputTokens: 10_000, maxOutputTokens: 1_000 };
  const about = { family: "test", version: "1", capabilities: {}, ...limits, ...more };
  return {
    provideLanguageModelChatInformation: () => ids.map((id) => ({ id, name: `The model ${id}`, ...about })),
    provideLanguageModelChatResponse: (model, messages, _options, progress, token) =>
      MODELS[model.id](messages, (text) => progress.report(new LanguageModelTextPart(text)), token),
    provideTokenCount: async (_model, text) => String(text.content ?? text).length,
  };
}

exports.activate = (context) => {
  // VS Code itself asks people before such a model is used; the interface for that is a proposal of its own.
  const guarded = { requiresAuthorization: { label: "somebody" } };
  context.subscriptions.push(
    lm.registerLanguageModelChatProvider("omni-test", provider(Object.keys(MODELS), {})),
    lm.registerLanguageModelChatProvider("omni-guarded", provider(["echo"], guarded)),
  );
};
