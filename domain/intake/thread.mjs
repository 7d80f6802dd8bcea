// A thread begins with nothing but Node: what reads TypeScript has to be put in place before anything of the project is.
import { register } from "tsx/esm/api";

register();
await import("./worker.ts");
