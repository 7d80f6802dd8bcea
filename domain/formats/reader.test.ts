import { expect, test } from "vitest";
import { Unreadable } from "./delivered";
import { moment } from "./reader";
import { readerFor, recognise } from "./readers";
import type { Format } from "./schema";

const read = (format: Format, record: object) => {
  const plain = JSON.parse(JSON.stringify(record));
  expect(recognise(plain)?.format).toBe(format);
  return readerFor(format).read(plain);
};
const said = (turns: readonly { role: string; text: string }[]) => turns.map(({ role, text }) => `${role}: ${text}`);

test("messages: under three names, with parts that are not text marked, calls kept, and the rest as metadata", () => {
  const conversation = read("messages", {
    id: 17,
    model: "gpt-4",
    language: "EN",
    toxic: false,
    messages: [
      { role: "developer", content: "Be brief." },
      {
        role: "user",
        content: [
          { type: "text", text: "What is this?" },
          { type: "image_url", image_url: { url: "https://x.example/a.png" } },
        ],
      },
      { role: "assistant", content: null, tool_calls: [{ name: "look" }] },
      { role: "tool", content: "a cat", timestamp: "2023-05-01 10:00:00" },
      { role: "assistant", content: "A cat.", weight: 1 },
    ],
  });
  expect(said(conversation.turns)).toEqual([
    "system: Be brief.",
    "prompt: What is this?\n\n[image: not text, see what was delivered]",
    'output: [{"name":"look"}]',
    "tool: a cat",
    "output: A cat.",
  ]);
  expect(conversation).toMatchObject({
    sourceId: "17",
    model: "gpt-4",
    language: "en",
    startedAt: "2023-05-01T10:00:00.000Z",
    metadata: { toxic: false },
  });
  expect(conversation.metadata?.perTurn).toMatchObject({ 2: { content: [{ type: "text" }, { type: "image_url" }] }, 5: { weight: 1 } });
  expect(read("messages", { turns: [{ role: "user", content: "a" }] }).turns).toHaveLength(1);
  expect(read("messages", { conversation: [{ role: "user", content: "a" }] }).turns).toHaveLength(1);
});

test("sharegpt: calls of tools and what they answered are turns of the tool", () => {
  const conversation = read("sharegpt", {
    id: "s1",
    system: "You have tools.",
    tools: "[]",
    conversations: [
      { from: "human", value: "Weather?" },
      { from: "function_call", value: "{}" },
      { from: "observation", value: "rain" },
      { from: "gpt", value: "Rain." },
    ],
  });
  expect(said(conversation.turns)).toEqual(["system: You have tools.", "prompt: Weather?", "tool: {}", "tool: rain", "output: Rain."]);
  expect(conversation.metadata).toEqual({ tools: "[]", perTurn: { 3: { from: "function_call" }, 4: { from: "observation" } } });
});

test("oasst: the best-ranked path is the record, every other reply is on a branch", () => {
  const reply = (text: string, rank: number | undefined, role: string, replies: object[] = []) => ({
    message_id: text,
    text,
    rank,
    role,
    replies,
  });
  const conversation = read("oasst", {
    message_tree_id: "t1",
    prompt: {
      ...reply("q", undefined, "prompter", [
        reply("second", 1, "assistant", [reply("more", 0, "prompter")]),
        reply("best", 0, "assistant", [reply("thanks", 0, "prompter"), reply("why", 1, "prompter")]),
      ]),
      lang: "pt-br",
    },
  });
  expect(conversation).toMatchObject({ sourceId: "t1", language: "pt-BR" });
  expect(said(conversation.turns)).toEqual(["prompt: q", "output: best", "prompt: thanks"]);
  expect(conversation.branches.map(({ after, turns }) => [after, ...said(turns)])).toEqual([
    [2, "prompt: why"],
    [1, "output: second", "prompt: more"],
  ]);
});

const node = (id: string, parent: string | null, role: string, content: object | null, more: object = {}) =>
  [id, { id, parent, children: [], message: content && { author: { role }, content, ...more } }] as const;
const words = (text: string) => ({ content_type: "text", parts: [text] });

test("chatgpt: the path to current_node is the record, edits and regenerations are branches", () => {
  const conversation = read("chatgpt", {
    conversation_id: "c1",
    create_time: "1690000000.5",
    current_node: "a2",
    title: "T",
    mapping: Object.fromEntries([
      node("client-created-root", null, "system", null),
      node("s", "client-created-root", "system", words("")),
      node("u1", "s", "user", words("first wording")),
      node("u2", "s", "user", words("second wording"), { create_time: 1690000001 }),
      node("a1", "u2", "assistant", words("first answer")),
      node("a2", "u2", "assistant", words("second answer"), { metadata: { model_slug: "gpt-4" } }),
      node("later", "a2", "user", words("never sent on this path")),
      node("x1", "u1", "assistant", words("answer to the first")),
    ]),
  });
  expect(said(conversation.turns)).toEqual(["prompt: second wording", "output: second answer"]);
  expect(conversation).toMatchObject({
    sourceId: "c1",
    model: "gpt-4",
    startedAt: "2023-07-22T04:26:40.500Z",
    metadata: { title: "T", current_node: "a2" },
  });
  expect(conversation.branches.map(({ after, turns }) => [after, ...said(turns)])).toEqual(
    expect.arrayContaining([
      [0, "prompt: first wording", "output: answer to the first"],
      [1, "output: first answer"],
      [2, "prompt: never sent on this path"],
    ]),
  );
});

