import { lines, type Rules, words } from "./grammar";
import { plainClosers, type Subject } from "./subject";

const identifiers: Rules = {
  noun: words(
    "order, user, item, invoice, message, file, node, ticket, sensor, player, recipe, track, booking, payment, comment, parcel, token, frame, lesson, shelter",
  ),
  verb: words("load, save, parse, merge, count, filter, fetch, group, format, check, split, sort, render, resize, retry, cache"),
  field: words("name, total, price, date, status, id, email, amount, score, title, weight, level, color, duration"),
  thing: words(
    "a login form, a to-do list, a web scraper, a chess clock, a CSV importer, a chat bot, a weather widget, an inventory, a discord bot, a snake game, a unit converter, a backup script",
  ),
};

const closers = ["Run it with a small file first.", "Adjust the names to your project.", ...plainClosers];

/** A programming language as a subject: they differ in their code, not in how people ask. */
function language(name: string, weight: number, blocks: readonly string[], faults: string, tools: string): Subject {
  return {
    key: `code-${name.toLowerCase()}`,
    language: "en",
    weight,
    rules: { ...identifiers, fault: words(faults), tool: words(tools) },
    prompts: lines(`
      Write a ${name} function to ‹verb› a list of ‹noun›s by ‹field›.
      i get "‹fault›" in my ${name} code when i ‹verb› the ‹noun›s, why
      How do I build ‹thing› in ${name} with ‹tool›?
      Explain this ${name} error: ‹fault›
      Rewrite my ${name} code so that it does not read the whole file into memory.
      Add tests for the ‹verb› function that handles each ‹noun›.
      what is the fastest way to ‹verb› ‹1000-9000000› ‹noun›s in ${name}`),
    followUps: lines(`
      It still says "‹*fault›".
      Can you add comments?
      what if ‹field› is missing
      Now also ‹*verb› the ‹*noun›s.
      Is there a way without ‹*tool›?
      make it shorter
      Why do you use a loop here?
      it works, thanks! one more thing: how do I log every ‹*noun›`),
    leads: lines(`
      Here is one way to ‹verb› the ‹noun›s in ${name}:
      The error "‹fault›" means that a ‹noun› is not what the code expects.
      Certainly! This keeps only one ‹noun› in memory at a time.
      The trouble is an empty ‹field›. This version handles it:`),
    points: lines(`
      The function goes through every ‹noun› once, so it stays fast with ‹1000-900000› rows.
      Check that ‹field› is present before you use it.
      With ‹*tool› you would write the same in two lines, at the price of a dependency.
      Print the ‹noun› just before the line that fails.
      A test with an empty list costs nothing and catches "‹*fault›".
      Use a dictionary from ‹*field› to ‹noun› if you look things up often.
      Keep reading and the rest apart; then each can be tested alone.
      Pin the version of ‹*tool›, because newer ones changed this.`),
    closers,
    blocks,
    heads: words("Cause, Fix, Why it works, Performance, Testing"),
    table: { head: "| Column | Type | Example |\n|---|---|---|", row: "| ‹*field› | ‹text|number|date› | ‹*code› |" },
  };
}

const python = language(
  "Python",
  6,
  [
    '```python\nimport csv\nfrom collections import defaultdict\n\n\ndef ‹verb›_‹noun›s(path):\n    """Groups every ‹noun› by its ‹field›."""\n    groups = defaultdict(list)\n    with open(path, newline="", encoding="utf-8") as handle:\n        for row in csv.DictReader(handle):\n            groups[row["‹field›"]].append(row)\n    return dict(groups)\n\n\nif __name__ == "__main__":\n    for key, rows in ‹verb›_‹noun›s("‹noun›s.csv").items():\n        print(key, len(rows))\n```',
    "```python\nfrom dataclasses import dataclass\n\n\n@dataclass(frozen=True)\nclass ‹^noun›:\n    ‹field›: str\n    ‹field.2›: float = ‹1-90›.0\n\n\ndef ‹verb›(‹noun›s: list[‹^noun›]) -> list[‹^noun›]:\n    return sorted(‹noun›s, key=lambda ‹noun›: ‹noun›.‹field.2›, reverse=True)[:‹3-50›]\n```",
    '```python\nimport pandas as pd\n\ndf = pd.read_csv("‹noun›s.csv", parse_dates=["date"])\nmonthly = df.groupby(df["date"].dt.to_period("M"))["‹field›"].sum()\nprint(monthly.tail(‹3-24›))\n```',
  ],
  "KeyError: '‹field›', IndexError: list index out of range, TypeError: 'NoneType' object is not iterable, ModuleNotFoundError, IndentationError, UnicodeDecodeError, RecursionError",
  "pandas, Django, Flask, pytest, numpy, SQLAlchemy, requests",
);

