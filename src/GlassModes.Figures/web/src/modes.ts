// The view of modes: what is chosen, and what it changes.

import { onThemeChange } from "./colours";
import type { SampleData } from "./data";
import { SampleFrames, type Frame } from "./decode";
import { make } from "./dom";
import { formatNumber } from "./format";
import { readLink, writeLink } from "./link";
import { ModePanel } from "./panel";
import { distanceOf, makePicture, type ColourBy, type Picture } from "./picture";
import { drawProfile, type ProfileMark } from "./profile";
import { Stage } from "./stage";
import { describeParticle, describeRung, describeSample, listFacts } from "./words";

const pace = matchMedia("(prefers-reduced-motion: reduce)").matches ? 2000 : 700;
const label = "The mode in space";

function rounded(value: number): number {
  return Number(value.toPrecision(2));
}

/** What is on the stage. The choice may already be another one, whose rung is still being unpacked. */
interface Shown {
  sample: SampleData;
  species: Uint8Array;
  rung: number;
  mode: number;
  frame: Frame;
  picture: Picture;
  /** The least |e| that is shown. */
  threshold: number;
}

/** The view of modes of some samples. */
export class ModesView {
  private readonly panel = new ModePanel();
  private readonly stage: Stage;
  private readonly frames: SampleFrames[];
  private sample = 0;
  private rung = 0;
  private mode = 0;
  private shown: Shown | null = null;
  private mark: ProfileMark | null = null;
  private timer: number | undefined;
  private updates = 0;

  constructor(private readonly place: HTMLElement, private readonly samples: SampleData[]) {
    this.frames = samples.map((sample) => new SampleFrames(sample));
    this.stage = new Stage(
      { point: (sphere) => this.point(sphere), step: (rungs) => void this.step(rungs), play: () => this.togglePlay() }, label, "mode-keys");
    this.panel.build(place, this.stage.element, this.stage.isFlat);
    this.panel.sample.append(...samples.map((sample, k) => make("option", { value: k }, `${k + 1}: ${describeSample(sample)}`)));
    this.panel.button("\u25c0", "Turn left", () => this.stage.turnBy(-0.2, 0));
    this.panel.button("\u25b6", "Turn right", () => this.stage.turnBy(0.2, 0));
    this.panel.button("\u25b2", "Turn up", () => this.stage.turnBy(0, 0.2));
    this.panel.button("\u25bc", "Turn down", () => this.stage.turnBy(0, -0.2));
    this.panel.button("+", "Zoom in", () => this.stage.zoomBy(1 / 1.2));
    this.panel.button("\u2212", "Zoom out", () => this.stage.zoomBy(1.2));
    this.panel.button("Reset", "Reset the view", () => this.stage.reset());
    this.listen();
  }

  /** Shows what the address asks for, or the first rung of the first sample. */
  async start(): Promise<void> {
    this.choose(0);
    const isAsked = this.follow();
    await this.update(false);
    if (isAsked) {
      this.place.scrollIntoView({ behavior: "instant" });
    }

    addEventListener("hashchange", () => {
      if (this.follow()) {
        this.place.scrollIntoView();
        this.change(false);
      }
    });
    onThemeChange(() => this.change(false));
    new ResizeObserver(() => void this.redrawProfile()).observe(this.panel.profile);
  }

  private listen(): void {
    const { sample, mode, rung, play, colour, threshold, arrows } = this.panel;
    sample.addEventListener("change", () => {
      this.choose(Number(sample.value));
      this.change(true);
    });
    mode.addEventListener("change", () => {
      this.mode = Number(mode.value);
      this.change(true);
    });
    rung.addEventListener("input", () => {
      this.pause();
      this.rung = Number(rung.value);
      this.change(true);
    });
    play.addEventListener("click", () => this.togglePlay());
    for (const control of [colour, threshold, arrows]) {
      control.addEventListener("input", () => this.change(false));
    }
  }

  // A sample keeps the rung that was chosen, as far as the sample has such a rung.
  private choose(sample: number): void {
    const log10W = this.samples[this.sample]!.rungs[this.rung]!.log10W;
    this.sample = sample;
    this.chooseRung(log10W);
  }

  private chooseRung(log10W: number): void {
    const distances = this.samples[this.sample]!.rungs.map((rung) => Math.abs(rung.log10W - log10W));
    this.rung = distances.indexOf(Math.min(...distances));
  }

  // Takes the choice from the address, where it has one.
  private follow(): boolean {
    const link = readLink();
    if (link.sample === undefined && link.rung === undefined && link.mode === undefined) {
      return false;
    }

    const sample = (link.sample ?? this.sample + 1) - 1;
    if (this.samples[sample] !== undefined) {
      this.choose(sample);
    }

    if (link.rung !== undefined) {
      this.chooseRung(link.rung);
    }

    this.mode = Math.max(0, Math.round((link.mode ?? 1) - 1));
    return true;
  }

