// Paints a mode with WebGL. A sphere is one point whose depth and shading the fragment shader computes.

import {
  BoxGeometry, BufferAttribute, BufferGeometry, Color, ConeGeometry, CylinderGeometry, DirectionalLight, EdgesGeometry, GLSL3,
  HemisphereLight, InstancedMesh, LineBasicMaterial, LineSegments, Matrix4, MeshLambertMaterial, PerspectiveCamera, Points, Quaternion,
  Scene, ShaderMaterial, Vector2, Vector3, WebGLRenderer,
} from "three";
import { mergeGeometries } from "three/examples/jsm/utils/BufferGeometryUtils.js";
import { basisOf, fieldOfView, type Camera } from "./camera";
import { theme } from "./colours";
import type { Painter } from "./painter";
import type { Picture } from "./picture";

const mostArrows = 300;
const arrowWidth = 0.08;
const headLength = 0.28;

const sphereVertex = `
in float radius;
in vec3 tint;
uniform float pixels;
out vec3 vTint;
out vec3 vCentre;
out float vRadius;
void main() {
  vec4 centre = modelViewMatrix * vec4(position, 1.0);
  vTint = tint;
  vCentre = centre.xyz;
  vRadius = radius;
  gl_Position = projectionMatrix * centre;
  gl_PointSize = 2.0 * radius * pixels / -centre.z;
}`;

const sphereFragment = `
precision highp float;
uniform mat4 projectionMatrix;
in vec3 vTint;
in vec3 vCentre;
in float vRadius;
out vec4 colour;
void main() {
  vec2 p = vec2(2.0 * gl_PointCoord.x - 1.0, 1.0 - 2.0 * gl_PointCoord.y);
  float outside = dot(p, p);
  if (outside > 1.0) discard;
  vec3 normal = vec3(p, sqrt(1.0 - outside));
  float z = vCentre.z + vRadius * normal.z;
  float depth = (projectionMatrix[2][2] * z + projectionMatrix[3][2]) / -z;
  gl_FragDepth = 0.5 * depth + 0.5;
  float light = 0.62 + 0.5 * max(0.0, dot(normal, normalize(vec3(-0.4, 0.6, 0.7))));
  float edge = smoothstep(1.0, 0.8, outside);
  colour = vec4(vTint * light * mix(0.6, 1.0, edge), 1.0);
}`;

const ringFragment = `
precision highp float;
uniform vec3 ring;
in float vRadius;
out vec4 colour;
void main() {
  float d = length(2.0 * gl_PointCoord - 1.0);
  if (d > 1.0 || d < 0.84) discard;
  colour = vec4(ring, 1.0);
}`;

/** Paints with WebGL. The constructor throws where WebGL is missing. */
export class ScenePainter implements Painter {
  readonly canvas: HTMLCanvasElement;
  private readonly renderer: WebGLRenderer;
  private readonly scene = new Scene();
  private readonly view = new PerspectiveCamera(fieldOfView, 1, 0.1, 1000);
  private readonly spheres = new BufferGeometry();
  private readonly sphereMaterial = pointMaterial(sphereFragment, {});
  private readonly ringMaterial = pointMaterial(ringFragment, { ring: { value: new Color() } });
  private readonly ring = new BufferGeometry();
  private readonly arrows: InstancedMesh;
  private readonly arrowMaterial = new MeshLambertMaterial();
  private readonly frame: LineSegments;
  private readonly frameMaterial = new LineBasicMaterial();
  private box = 1;

  constructor() {
    requireWebGl();
    this.renderer = new WebGLRenderer({ antialias: true, alpha: true, preserveDrawingBuffer: true });
    this.canvas = this.renderer.domElement;
    this.arrows = new InstancedMesh(arrowGeometry(), this.arrowMaterial, mostArrows);
    this.frame = new LineSegments(new EdgesGeometry(new BoxGeometry(1, 1, 1)), this.frameMaterial);
    const ring = new Points(this.ring, this.ringMaterial);
    this.ringMaterial.depthTest = false;
    ring.renderOrder = 1;
    const light = new DirectionalLight(0xffffff, 2);
    light.position.set(-0.4, 0.6, 0.7);
    this.view.add(light);
    const spheres = new Points(this.spheres, this.sphereMaterial);
    this.scene.add(spheres, ring, this.arrows, this.frame, this.view, new HemisphereLight(0xffffff, 0x888888, 1.5));
    for (const object of this.scene.children) {
      object.frustumCulled = false;
    }
  }