const script = language(
  "TypeScript",
  5,
  [
    "```ts\ntype ‹^noun› = { id: string; ‹field›: string; ‹field.2›: number };\n\nexport function ‹verb›‹^noun›s(‹noun›s: ‹^noun›[]): Map<string, ‹^noun›[]> {\n  const groups = new Map<string, ‹^noun›[]>();\n  for (const ‹noun› of ‹noun›s) {\n    const group = groups.get(‹noun›.‹field›) ?? [];\n    group.push(‹noun›);\n    groups.set(‹noun›.‹field›, group);\n  }\n  return groups;\n}\n```",
    "```tsx\nfunction ‹^noun›List({ ‹noun›s, onSelect }: { ‹noun›s: ‹^noun›[]; onSelect: (id: string) => void }) {\n  return (\n    <ul>\n      {‹noun›s.map((‹noun›) => (\n        <li key={‹noun›.id}>\n          <button onClick={() => onSelect(‹noun›.id)}>{‹noun›.‹field›}</button>\n        </li>\n      ))}\n    </ul>\n  );\n}\n```",
    '```js\nasync function ‹verb›(url, tries = ‹2-9›) {\n  for (let n = 1; n <= tries; n++) {\n    const response = await fetch(url);\n    if (response.ok) return response.json();\n    await new Promise((done) => setTimeout(done, ‹100-900› * n));\n  }\n  throw new Error("The ‹noun› could not be loaded");\n}\n```',
  ],
  "TypeError: cannot read properties of undefined, CORS policy error, ECONNREFUSED, SyntaxError: unexpected token, ReferenceError: ‹noun› is not defined, Type 'string' is not assignable to type 'number'",
  "React, Express, Vite, Tailwind, Node, Zod, Next.js",
);

const sql = language(
  "SQL",
  3,
  [
    "```sql\nSELECT ‹field›, count(*) AS ‹noun›s, sum(‹field.2›) AS total\nFROM ‹noun›\nWHERE created_at >= DATE '2023-0‹1-9›-01'\nGROUP BY ‹field›\nHAVING count(*) > ‹2-90›\nORDER BY total DESC\nLIMIT ‹10-100›;\n```",
    "```sql\nWITH ranked AS (\n  SELECT *, row_number() OVER (PARTITION BY ‹field› ORDER BY ‹field.2› DESC) AS place\n  FROM ‹noun›\n)\nDELETE FROM ‹noun› WHERE id IN (SELECT id FROM ranked WHERE place > 1);\n```",
  ],
  "deadlock detected, column must appear in the GROUP BY clause, duplicate key value violates unique constraint, syntax error at or near FROM, relation does not exist",
  "Postgres, SQLite, MySQL, DuckDB, dbt",
);

const rust = language(
  "Rust",
  1.5,
  [
    "```rust\nuse std::collections::HashMap;\n\n#[derive(Debug, Clone)]\nstruct ‹^noun› {\n    ‹field›: String,\n    ‹field.2›: u32,\n}\n\nfn ‹verb›(‹noun›s: &[‹^noun›]) -> HashMap<&str, u32> {\n    let mut totals = HashMap::new();\n    for ‹noun› in ‹noun›s {\n        *totals.entry(‹noun›.‹field›.as_str()).or_insert(0) += ‹noun›.‹field.2›;\n    }\n    totals\n}\n```",
  ],
  "borrow of moved value, cannot borrow as mutable, mismatched types, lifetime may not live long enough, trait bound not satisfied",
  "cargo, serde, tokio, rayon, clap",
);

const java = language(
  "Java",
  2.5,
  [
    "```java\npublic final class ‹^noun›Service {\n    private final Map<String, ‹^noun›> ‹noun›s = new HashMap<>();\n\n    public Optional<‹^noun›> ‹verb›(String ‹field›) {\n        if (‹field› == null || ‹field›.isBlank()) {\n            return Optional.empty();\n        }\n        return Optional.ofNullable(‹noun›s.get(‹field›));\n    }\n}\n```",
  ],
  "NullPointerException, ClassCastException, ConcurrentModificationException, cannot find symbol, OutOfMemoryError",
  "Spring Boot, Maven, JUnit, Hibernate, Gradle",
);

const bash = language(
  "Bash",
  2,
  [
    '```bash\n#!/usr/bin/env bash\nset -euo pipefail\n\nfor file in ./‹noun›s/*.log; do\n  count=$(grep -c "‹field›" "$file" || true)\n  printf "%s\\t%d\\n" "$(basename "$file")" "$count"\ndone | sort -k2 -nr | head -n ‹5-50›\n```',
    '```bash\nfind . -name "*.‹csv|txt|jpg|json›" -mtime +‹2-90› -print0 | xargs -0 -I{} mv {} "./‹noun›-archive/"\n```',
  ],
  "permission denied, command not found, syntax error near unexpected token, argument list too long, No such file or directory",
  "awk, sed, cron, jq, rsync",
);

const web = language(
  "HTML and CSS",
  2,
  [
    '```html\n<!doctype html>\n<html lang="en">\n  <body>\n    <main class="‹noun›">\n      <h1>‹^noun›s</h1>\n      <form><label>‹^field› <input name="‹field›" /></label><button>‹^verb›</button></form>\n    </main>\n  </body>\n</html>\n```\n\n```css\n.‹noun› {\n  display: grid;\n  grid-template-columns: repeat(‹2-6›, 1fr);\n  gap: ‹4-32›px;\n}\n```',
  ],
  "the button is not centered, the page scrolls sideways, the footer overlaps the text, my stylesheet is not loaded",
  "Tailwind, Bootstrap, Sass, Alpine, Jekyll",
);

export const codeSubjects: readonly Subject[] = [python, script, sql, rust, java, bash, web];
