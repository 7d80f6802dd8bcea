import type * as z from "zod";

/** An address as the published description says it. `answer` is a schema, or the type of a file; `open`: no sign-in needed. */
export type Documented = {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly path: string;
  readonly does: string;
  readonly input?: z.ZodType;
  readonly answer: z.ZodType | string;
  readonly open?: boolean;
  readonly created?: boolean;
};
