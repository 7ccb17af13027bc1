// Unpacks positions and modes, which Page/SnapshotCode.cs packs.

import type { RungData, SampleData } from "./data";

const largestValue = 32767;

/** A mode at a rung, in numbers. */
export interface Mode {
  vector: Float32Array;
  energies: Float32Array;
  norms: Float32Array;
  /** Indices of the particles, of largest |e| first. */
  order: Uint32Array;
}

/** A rung: coordinates in units of L/65536, modulo 65536, and modes. */
export interface Frame {
  coordinates: Uint16Array;
  modes: Mode[];
}

/** Unpacks the rungs of a sample in turn, each once. */
export class SampleFrames {
  readonly species: Promise<Uint8Array>;
  private readonly frames: Promise<Frame>[] = [];

  constructor(private readonly sample: SampleData) {
    this.species = gunzip(sample.species);
  }

  /** The frame of a rung. Unpacks those before it too, for each is stored as a difference. */
  frame(rung: number): Promise<Frame> {
    for (let k = this.frames.length; k <= rung; k++) {
      const data = this.sample.rungs[k]!;
      const bytes = gunzip(data.data);
      const before = k === 0 ? null : this.frames[k - 1]!;
      this.frames.push(this.unpack(data, bytes, before));
    }

    return this.frames[rung]!;
  }

  private async unpack(rung: RungData, packed: Promise<Uint8Array>, before: Promise<Frame> | null): Promise<Frame> {
    const numbers = unshuffle(await packed);
    const count = this.sample.particles;
    const coordinates = numbers.slice(0, 3 * count);
    if (before !== null) {
      const last = (await before).coordinates;
      for (let k = 0; k < coordinates.length; k++) {
        coordinates[k] = coordinates[k]! + last[k]!;
      }
    }

    const modes = rung.modes.map((mode, m) => {
      const first = 3 * count + 4 * count * m;
      const vector = toValues(numbers.subarray(first, first + 3 * count), mode.vectorScale);
      const energies = toValues(numbers.subarray(first + 3 * count, first + 4 * count), mode.energyScale);
      const norms = normsOf(vector);
      return { vector, energies, norms, order: descending(norms) };
    });
    return { coordinates, modes };
  }
}

async function gunzip(text: string): Promise<Uint8Array> {
  const stream = new Blob([fromBase64(text)]).stream().pipeThrough(new DecompressionStream("gzip"));
  try {
    return new Uint8Array(await new Response(stream).arrayBuffer());
  } catch {
    throw new Error("the data of the page are damaged");
  }
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const native = (Uint8Array as unknown as { fromBase64?: (text: string) => Uint8Array<ArrayBuffer> }).fromBase64;
  if (native !== undefined) {
    return native.call(Uint8Array, text);
  }

  const characters = atob(text);
  const bytes = new Uint8Array(characters.length);
  for (let k = 0; k < bytes.length; k++) {
    bytes[k] = characters.charCodeAt(k);
  }

  return bytes;
}

function unshuffle(bytes: Uint8Array): Uint16Array {
  const count = bytes.length / 2;
  const numbers = new Uint16Array(count);
  for (let k = 0; k < count; k++) {
    numbers[k] = bytes[k]! | (bytes[count + k]! << 8);
  }

  return numbers;
}

function toValues(numbers: Uint16Array, scale: number): Float32Array {
  const values = new Float32Array(numbers.length);
  const factor = scale / (largestValue * largestValue);
  for (let k = 0; k < values.length; k++) {
    const signed = (numbers[k]! << 16) >> 16;
    values[k] = factor * signed * Math.abs(signed);
  }

  return values;
}

function normsOf(vector: Float32Array): Float32Array {
  const norms = new Float32Array(vector.length / 3);
  for (let i = 0; i < norms.length; i++) {
    norms[i] = Math.hypot(vector[3 * i]!, vector[3 * i + 1]!, vector[3 * i + 2]!);
  }

  return norms;
}

// Sorts numbers that hold both the norm and the index, for sorting by a function is ten times slower.
function descending(norms: Float32Array): Uint32Array {
  const count = norms.length;
  let largest = 0;
  for (let i = 0; i < count; i++) {
    largest = Math.max(largest, norms[i]!);
  }

  const keys = new Float64Array(count);
  const factor = largest > 0 ? 2 ** 30 / largest : 0;
  for (let i = 0; i < count; i++) {
    keys[i] = Math.floor((largest - norms[i]!) * factor) * count + i;
  }

  keys.sort();
  const order = new Uint32Array(count);
  for (let i = 0; i < count; i++) {
    order[i] = keys[i]! % count;
  }

  return order;
}
