import * as fc from "fast-check";
import { expect, test } from "vitest";
import { readerFor, recognise } from "./readers";
import type { Format } from "./schema";
import { columnsOf, foreignSeparator, parseRow } from "./table";

const read = (format: Format, record: object) => {
  const plain = JSON.parse(JSON.stringify(record));
  expect(recognise(plain)?.format).toBe(format);
  return readerFor(format).read(plain);
};
const said = (turns: readonly { role: string; text: string }[]) => turns.map(({ role, text }) => `${role}: ${text}`);

const message = (uuid: string, sender: string, text: string, parent: string | undefined, more: object = {}) => ({
  uuid,
  text,
  sender,
  content: [{ type: "text", text, citations: [] }],
  attachments: [],
  files: [],
  ...(parent && { parent_message_uuid: parent }),
  ...more,
});
const start = "00000000-0000-4000-8000-000000000000";
const claude = {
  uuid: "c-1",
  name: "A name",
  summary: "",
  created_at: "2024-05-01T10:00:00.123456Z",
  account: { uuid: "a-1" },
  chat_messages: [
    message("m1", "human", "Look it up.", start, {
      attachments: [{ file_name: "notes.txt", file_size: 7, file_type: "txt", extracted_content: "my notes" }],
      files: [{ file_name: "cat.png", file_uuid: "f-1" }],
    }),
    message("m2a", "assistant", "First attempt.", "m1"),
    {
      ...message("m2b", "assistant", "Looking.\n\nFound it.", "m1"),
      content: [
        { type: "thinking", thinking: "Where to look?", summaries: [{ summary: "Thinking" }], cut_off: false },
        { type: "text", text: "Looking.", citations: [] },
        { type: "tool_use", name: "web_search", input: { query: "it" }, id: "t1" },
        {
          type: "tool_result",
          name: "web_search",
          content: [{ type: "knowledge", text: "here it is", url: "https://x.example" }],
          is_error: false,
        },
        {
          type: "text",
          text: "Found it.",
          citations: [{ uuid: "q", start_index: 0, end_index: 5, details: { type: "web_search_citation" } }],
        },
      ],
    },
    message("m3", "human", "Thanks.", "m2b"),
  ],
};

test("claude: thoughts, calls, results and attachments are turns of the tool; the other attempt is a branch after the turns both share", () => {
  const conversation = read("claude", claude);
  expect(said(conversation.turns)).toEqual([
    "prompt: Look it up.",
    "tool: my notes",
    "tool: [file: not text, see what was delivered]",
    "tool: Where to look?",
    "output: Looking.",
    'tool: web_search {"query":"it"}',
    "tool: here it is",
    "output: Found it.",
    "prompt: Thanks.",
  ]);
  expect(conversation).toMatchObject({ sourceId: "c-1", startedAt: "2024-05-01T10:00:00.123Z" });
  expect(conversation.branches.map(({ after, turns }) => [after, ...said(turns)])).toEqual([[3, "output: First attempt."]]);
  expect(conversation.metadata).toMatchObject({ account: { uuid: "a-1" }, perTurn: { 8: { content: [{ citations: [{ uuid: "q" }] }] } } });
});

test("claude: without parents messages follow one another; text that differs from the content is kept; a circle is refused", () => {
  const plain = {
    uuid: "c",
    chat_messages: [message("1", "human", "a", undefined), message("2", "assistant", "b", undefined, { text: "other" })],
  };
  expect(said(read("claude", plain).turns)).toEqual(["prompt: a", "output: b"]);
  expect(read("claude", plain).metadata).toMatchObject({ perTurn: { 2: { text: "other" } } });
  const old = { uuid: "c", chat_messages: [{ uuid: "1", sender: "human", text: "no content" }] };
  expect(said(read("claude", old).turns)).toEqual(["prompt: no content"]);
  const circle = { uuid: "c", chat_messages: [message("1", "human", "a", "2"), message("2", "assistant", "b", "1")] };
  expect(() => read("claude", circle)).toThrow(/circle/);
  expect(() => read("claude", { uuid: "c", chat_messages: [] })).toThrow("no turns");
});