  // Shows what is chosen. If it cannot be shown, a message says so, and another choice may work.
  private change(isChosen: boolean): Promise<void> {
    return this.update(isChosen).catch((problem: unknown) => this.panel.showProblem(problem));
  }

  private async update(isChosen: boolean): Promise<void> {
    const update = ++this.updates;
    const sample = this.samples[this.sample]!;
    const number = this.rung;
    const rung = sample.rungs[number]!;
    const mode = Math.min(this.mode, rung.modes.length - 1);
    const frames = this.frames[this.sample]!;
    const [frame, species] = await Promise.all([frames.frame(number), frames.species]);
    if (update !== this.updates) {
      return;
    }

    const data = rung.modes[mode]!;
    const { panel } = this;
    const colourBy = panel.colour.value as ColourBy;
    const threshold = 10 ** Number(panel.threshold.value);
    const picture = makePicture(sample, species, frame, mode, threshold, colourBy, panel.arrows.checked);
    const { norms, order } = frame.modes[mode]!;
    const largest = norms[order[0]!]!;
    this.shown = { sample, species, rung: number, mode, frame, picture, threshold: threshold * largest };
    this.mark = null;
    this.stage.show(picture);
    panel.hideProblem();
    panel.listModes(rung.modes.length);
    panel.sample.value = String(this.sample);
    panel.mode.value = String(mode);
    panel.rung.max = String(sample.rungs.length - 1);
    panel.rung.value = String(number);
    panel.rung.setAttribute("aria-valuetext", describeRung(rung));
    panel.rungText.value = describeRung(rung);
    const thresholdText = `|e| \u2265 ${formatNumber(rounded(threshold * largest))}, ${formatNumber(rounded(threshold))} of the largest`;
    panel.threshold.setAttribute("aria-valuetext", thresholdText);
    panel.thresholdText.value = thresholdText;
    panel.showScale(colourBy, largest, data.energyScale);
    panel.showFacts(listFacts(sample, rung, data, frame, picture));
    if (isChosen) {
      writeLink({ sample: this.sample + 1, rung: rung.log10W, mode: mode + 1 });
    }

    await this.redrawProfile();
    // The next rung is unpacked before it is asked for. If that fails, the reader is told when the rung is asked for.
    if (number + 1 < sample.rungs.length) {
      frames.frame(number + 1).catch(() => undefined);
    }
  }

  private async redrawProfile(): Promise<void> {
    if (this.shown !== null) {
      const { sample, rung, mode, threshold } = this.shown;
      await drawProfile(this.panel.profile, sample, rung, mode, threshold, this.mark);
    }
  }

  private point(sphere: number | null): string[] {
    const { shown } = this;
    if (shown === null || sphere === null) {
      if (this.mark !== null) {
        this.mark = null;
        void this.redrawProfile();
      }

      return [];
    }

    const mode = shown.frame.modes[shown.mode]!;
    const particle = shown.picture.order[sphere]!;
    const distance = distanceOf(shown.frame, shown.picture.order[0]!, particle, shown.sample.box);
    const lines = describeParticle(particle, shown.species[particle]!, mode, distance);
    if (this.mark?.text !== lines[0]) {
      this.mark = { distance, norm: mode.norms[particle]!, text: lines[0]! };
      void this.redrawProfile();
    }

    return lines;
  }

  private async step(rungs: number): Promise<void> {
    const last = this.samples[this.sample]!.rungs.length - 1;
    const next = Math.min(last, Math.max(0, this.rung + rungs));
    if (next !== this.rung) {
      this.rung = next;
      await this.change(true);
    }
  }

  private togglePlay(): void {
    if (this.timer !== undefined) {
      this.pause();
      return;
    }

    this.panel.play.textContent = "Pause";
    if (this.isLast) {
      void this.step(-this.rung);
    }

    this.playOn();
  }

  // The next rung is asked for when the last one is on the stage, so that a slow machine shows every rung.
  private playOn(): void {
    const timer = window.setTimeout(async () => {
      await this.step(1);
      if (this.timer === timer) {
        if (this.isLast) {
          this.pause();
        } else {
          this.playOn();
        }
      }
    }, pace);
    this.timer = timer;
  }

  private get isLast(): boolean {
    return this.rung >= this.samples[this.sample]!.rungs.length - 1;
  }

  private pause(): void {
    window.clearTimeout(this.timer);
    this.timer = undefined;
    this.panel.play.textContent = "Play";
  }
}
