// The controls of the view of modes, without what they do.

import { divergingAt, gradient, sequentialAt } from "./colours";
import { labelled, make, select } from "./dom";
import { formatNumber } from "./format";
import { decades, type ColourBy } from "./picture";

const profileCaption =
  "d(r) is the median of |e| at the distance r from the core. The thick line is the chosen rung, the others the other rungs. The dashed "
  + "line is the threshold, the dotted line the core radius. An open circle is the particle under the pointer.";
const keysCaption =
  "Drag to turn. On the picture, arrow keys turn, + and \u2212 zoom, Home resets, comma and full stop change the rung, space plays. Ctrl with "
  + "the wheel zoom. The ring marks the core, the particle of largest |e|, which is in the middle of the box. The length of an arrow grows "
  + "as the square root of |e|.";

/** Elements of the view. */
export class ModePanel {
  readonly sample = select([], { "data-control": "sample" });
  readonly mode = select([], { "data-control": "mode" });
  readonly rung = make("input", { type: "range", min: 0, step: 1, "data-control": "rung" });
  readonly rungText = make("output", { "data-rung": true });
  readonly play = make("button", { type: "button", "data-control": "play" }, "Play");
  readonly colour = select([["norm", "|e|, the amplitude"], ["energy", "\u03b4E, the local energy"]], { "data-control": "colour" });
  readonly threshold = make("input", { type: "range", min: -4, max: 0, step: 0.05, value: -1.5, "data-control": "threshold" });
  readonly thresholdText = make("output");
  readonly arrows = make("input", { type: "checkbox", checked: true, "data-control": "arrows" });
  readonly spin = make("span", { class: "buttons", role: "group", "aria-label": "Camera" });
  readonly facts = make("dl", { class: "facts", "data-facts": true });
  readonly profile = make("div", { class: "plot", "data-profile": true });
  private readonly problem = make("p", { class: "note", role: "alert", hidden: true });
  private readonly modeLabel = labelled("Mode", this.mode);
  private readonly bar = make("div", { class: "bar" });
  private readonly barText = make("div", { class: "bar-text" });

  /** Puts the elements and the stage in place. */
  build(place: HTMLElement, stage: HTMLElement, isFlat: boolean): void {
    const note = isFlat ? [make("p", { class: "note" }, "This browser has no WebGL. The picture is drawn flat.")] : [];
    const arrows = make("label", { class: "check" }, this.arrows, "arrows");
    place.append(
      controls(labelled("Sample", this.sample), this.modeLabel, labelled("Colour", this.colour), arrows),
      controls(labelled("Rung", this.rung), this.play, this.rungText),
      controls(labelled("Threshold", this.threshold), this.thresholdText),
      make("div", { class: "mode-grid" },
        make("div", {}, this.problem, ...note, stage, this.spin, make("div", { class: "scale" }, this.bar, this.barText)),
        make("div", {}, this.facts, make("h3", {}, "Decay profile"), this.profile, make("p", { class: "caption" }, profileCaption))),
      make("p", { class: "caption", id: "mode-keys" }, keysCaption),
    );
  }

  button(text: string, label: string, action: () => void): void {
    const button = make("button", { type: "button", "aria-label": label, title: label }, text);
    button.addEventListener("click", action);
    this.spin.append(button);
  }

  /** Says why a choice cannot be shown. */
  showProblem(problem: unknown): void {
    const reason = problem instanceof Error ? problem.message : String(problem);
    console.error(`The mode cannot be shown: ${reason}`, problem);
    this.problem.textContent = `The mode cannot be shown: ${reason}`;
    this.problem.hidden = false;
  }

  hideProblem(): void {
    this.problem.hidden = true;
  }

  /** Lists modes to choose from. One mode is no choice. A list that stays the same stays open. */
  listModes(count: number): void {
    if (this.mode.options.length !== count) {
      const names = Array.from({ length: count }, (_, k) => (k === 0 ? "1, the lowest" : String(k + 1)));
      this.mode.replaceChildren(...names.map((name, k) => make("option", { value: k }, name)));
    }

    this.modeLabel.hidden = count < 2;
  }

  /** Explains the colours. */
  showScale(colourBy: ColourBy, largestNorm: number, largestEnergy: number): void {
    if (colourBy === "norm") {
      this.bar.style.background = gradient(sequentialAt, 0, 1);
      this.fillBar(`\u2264 ${formatNumber(largestNorm * 10 ** -decades)}`, "|e|, logarithmic", formatNumber(largestNorm));
    } else {
      this.bar.style.background = gradient(divergingAt, -1, 1);
      this.fillBar(formatNumber(-largestEnergy), "\u03b4E, square root", formatNumber(largestEnergy));
    }
  }

  showFacts(facts: [string, string][]): void {
    this.facts.replaceChildren(...facts.map(([name, text]) => make("div", {}, make("dt", {}, name), make("dd", {}, text))));
  }

  private fillBar(...texts: string[]): void {
    this.barText.replaceChildren(...texts.map((text) => make("span", {}, text)));
  }
}

function controls(...children: Node[]): HTMLElement {
  return make("p", { class: "controls" }, ...children);
}
