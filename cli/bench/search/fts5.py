"""SQLite FTS5 beside the product: the best simple engine for the same text. Reads commands as lines of JSON, answers with lines of JSON."""
import json, os, sqlite3, sys, time

path = sys.argv[1]
db = sqlite3.connect(path)
db.execute("PRAGMA journal_mode = OFF")
db.execute("PRAGMA synchronous = OFF")
db.execute("CREATE VIRTUAL TABLE f USING fts5(text, content = '', tokenize = \"unicode61 remove_diacritics 0\")")
spent = 0.0
for line in sys.stdin:
    asked = json.loads(line)
    began = time.perf_counter()
    if asked["op"] == "add":
        db.executemany("INSERT INTO f (rowid, text) VALUES (?, ?)", asked["rows"])
        spent += time.perf_counter() - began
        answer = {}
    elif asked["op"] == "end":
        db.execute("INSERT INTO f (f) VALUES ('optimize')")
        db.commit()
        spent += time.perf_counter() - began
        answer = {"version": sqlite3.sqlite_version, "ms": spent * 1000, "bytes": os.path.getsize(path)}
    else:
        times, count = [], 0
        for _ in range(asked["rounds"]):
            began = time.perf_counter()
            (count,) = db.execute("SELECT count(*) FROM f WHERE f MATCH ?", (asked["match"],)).fetchone()
            times.append((time.perf_counter() - began) * 1000)
        answer = {"count": count, "times": times}
    print(json.dumps(answer), flush=True)