  show(picture: Picture): void {
    this.box = picture.box;
    this.frame.scale.setScalar(picture.box);
    this.spheres.dispose();
    this.spheres.setAttribute("position", new BufferAttribute(picture.positions, 3));
    this.spheres.setAttribute("radius", new BufferAttribute(picture.radii, 1));
    this.spheres.setAttribute("tint", new BufferAttribute(picture.colours, 3, true));
    this.spheres.setDrawRange(0, picture.count);
    this.ring.dispose();
    this.ring.setAttribute("position", new BufferAttribute(new Float32Array(3), 3));
    this.ring.setAttribute("radius", new BufferAttribute(new Float32Array([1.7 * picture.radii[0]!]), 1));
    this.ring.setAttribute("tint", new BufferAttribute(new Float32Array(3), 3));
    this.arrows.count = picture.arrowCount;
    const matrix = new Matrix4();
    const [from, along, turn, up] = [new Vector3(), new Vector3(), new Quaternion(), new Vector3(0, 1, 0)];
    for (let k = 0; k < picture.arrowCount; k++) {
      from.fromArray(picture.arrows, 6 * k);
      along.fromArray(picture.arrows, 6 * k + 3).sub(from);
      const length = along.length();
      turn.setFromUnitVectors(up, along.divideScalar(length));
      this.arrows.setMatrixAt(k, matrix.compose(from, turn, new Vector3(Math.sqrt(length), length, Math.sqrt(length))));
    }

    this.arrows.instanceMatrix.needsUpdate = true;
  }

  draw(camera: Camera, width: number, height: number): void {
    const colours = theme();
    this.arrowMaterial.color.set(colours.text);
    this.frameMaterial.color.set(colours.faint);
    (this.ringMaterial.uniforms["ring"]!.value as Color).set(colours.text).convertLinearToSRGB();
    this.renderer.setPixelRatio(Math.min(devicePixelRatio, 2));
    this.renderer.setSize(width, height);
    const { back } = basisOf(camera);
    const distance = camera.distance * this.box;
    this.view.position.set(distance * back[0], distance * back[1], distance * back[2]);
    this.view.lookAt(0, 0, 0);
    this.view.aspect = width / height;
    // The smaller side has the field of view.
    const half = Math.tan((fieldOfView * Math.PI) / 360) * Math.max(1, height / width);
    this.view.fov = (Math.atan(half) * 360) / Math.PI;
    this.view.near = Math.max(0.05, distance - this.box);
    this.view.far = distance + 2 * this.box;
    this.view.updateProjectionMatrix();
    const pixels = this.renderer.getDrawingBufferSize(new Vector2()).y / 2 / half;
    this.sphereMaterial.uniforms["pixels"]!.value = pixels;
    this.ringMaterial.uniforms["pixels"]!.value = pixels;
    this.renderer.render(this.scene, this.view);
  }
}

function pointMaterial(fragmentShader: string, uniforms: Record<string, { value: unknown }>): ShaderMaterial {
  return new ShaderMaterial({
    glslVersion: GLSL3,
    vertexShader: sphereVertex,
    fragmentShader,
    uniforms: { pixels: { value: 1 }, ...uniforms },
  });
}

// An arrow of length 1 along y.
function arrowGeometry(): BufferGeometry {
  const shaft = new CylinderGeometry(arrowWidth, arrowWidth, 1 - headLength, 10).translate(0, (1 - headLength) / 2, 0);
  const head = new ConeGeometry(2.6 * arrowWidth, headLength, 14).translate(0, 1 - headLength / 2, 0);
  return mergeGeometries([shaft, head]);
}

// Three writes to the console where it finds no WebGL.
function requireWebGl(): void {
  const context = document.createElement("canvas").getContext("webgl2");
  if (context === null) {
    throw new Error("This browser has no WebGL 2.");
  }

  context.getExtension("WEBGL_lose_context")?.loseContext();
}
