/** Whether the code of this workspace may go to a language model of VS Code: asked once for each provider of models. */
import type { LanguageModelChat, Memento } from "vscode";
import { window } from "vscode";

const KEY = "omni.allowedModels";
const ALLOW = "Allow";

/** VS Code itself asks for the models of some providers only, so that is not enough. */
export class Consents {
  private readonly asking = new Map<string, Promise<boolean>>();

  constructor(private readonly memory: Memento) {}

  /** Who says no is asked again the next time that they want something of a model. */
  async given(model: LanguageModelChat): Promise<boolean> {
    if (this.allowed.includes(model.vendor)) {
      return true;
    }
    const asked = this.asking.get(model.vendor) ?? this.ask(model);
    this.asking.set(model.vendor, asked);
    try {
      return await asked;
    } finally {
      this.asking.delete(model.vendor);
    }
  }

  async forget(): Promise<void> {
    await this.memory.update(KEY, undefined);
    void window.showInformationMessage("OMNI: you are asked again before a language model of VS Code gets any code.");
  }

  private get allowed(): readonly string[] {
    return this.memory.get<string[]>(KEY, []);
  }

  private async ask(model: LanguageModelChat): Promise<boolean> {
    const detail =
      `Pieces of the code of this workspace go to the provider “${model.vendor}” of VS Code's language models, ` +
      "each time that you ask OMNI for something that needs a model.";
    const said = `May OMNI ask the language model “${model.name}”?`;
    const isAllowed = (await window.showInformationMessage(said, { modal: true, detail }, ALLOW)) === ALLOW;
    if (isAllowed) {
      await this.memory.update(KEY, [...this.allowed, model.vendor]);
    }
    return isAllowed;
  }
}
