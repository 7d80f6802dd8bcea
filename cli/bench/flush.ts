// A disk whose flush takes as long as one likes: what an ordinary cloud disk does, on a machine whose own is faster. A library of a few
// lines of C stands before fdatasync in the database server; how long it waits stands in a file, so that one server can be measured with both.
import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const source = `#define _GNU_SOURCE
#include <fcntl.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>
static long wanted(void) {
  const char *name = getenv("READING_ROOM_FLUSH");
  char text[16] = {0};
  int file = name ? open(name, O_RDONLY) : -1;
  if (file < 0) return 0;
  if (read(file, text, sizeof text - 1) < 0) text[0] = 0;
  close(file);
  return atol(text);
}
int fdatasync(int fd) {
  struct timespec began, now;
  clock_gettime(CLOCK_MONOTONIC, &began);
  int answer = syscall(SYS_fdatasync, fd);
  clock_gettime(CLOCK_MONOTONIC, &now);
  long left = wanted() * 1000 - ((now.tv_sec - began.tv_sec) * 1000000000L + now.tv_nsec - began.tv_nsec);
  if (left > 0) {
    struct timespec rest = {left / 1000000000L, left % 1000000000L};
    nanosleep(&rest, 0);
  }
  return answer;
}
`;

export type SlowDisk = {
  /** For the database server. */
  readonly environment: Readonly<Record<string, string>>;
  /** From now on a flush takes at least so long; 0 is the disk as it is. */
  readonly flushTakes: (microseconds: number) => void;
};

/** Null where there is no C compiler. */
export function slowDisk(): SlowDisk | null {
  const folder = mkdtempSync(path.join(tmpdir(), "reading-room-flush-"));
  chmodSync(folder, 0o755); // the server may run as another account
  const [file, library, wait] = ["flush.c", "flush.so", "wait"].map((name) => path.join(folder, name)) as [string, string, string];
  writeFileSync(file, source);
  if (spawnSync("cc", ["-shared", "-fPIC", "-O2", "-o", library, file]).status !== 0) return null;
  const flushTakes = (microseconds: number) => writeFileSync(wait, String(microseconds), { mode: 0o644 });
  flushTakes(0);
  return { environment: { LD_PRELOAD: library, READING_ROOM_FLUSH: wait }, flushTakes };
}