const wildchat = {
  conversation_hash: "hash-1",
  model: "gpt-4",
  timestamp: "2023-04-09 00:05:00+00:00",
  turn: 1,
  language: "Chinese",
  toxic: false,
  redacted: true,
  hashed_ip: "ip-hash",
  state: "Texas",
  header: { "accept-language": "en-US", "user-agent": "Mozilla" },
  conversation: [
    {
      content: "hello",
      role: "user",
      country: "United States",
      hashed_ip: "ip-hash",
      language: "English",
      toxic: false,
      timestamp: null,
      turn_identifier: 101002,
    },
    {
      content: "hi",
      role: "assistant",
      country: null,
      language: "English",
      timestamp: "2023-04-09T00:02:53+00:00",
      turn_identifier: 101002,
      usage: { total_tokens: 7 },
    },
  ],
  openai_moderation: [
    { categories: { "self-harm/intent": false, self_harm_intent: false }, category_scores: { hate: 0.125 }, flagged: false },
  ],
  detoxify_moderation: [{ insult: 0.5 }],
};

test("wildchat: moderation, places and browsers are delivered metadata; the first message with a moment began it", () => {
  const conversation = read("wildchat", wildchat);
  expect(said(conversation.turns)).toEqual(["prompt: hello", "output: hi"]);
  expect(conversation).toMatchObject({
    sourceId: "hash-1",
    model: "gpt-4",
    language: "zh",
    startedAt: "2023-04-09T00:02:53.000Z",
    metadata: {
      language: "Chinese",
      openai_moderation: [{ flagged: false }],
      perTurn: { 1: { country: "United States" }, 2: { usage: { total_tokens: 7 } } },
    },
  });
});

const lmsys = {
  conversation_id: "lm-1",
  model: "vicuna-13b",
  turn: 1,
  language: "Portuguese",
  redacted: false,
  openai_moderation: [{ flagged: false, category_scores: { hate: 0.0625 } }],
  conversation: [
    { role: "user", content: "Ola NAME_1" },
    { role: "assistant", content: "Ola" },
  ],
};

test("lmsys: one model for all outputs, no dates, verdicts as metadata", () => {
  expect(read("lmsys", lmsys)).toMatchObject({
    sourceId: "lm-1",
    model: "vicuna-13b",
    language: "pt",
    startedAt: null,
    metadata: { turn: 1, language: "Portuguese" },
  });
});

/** Everything that is stored of a conversation, as one text. */
const stored = (value: unknown): string[] =>
  typeof value === "object" && value !== null ? Object.entries(value).flatMap(([key, inner]) => [key, ...stored(inner)]) : [String(value)];
/** Words that say in the product's own terms what they said, and nothing else: who spoke, and that a part is text. */
const renamed = new Set(["user", "assistant", "human", "gpt", "prompter", "text", "tool", "system", "null"]);

const records: readonly [Format, object][] = [
  ["claude", claude],
  ["wildchat", wildchat],
  ["lmsys", lmsys],
  [
    "messages",
    {
      id: 17,
      lang: "de",
      messages: [
        { role: "developer", content: "x" },
        {
          role: "user",
          content: [
            { type: "text", text: "p" },
            { type: "image_url", image_url: { url: "u" } },
          ],
          name: "N",
        },
        { role: "assistant", content: null, tool_calls: [{ id: "call" }] },
      ],
    },
  ],
  [
    "sharegpt",
    {
      id: "s",
      system: "sys",
      tools: "[]",
      conversations: [
        { from: "human", value: "q" },
        { from: "function_call", value: "{}", weight: 3 },
      ],
    },
  ],
  [
    "oasst",
    {
      message_tree_id: "t",
      tree_state: "ready",
      prompt: {
        message_id: "t",
        role: "prompter",
        text: "q",
        lang: "en",
        replies: [
          { message_id: "r1", parent_id: "t", role: "assistant", text: "a", rank: 0, replies: [] },
          { message_id: "r2", role: "assistant", text: "b", rank: 1, labels: { spam: 0.25 }, replies: [] },
        ],
      },
    },
  ],
  [
    "chatgpt",
    {
      id: "g",
      current_node: "b",
      mapping: {
        root: { id: "root", parent: null, children: ["a"], message: null },
        a: {
          id: "a",
          parent: "root",
          children: ["b", "c"],
          message: { id: "ma", author: { role: "user", name: "nm" }, content: { content_type: "text", parts: ["q"] }, weight: 1 },
        },
        b: {
          id: "b",
          parent: "a",
          children: [],
          message: { id: "mb", author: { role: "assistant" }, content: { content_type: "text", parts: ["r"] } },
        },
        c: {
          id: "c",
          parent: "a",
          children: [],
          message: {
            id: "mc",
            author: { role: "assistant" },
            content: { content_type: "code", language: "python", text: "1" },
            metadata: { is_visually_hidden_from_conversation: true, request_id: "rq" },
          },
        },
      },
    },
  ],
  ["pairs", { id: "p", instruction: "i", input: "n", output: "o", generator: "g", history: [["h1", "h2"]] }],
];

