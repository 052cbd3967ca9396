// A language model that knows how one line is repaired: first in a way that does not hold, then in one that does.
const { LanguageModelTextPart, lm } = require("vscode");

const LINE = '    return subprocess.run("ls " + name, shell=True, check=True)';
const BAD = `${LINE}  # nosemgrep`;
const GOOD = '    return subprocess.run(["ls", name], check=True)';
const limits = { maxInputTokens: 10_000, maxOutputTokens: 1_000 };

exports.activate = (context) => {
  const model = { id: "mender", name: "Mender", family: "test", version: "1", capabilities: {}, ...limits };
  const provider = {
    provideLanguageModelChatInformation: () => [model],
    provideLanguageModelChatResponse: async (_model, messages, _options, progress) => {
      const isTold = messages.some((each) => each.content.some((part) => `${part.value}`.includes("was not made")));
      const text = `@@@ edit\n@@@ find\n${LINE}\n@@@ replace\n${isTold ? GOOD : BAD}\n@@@ end\n`;
      for (const piece of text.split(/(?<=\n)/)) {
        progress.report(new LanguageModelTextPart(piece));
      }
    },
    provideTokenCount: async (_model, text) => String(text.content ?? text).length,
  };
  context.subscriptions.push(lm.registerLanguageModelChatProvider("omni-mender", provider));
};
