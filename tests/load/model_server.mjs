// A language model with real weights behind OpenAI's chat completions, on the loopback, for `make test-model`.
//
// `node model_server.mjs FOLDER WEIGHTS`: FOLDER has node-llama-cpp in its node_modules, WEIGHTS is a GGUF file.
// It tells on its output what happens, a JSON object a line: {port} once, and of each answer {began} with the tokens of
// its prompt and {ended, tokens, late}: why it ended, how many tokens it came to, and how many seconds after its client had
// left. It ends when its input does.
import { createServer } from "node:http";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const MOST_BYTES = 1 << 20;
const CONTEXT_TOKENS = 8192; // What this model was trained for.
const STEP_TOKENS = 64;

const [folder, weights] = process.argv.slice(2);
const llamaCpp = join(folder, "node_modules", "node-llama-cpp", "dist", "index.js");
const { getLlama, LlamaChat } = await import(pathToFileURL(llamaCpp));
const llama = await getLlama({ gpu: false, build: "never", skipDownload: true, logLevel: "error" });
const model = await llama.loadModel({ modelPath: weights });
// Several threads wait for one another by spinning: on two busy processors four took 15 s to a first word, one under 1 s.
const context = await model.createContext({ contextSize: CONTEXT_TOKENS, sequences: 1, threads: 1 });
const sequence = context.getSequence();
const chat = new LlamaChat({ contextSequence: sequence });
let last = Promise.resolve();

process.stdin.on("end", () => process.exit(0)).resume();
const server = createServer((request, response) => {
  void answer(request, response).catch((error) => {
    console.error(error);
    refuse(response, 500, "internal_error");
  });
});
server.listen(0, "127.0.0.1", () => tell({ port: server.address().port }));

async function answer(request, response) {
  const left = leaving(response);
  if (request.method !== "POST" || request.url !== "/v1/chat/completions") return refuse(response, 404, "not_found");
  const asked = parsed(await textOf(request));
  if (!Array.isArray(asked?.messages)) return refuse(response, 400, "invalid_request_error");
  const history = asked.messages.map(said);
  const prompt = tokensOf(history);
  if (prompt.length >= CONTEXT_TOKENS) return refuse(response, 400, "context_length_exceeded");
  const turn = last.then(() => (left.signal.aborted ? undefined : generate(asked, history, prompt, response, left)));
  last = turn.catch(() => undefined); // There is one context, so one answer at a time.
  await turn;
}

/** Streamed as it comes, or whole at its end, as the client wants it. */
async function generate(asked, history, prompt, response, left) {
  const send = asked.stream ? (data) => response.write(`data: ${JSON.stringify(data)}\n\n`) : () => undefined;
  const usage = { prompt_tokens: prompt.length, completion_tokens: 0 };
  if (asked.stream) response.writeHead(200, { "Content-Type": "text/event-stream" }).flushHeaders();
  await sequence.clearHistory(); // So that an answer depends on its prompt alone.
  tell({ began: prompt.length });
  await read(prompt, left.signal);
  const { response: text, metadata } = await chat.generateResponse(history, {
    signal: left.signal,
    stopOnAbortSignal: true,
    maxTokens: Math.min(asked.max_completion_tokens ?? asked.max_tokens ?? Infinity, CONTEXT_TOKENS - prompt.length),
    temperature: asked.temperature ?? 0,
    customStopTriggers: [asked.stop ?? []].flat(),
    onToken: (tokens) => (usage.completion_tokens += tokens.length),
    onTextChunk: (content) => send({ choices: [{ index: 0, delta: { content } }] }),
  }).catch((error) => {
    // Nothing was answered yet, which is an error here.
    if (!left.signal.aborted) throw error;
    return { response: "", metadata: { stopReason: "abort" } };
  });
  const ended = { maxTokens: "length", abort: "gone" }[metadata.stopReason] ?? "stop";
  const late = ended === "gone" ? (performance.now() - left.since) / 1000 : 0;
  tell({ ended, tokens: usage.completion_tokens, late });
  if (ended === "gone") return;
  const choice = { index: 0, finish_reason: ended };
  send({ choices: [{ ...choice, delta: {} }] });
  send({ choices: [], usage });
  if (asked.stream) response.end("data: [DONE]\n\n");
  else json(response, 200, { choices: [{ ...choice, message: { role: "assistant", content: text } }], usage });
}

/** In steps, because one that was begun is not given up: a whole prompt takes seconds. */
async function read(prompt, signal) {
  for (let at = 0; at < prompt.length - STEP_TOKENS && !signal.aborted; at += STEP_TOKENS) {
    await sequence.evaluateWithoutGeneratingNewTokens(prompt.slice(at, at + STEP_TOKENS));
  }
}

/** Whether, and since when, nobody listens any more. */
function leaving(response) {
  const controller = new AbortController();
  const left = { signal: controller.signal, since: 0 };
  response.on("close", () => {
    if (response.writableFinished) return;
    left.since = performance.now();
    controller.abort();
  });
  return left;
}

function said({ role, content }) {
  const text = String(content);
  return role === "assistant" ? { type: "model", response: [text] } : { type: role === "system" ? "system" : "user", text };
}

function tokensOf(history) {
  const waiting = [...history, { type: "model", response: [] }];
  return chat.chatWrapper.generateContextState({ chatHistory: waiting }).contextText.tokenize(model.tokenizer);
}

async function textOf(request) {
  let text = "";
  for await (const part of request.setEncoding("utf8")) {
    text += part;
    if (text.length > MOST_BYTES) return "";
  }
  return text;
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function refuse(response, status, type) {
  if (!response.headersSent) json(response, status, { error: { type } });
  else response.destroy();
}

function json(response, status, body) {
  response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
}

function tell(event) {
  process.stdout.write(`${JSON.stringify(event)}\n`);
}