test("chatgpt: every content type becomes text or an honest mark", () => {
  const contents = [
    { content_type: "multimodal_text", parts: [{ content_type: "image_asset_pointer", asset_pointer: "file://x" }, "Look."] },
    { content_type: "code", language: "python", text: "print(1)" },
    { content_type: "execution_output", text: "1" },
    { content_type: "thoughts", thoughts: [{ summary: "Plan", content: "Think." }] },
    { content_type: "reasoning_recap", content: "Thought for 3 seconds" },
    { content_type: "tether_quote", title: "Page", url: "https://x.example", text: "Quoted." },
    { content_type: "tether_browsing_display", result: "Results." },
    { content_type: "user_editable_context", user_profile: "I am Ada.", user_instructions: "Be short." },
    { content_type: "model_editable_context", model_set_context: "" },
    { content_type: "something_new", blob: 1 },
  ];
  const nodes = contents.map((content, i) =>
    node(`n${i}`, i ? `n${i - 1}` : null, i === 1 ? "assistant" : "tool", content, i === 1 ? { recipient: "python" } : {}),
  );
  const { turns, metadata } = read("chatgpt", { id: "c2", current_node: "n9", mapping: Object.fromEntries(nodes) });
  expect(turns.map(({ text }) => text)).toEqual([
    "[image: not text, see what was delivered]\n\nLook.",
    "print(1)",
    "1",
    "Plan\nThink.",
    "Thought for 3 seconds",
    "Page\nhttps://x.example\nQuoted.",
    "Results.",
    "I am Ada.\n\nBe short.",
    "",
    "[something new: not text, see what was delivered]",
  ]);
  expect(turns[1]?.role).toBe("tool");
  expect(metadata?.perTurn).toMatchObject({ 10: { content: { blob: 1 } } });
});

test("chatgpt: a tree of fifty thousand nodes is read without running out of stack, a circle is refused", () => {
  const long = Array.from({ length: 50_000 }, (_, i) =>
    node(`n${i}`, i ? `n${i - 1}` : null, i % 2 ? "assistant" : "user", words(`t${i}`)),
  );
  expect(read("chatgpt", { id: "c3", mapping: Object.fromEntries(long) }).turns).toHaveLength(50_000);
  const circle = {
    id: "c4",
    current_node: "a",
    mapping: Object.fromEntries([node("a", "b", "user", words("x")), node("b", "a", "user", words("y"))]),
  };
  expect(() => read("chatgpt", circle)).toThrow(/circle/);
});

test("pairs: one prompt with its output, or none; alpaca's input and history; a dialogue of two turns", () => {
  expect(said(read("pairs", { prompt: "p", completion: "c", model: "m" }).turns)).toEqual(["prompt: p", "output: c"]);
  expect(said(read("pairs", { prompt: "p", response: null }).turns)).toEqual(["prompt: p"]);
  expect(read("pairs", { instruction: "i", output: "o", generator: "g", dataset: "d" })).toMatchObject({
    model: "g",
    metadata: { dataset: "d", generator: "g" },
  });
  expect(said(read("pairs", { instruction: "i", input: "x", output: "o", history: [["a", "b"]] }).turns)).toEqual([
    "prompt: a",
    "output: b",
    "prompt: i\n\nx",
    "output: o",
  ]);
  const dialogue = {
    turns: [
      { role: "user", content: "p" },
      { role: "assistant", content: "o" },
    ],
  };
  expect(said(readerFor("pairs").read(dialogue).turns)).toEqual(["prompt: p", "output: o"]);
  expect(() => readerFor("pairs").read({ turns: [...dialogue.turns, ...dialogue.turns] })).toThrow("more than a pair: 4 turns");
});

test("a record's own field of a name that we give is kept, and not taken for ours", () => {
  const messages = [
    { role: "user", content: "Where?" },
    { role: "assistant", content: "There.", weight: 1 },
  ];
  expect(read("messages", { perTurn: { Nauru: 1 }, perBranch: 2, messages }).metadata).toEqual({
    "delivered perTurn": { Nauru: 1 },
    "delivered perBranch": 2,
    perTurn: { 2: { weight: 1 } },
  });
});

test("what does not fit is refused in words that hold nothing of the text", () => {
  const secret = "the secret of Ada Lovelace";
  for (const record of [
    { messages: [{ role: secret, content: "x" }] },
    { messages: [secret] },
    { messages: [{ role: "user", content: 5 }] },
    { messages: [] },
  ])
    try {
      readerFor("messages").read(record);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(Unreadable);
      expect((error as Error).message).not.toContain("secret");
    }
});

test("a moment is the same in every time zone, and what is none stays none", () => {
  const expected = "2023-05-01T10:00:00.000Z";
  for (const same of [
    "2023-05-01 10:00:00",
    "2023-05-01T10:00:00",
    "2023-05-01T12:00:00+02:00",
    "2023-05-01 10:00:00 UTC",
    1682935200,
    "1682935200",
    1682935200000,
    "1682935200.0",
  ])
    expect(moment(same)).toBe(expected);
  for (const none of ["yesterday", "", null, 12, Number.NaN, 1e300, "0001-01-01", "99999-01-01", {}]) expect(moment(none)).toBeNull();
});
