import { expect, test } from "vitest";
import { textOf } from "./bytes";

const said = "café\r\n“annual report” w/5 fraud";
const sixteen = (bytes: Buffer) => new Uint8Array(bytes);

test.each<[string, Uint8Array, string, string]>([
  ["UTF-8", new TextEncoder().encode(said), said, "utf-8"],
  ["UTF-8 with a mark", new TextEncoder().encode(`\uFEFF${said}`), said, "utf-8"],
  ["UTF-16 as a spreadsheet saves Unicode text", sixteen(Buffer.from(`\uFEFF${said}`, "utf16le")), said, "utf-16"],
  ["UTF-16 the other way round", sixteen(Buffer.from(`\uFEFF${said}`, "utf16le").swap16()), said, "utf-16"],
  ["UTF-16 without a mark", sixteen(Buffer.from(said, "utf16le")), said, "utf-16"],
  ["Windows-1252 as a spreadsheet saves CSV", Uint8Array.from([0x63, 0x61, 0x66, 0xe9]), "café", "windows-1252"],
  ["nothing", new Uint8Array(), "", "utf-8"],
])("a text file of %s is read as it was written, and says as what", (_of, bytes, text, as) => {
  expect(textOf(bytes)).toEqual({ text, as });
});
