/** The parts of the checkout's package.json that differ in the package. */
export interface CheckoutManifest {
  readonly exports: Readonly<Record<string, string>>;
  readonly [member: string]: unknown;
}

const CHECKOUT_ONLY = ["scripts", "devDependencies", "allowScripts"];

/** The package.json of the package: what the checkout takes from `src` comes from `dist`, with its types. */
export function publishedManifest(manifest: CheckoutManifest): Readonly<Record<string, unknown>> {
  const exports = Object.entries(manifest.exports).map(([name, path]) => [name, published(path)]);
  const kept = Object.entries(manifest).filter(([member]) => !CHECKOUT_ONLY.includes(member));
  return { ...Object.fromEntries(kept), exports: Object.fromEntries(exports) };
}

function published(path: string): unknown {
  const module = /^\.\/src\/(.*)\.ts$/.exec(path)?.[1];
  return module === undefined ? path : { types: `./dist/${module}.d.ts`, default: `./dist/${module}.js` };
}