// Puts unheard-of fields everywhere an object stands.
function decorated(value: unknown, marks: () => unknown): unknown {
  if (Array.isArray(value)) return value.map((one) => decorated(one, marks));
  if (typeof value !== "object" || value === null) return value;
  const inner = Object.fromEntries(Object.entries(value).map(([key, one]) => [key, decorated(one, marks)]));
  // The mapping of an export holds nodes alone.
  return Object.values(value).every((one) => typeof one === "object" && one !== null && "children" in one)
    ? inner
    : { ...inner, unheardOf: marks() };
}

test.each(records)("%s: every value that was delivered is found in what is stored, heard of or not", async (format, record) => {
  await fc.assert(
    fc.property(fc.constantFrom(0, 1, 2, 3), (shape) => {
      let n = 0;
      const marks = () => [`mark ${++n}`, n * 1000 + 0.5, { deep: [`mark ${++n}`] }, n % 2 === 0][shape];
      const full = decorated(record, marks) as Record<string, unknown>;
      const conversation = readerFor(format).read(JSON.parse(JSON.stringify(full)));
      const all = stored(conversation).join("\u0001");
      for (const value of stored(full))
        if (!renamed.has(value) && !/^\d+$/.test(value) && !keysOf(format).has(value))
          for (const piece of value.split("\n\n")) expect(all).toContain(piece);
    }),
  );
});

// The names of the places that the product gave other names.
function keysOf(format: Format): Set<string> {
  return new Set([
    ...[
      "messages",
      "conversations",
      "conversation",
      "chat_messages",
      "mapping",
      "prompt",
      "role",
      "from",
      "value",
      "content",
      "text",
      "sender",
      "id",
      "replies",
    ],
    ...[
      "uuid",
      "model",
      "conversation_hash",
      "conversation_id",
      "message",
      "parts",
      "content_type",
      "attachments",
      "system",
      "extracted_content",
      "type",
    ],
    ...["thinking", "instruction", "input", "output", "language", ...(format === "chatgpt" ? ["children"] : [])],
  ]);
}

test("a table: what is written comes back, with commas, quotes and line breaks within; an empty field is nothing, an empty text is one", async () => {
  const cell = fc.oneof(
    fc.constant(null),
    fc.string({ unit: fc.constantFrom("a", '"', ",", "\n", "\r", ";", "\t", " ", "é", "\u0000", "中") }),
  );
  await fc.assert(
    fc.property(fc.array(cell, { minLength: 2, maxLength: 5 }), (cells) => {
      const columns = cells.map((_, i) => `c${i}`);
      const row = cells.map((one) => (one === null ? "" : `"${one.replaceAll('"', '""')}"`)).join(",");
      expect(Object.values(parseRow(row, columns))).toEqual(cells);
    }),
  );
  for (const wrong of ['"a"b,c', 'a"b,c', '"a,c']) expect(() => parseRow(wrong, ["x", "y"])).toThrow(/a quote stands where none may/);
  expect(() => parseRow("a,b,c", ["x", "y"])).toThrow("not as many fields as the table has columns: 3, and there are 2");
  expect(() => parseRow("a,b", ["x", "x"])).toThrow(/two columns/);
});

test("a table is known by a column that names a prompt, and by commas", () => {
  expect(columnsOf(Buffer.from('   id,"prompt",output'))).toEqual(["id", "prompt", "output"]);
  for (const none of ["id;prompt;output", "prompt", "a,b", '{"prompt":1,"b":2}']) expect(columnsOf(Buffer.from(none))).toBeNull();
  expect(foreignSeparator(Buffer.from("id;prompt;output"))).toBe("semicolons");
  expect(foreignSeparator(Buffer.from('id\t"prompt"\toutput'))).toBe("tabs");
  expect(foreignSeparator(Buffer.from("a question;answered"))).toBeNull();
});
