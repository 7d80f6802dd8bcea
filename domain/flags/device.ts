import { type Detector, flag } from "./strand";

/** A session from a browser that the person had not signed in with before, although they had worked here on days before. */
export const findDevices: Detector = ({ lines, habits }) => {
  const fresh = lines.filter(
    ({ action, outcome, detail }) => action === "session:open" && outcome === "done" && detail?.newDevice === true,
  );
  const [first] = fresh;
  if (!first || habits.hours(first.person ?? first.email ?? "").length === 0) return [];
  const times = fresh.length === 1 ? "a browser" : `${fresh.length} browsers`;
  return flag("device", fresh, `Signed in with ${times} that this person had not used before.`, { browsers: fresh.length });
};
