// npm run cli, npm run bench: a TypeScript program of the project with everything it needs in place.
import { prepare, runTypeScript } from "./bootstrap.mjs";

const [file, ...args] = process.argv.slice(2);
prepare();
runTypeScript(file, args);
