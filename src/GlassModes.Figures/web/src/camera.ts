// The camera, which turns around the middle of the box. Both painters use it, so that they show the same view.

const steepest = Math.PI / 2 - 0.02;
export const fieldOfView = 35;

/** Where the camera is. Angles are in radians, the distance is in box lengths. */
export interface Camera {
  azimuth: number;
  elevation: number;
  distance: number;
}

export function firstCamera(): Camera {
  return { azimuth: 0.6, elevation: 0.35, distance: 3.05 };
}

export function turn(camera: Camera, across: number, up: number): void {
  camera.azimuth -= across;
  camera.elevation = Math.min(steepest, Math.max(-steepest, camera.elevation + up));
}

export function zoom(camera: Camera, factor: number): void {
  camera.distance = Math.min(8, Math.max(0.35, camera.distance * factor));
}

/** The position of the camera and its axes, in units of the box. */
export function basisOf(camera: Camera) {
  const [sa, ca, se, ce] = [Math.sin(camera.azimuth), Math.cos(camera.azimuth), Math.sin(camera.elevation), Math.cos(camera.elevation)];
  const back = [sa * ce, se, ca * ce] as const;
  const right = [ca, 0, -sa] as const;
  const up = [-sa * se, ce, -ca * se] as const;
  return { back, right, up };
}

/** Projects points for a picture of some size in pixels. */
export function projector(camera: Camera, box: number, width: number, height: number) {
  const { back, right, up } = basisOf(camera);
  const distance = camera.distance * box;
  const focal = focalLength(width, height);
  return (x: number, y: number, z: number) => {
    const depth = distance - (x * back[0] + y * back[1] + z * back[2]);
    const scale = focal / depth;
    return {
      x: width / 2 + scale * (x * right[0] + y * right[1] + z * right[2]),
      y: height / 2 - scale * (x * up[0] + y * up[1] + z * up[2]),
      depth,
      scale,
    };
  };
}

/** Pixels of a unit length at a unit distance. The smaller side of the picture has the field of view. */
export function focalLength(width: number, height: number): number {
  return Math.min(width, height) / 2 / Math.tan((fieldOfView * Math.PI) / 360);
}
