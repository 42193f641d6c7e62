// Builds the styles and scripts into src/evenground/design/static/evenground (never committed).
// `node build.mjs` after `npm ci`; takes about a second.

import { build, transform } from "esbuild";
import { cp, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "../src/evenground/design/static/evenground");
const nhsuk = join(here, "node_modules/nhsuk-frontend");
const target = ["es2020", "chrome100", "firefox100", "safari15"];

// The design system's blues say "this is an NHS site". Ours is not one: each becomes our own teal of the same
// lightness or darker, so the contrast the design system was tested with stays.
const palette = {
  "#005eb8": "#0b5a63", // links, header, secondary buttons
  "#0055a6": "#0a515a",
  "#004b93": "#09484f",
  "#004281": "#083f46",
  "#003d78": "#07393f",
  "#003087": "#063238",
  "#002f5c": "#052a2f",
  "#337ec6": "#3f858c",
  "#c7dcef": "#cfe6e6",
  "#ccdff1": "#d3e8e8",
  "#d9e7f4": "#dceeed",
  "#edf4fa": "#eef7f6",
  "#007f3b": "#2b6e3f", // primary buttons, success
  "#00662f": "#235a34",
  "#004c23": "#1b4628",
  "#00401e": "#16391f",
  "#ffeb3b": "#ffd84d", // focus
  "#f0f4f5": "#f6f5f1", // page
  "#d8dde0": "#dbdcd6", // borders, footer
};

function ours(css) {
  return Object.entries(palette)
    .reduce((text, [theirs, own]) => text.replaceAll(theirs, own), css)
    .replace(/@font-face\s*\{[^}]*\}/g, "") // the font is licensed for nhs.uk only and fetched from there
    .replace(/"?Frutiger W01"?,\s*/g, "")
    .replace(/\/\*#\s*sourceMappingURL=.*?\*\//g, "")
    .replaceAll("/assets/images/", "images/"); // relative, so that any static address works
}

async function styles() {
  const base = ours(await readFile(join(nhsuk, "dist/nhsuk/nhsuk-frontend.min.css"), "utf8"));
  const names = (await readdir(join(here, "styles"))).filter((name) => name.endsWith(".css")).sort();
  const own = await Promise.all(names.map((name) => readFile(join(here, "styles", name), "utf8")));
  const { code } = await transform(own.join("\n"), { loader: "css", minify: true, target });
  await writeFile(join(out, "evenground.css"), `${base.trim()}\n${code}`);

  const icons = new Set([...base.matchAll(/url\(images\/([\w.-]+)\)/g)].map((match) => match[1]));
  await mkdir(join(out, "images"), { recursive: true });
  for (const icon of icons) await cp(join(nhsuk, "dist/nhsuk/assets/images", icon), join(out, "images", icon));
  await cp(join(here, "images"), join(out, "images"), { recursive: true });
}

async function scripts() {
  const shared = { bundle: true, minify: true, target, outdir: out, legalComments: "none", logLevel: "warning" };
  await Promise.all([
    build({ ...shared, entryPoints: [join(here, "src/evenground.ts")], format: "esm" }),
    build({ ...shared, entryPoints: [join(here, "src/early.ts")], format: "iife" }),
  ]);
}

async function licences() {
  const modules = join(here, "node_modules");
  const used = [
    // The package leaves its own licence text out, so ours keeps the notice.
    ["nhsuk-frontend", "The NHS.UK design system, without its logo, font and colours.", join(here, "licences/nhsuk-frontend.txt")],
    ["htmx.org", "Updates parts of a page.", join(modules, "htmx.org/LICENSE")],
  ];
  const parts = await Promise.all(
    used.map(async ([name, what, path]) => {
      const { version, license } = JSON.parse(await readFile(join(modules, name, "package.json"), "utf8"));
      return `${name} ${version}\n${what}\nLicence: ${license}\n\n${(await readFile(path, "utf8")).trim()}\n`;
    }),
  );
  await writeFile(join(out, "LICENCES.txt"), parts.join(`\n${"-".repeat(72)}\n\n`));
}

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
await Promise.all([styles(), scripts(), licences()]);
