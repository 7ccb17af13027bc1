// The parts of the page. A part that fails says so in its place, and the other parts go on.

import { make } from "./dom";

/** Starts a part. Never throws. */
export async function startPart(name: string, place: Element | null, start: () => void | Promise<void>): Promise<void> {
  try {
    await start();
  } catch (problem) {
    showFailure(name, place, problem);
  }

  performance.mark(`glassmodes: ${name}`);
}

/** Says in the place of a part, and in the console, why the part cannot be shown. */
export function showFailure(name: string, place: Element | null, problem: unknown): void {
  const reason = problem instanceof Error ? problem.message : String(problem);
  console.error(`${name} cannot be shown: ${reason}`, problem);
  place?.replaceChildren(make("p", { class: "note", role: "alert", "data-failed": true }, `${name} cannot be shown: ${reason}`));
}
