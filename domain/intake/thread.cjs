// A thread begins with nothing but Node: what reads TypeScript has to be put in place before anything of the project is. For `require` it works in the
// thread itself; for `import` it would take a thread of its own beside each, and three times as long to begin.
require("tsx/cjs/api").register();
require("./worker.ts");
