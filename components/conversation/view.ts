/** How a turn is shown: read as Markdown, character for character, or with the number of every character that is not plain ASCII. */
export const views = ["markdown", "plain", "points"] as const;
export type View = (typeof views)[number];

export const viewNames: Record<View, string> = { markdown: "Markdown", plain: "Plain", points: "Code points" };

export function nextView(view: View): View {
  return views[(views.indexOf(view) + 1) % views.length] ?? "markdown";
}
