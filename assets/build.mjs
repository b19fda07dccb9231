/* Builds what the browser gets into coproduce/ui/static/ui: one style sheet, and the base's script as it comes.
   Runs at set-up only; `npm ci --omit=optional` first. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "..", "coproduce", "ui", "static", "ui", "built");
mkdirSync(out, { recursive: true });

/* Written aside and renamed, so that a build that is broken off leaves the old file whole. */
function write(name, text) {
  writeFileSync(join(out, `${name}.part`), text);
  renameSync(join(out, `${name}.part`), join(out, name));
  console.log(`${name}: ${Math.round(Buffer.byteLength(text) / 1024)} KB`);
}

const { css } = sass.compile(join(here, "app.scss"), {
  style: "compressed",
  importers: [new sass.NodePackageImporter(here)],
  quietDeps: true,
});
/* The base brings a yellow, a green and the name of a font that are the government's own. */
for (const foreign of ["GDS Transport", "/assets/", "crown"]) {
  if (css.includes(foreign)) throw new Error(`the style sheet must not contain ${foreign}`);
}
write("app.css", css);

const govuk = readFileSync(join(here, "node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.js"), "utf8");
write("govuk-frontend.min.js", govuk.replace(/\n?\/\/# sourceMappingURL=.*\s*$/, "\n"));
