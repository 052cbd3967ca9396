// A language model that knows how one line is repaired, first in a way that does not hold, and how a number is doubled.
const { LanguageModelTextPart, lm } = require("vscode");

const LINE = '    return subprocess.run("ls " + name, shell=True, check=True)';
const BAD = `${LINE}  # nosemgrep`;
const GOOD = '    return subprocess.run(["ls", name], check=True)';
const CODE = "@@@ code\ndef doubled(number):\n    return 2 * number\n@@@ end\n";
const limits = { maxInputTokens: 10_000, maxOutputTokens: 1_000 };

exports.activate = (context) => {
  const model = { id: "mender", name: "Mender", family: "test", version: "1", capabilities: {}, ...limits };
  const provider = {
    provideLanguageModelChatInformation: () => [model],
    provideLanguageModelChatResponse: async (_model, messages, _options, progress) => {
      const says = (words) => messages.some((each) => each.content.some((part) => `${part.value}`.includes(words)));
      const repair = `@@@ edit\n@@@ find\n${LINE}\n@@@ replace\n${says("was not made") ? GOOD : BAD}\n@@@ end\n`;
      const text = says("doubles a number") ? CODE : repair;
      for (const piece of text.split(/(?<=\n)/)) {
        progress.report(new LanguageModelTextPart(piece));
      }
    },
    provideTokenCount: async (_model, text) => String(text.content ?? text).length,
  };
  context.subscriptions.push(lm.registerLanguageModelChatProvider("omni-mender", provider));
};
