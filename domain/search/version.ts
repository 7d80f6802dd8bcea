/** Raised whenever a query is read or answered otherwise than before: a set says by which it was made. */
export const PARSER_VERSION = "4";
