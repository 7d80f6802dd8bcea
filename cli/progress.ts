import { SingleBar } from "cli-progress";
import type { Progress } from "@/domain/intake/run-intake";
import { tell } from "./frame";

const megabyte = 1024 * 1024;

/** A bar on standard error: which file, how far, how many records, how fast, how much longer. Without a terminal a line now and then. */
export function progressBar() {
  const format = "{step} {file} |{bar}| {percentage}% {size} {records} records, {rejected} rejected, {rate}, {left} left";
  const bar = new SingleBar({
    format,
    stream: process.stderr,
    noTTYOutput: true,
    notTTYSchedule: 5_000,
    hideCursor: true,
    barsize: 20,
    fps: 5,
    etaBuffer: 100,
  });
  let shown = "";
  let began = 0;
  function stop() {
    if (shown) bar.stop();
    shown = "";
  }
  return {
    update({ step, file, bytes, of, records, rejected }: Progress) {
      if (shown !== step + file) {
        stop();
        if (step === "comparing") return tell(`Comparing ${records - rejected} conversations of ${file} with each other.`);
        // Sealing numbers and indexes in one transaction of the server: nothing to measure, only to wait for.
        if (step === "sealing") return tell(`Sealing ${file}: ${records - rejected} conversations are numbered and indexed.`);
        shown = step + file;
        began = performance.now();
        bar.start(Math.max(of, 1), 0, { step, file, size: "", records: 0, rejected: 0, rate: "", left: "" });
      }
      const seconds = (performance.now() - began) / 1000;
      const rate = bytes / Math.max(seconds, 0.001);
      bar.update(of ? bytes : 0, {
        records,
        rejected,
        size: of ? `${(bytes / megabyte).toFixed(1)} of ${(of / megabyte).toFixed(1)} MB` : "",
        rate: `${(rate / megabyte).toFixed(1)} MB/s`,
        left: rate > 0 && of ? `${Math.ceil((of - bytes) / rate)} s` : "a while",
      });
    },
    say(message: string) {
      stop();
      tell(message);
    },
    stop,
  };
}
