// What is in the vsix, and that what it says of itself agrees with the repository.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import yauzl from "yauzl";

const read = (path) => readFileSync(new URL(path, import.meta.url), "utf8");
const manifest = JSON.parse(read("../package.json"));

test("the vsix holds what the extension needs, and nothing else", async () => {
  const path = fileURLToPath(new URL(`../waypost-${manifest.version}.vsix`, import.meta.url));
  const zip = await promisify(yauzl.open)(path);
  const names = [];
  zip.on("entry", ({ fileName }) => names.push(fileName));
  await new Promise((resolve, reject) => zip.on("end", resolve).on("error", reject));
  assert.deepEqual(names.sort(), [
    "[Content_Types].xml",
    "extension.vsixmanifest",
    "extension/LICENSE.txt",
    "extension/cases-language-configuration.json",
    "extension/dist/THIRD-PARTY-NOTICES.txt",
    "extension/dist/extension.js",
    "extension/language-configuration.json",
    "extension/package.json",
    "extension/readme.md",
    "extension/syntaxes/way.tmLanguage.json",
    "extension/syntaxes/waypost-cases.tmLanguage.json",
  ]);
});

test("the extension has the version, the licence and the repository of the workspace", () => {
  const workspace = read("../../../Cargo.toml");
  const field = (name) => workspace.match(new RegExp(`^${name} = "(.*)"$`, "m"))[1];
  assert.equal(manifest.version, field("version"));
  assert.equal(manifest.license, field("license"));
  assert.equal(manifest.repository.url, `${field("repository")}.git`);
});

test("what it is built with is pinned", () => {
  for (const version of Object.values(manifest.devDependencies)) assert.match(version, /^\d+\.\d+\.\d+$/);
});
