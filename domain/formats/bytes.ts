/** Bytes that JSON and tables are made of. */
export const NEWLINE = 10;
export const QUOTE = 34;
export const COMMA = 44;
export const BACKSLASH = 92;
export const OPEN_LIST = 91;
export const CLOSE_LIST = 93;
export const OPEN_OBJECT = 123;
export const CLOSE_OBJECT = 125;

export function isBlank(byte: number | undefined) {
  return byte === 32 || byte === NEWLINE || byte === 13 || byte === 9;
}
