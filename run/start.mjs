// npm start: from a bare clone to a running server.
import { prepare, runTypeScript } from "./bootstrap.mjs";

prepare();
runTypeScript("run/serve.ts", process.argv.slice(2));
