import fs from "node:fs";
import path from "node:path";
import AdmZip from "adm-zip";
import unzipper from "unzipper";

export function unpack(data: Buffer, folder: string) {
  for (const entry of new AdmZip(data).getEntries()) {
    // ruleid: js.archive-entry-path
    fs.writeFileSync(path.join(folder, entry.entryName), entry.getData());
  }
}

export function streamed(source: NodeJS.ReadableStream, folder: string) {
  source.pipe(unzipper.Parse()).on("entry", (entry) => {
    const target = path.join(folder, entry.path);
    // ruleid: js.archive-entry-path
    entry.pipe(fs.createWriteStream(target));
  });
}

export function fromTar(extract: Extract, folder: string) {
  extract.on("entry", (header, stream, next) => {
    // ruleid: js.archive-entry-path
    stream.pipe(fs.createWriteStream(`${folder}/${header.name}`));
    stream.on("end", next);
  });
}

export function checked(data: Buffer, folder: string) {
  for (const entry of new AdmZip(data).getEntries()) {
    const target = path.resolve(folder, entry.entryName);
    if (!target.startsWith(folder + path.sep)) {
      throw new Error("entry outside the folder");
    }
    // ok: js.archive-entry-path
    fs.writeFileSync(target, entry.getData());
  }
}

export function flat(data: Buffer, folder: string) {
  for (const entry of new AdmZip(data).getEntries()) {
    // ok: js.archive-entry-path
    fs.writeFileSync(path.join(folder, path.basename(entry.entryName)), entry.getData());
  }
}

export function all(data: Buffer, folder: string) {
  // ok: js.archive-entry-path
  new AdmZip(data).extractAllTo(folder, true);
}

async function each(buffer: Buffer) {
  const zip = await JSZip.loadAsync(buffer);
  for (const [name, file] of Object.entries(zip.files)) {
    // ruleid: js.archive-entry-path
    fs.writeFileSync(path.join("/srv/in", name), await file.async("nodebuffer"));
  }
}

async function noted(folder) {
  let odd = 0;
  for (const entry of folder.files) {
    if (entry.path.split("/").includes("..")) {
      odd += 1;
    }
    // ruleid: js.archive-entry-path
    fs.writeFileSync(path.join("/srv/in", entry.path), await entry.buffer());
  }
  return odd;
}

async function skipped(folder) {
  for (const entry of folder.files) {
    if (entry.path.split("/").includes("..")) {
      log.warn("left out");
      continue;
    }
    // ok: js.archive-entry-path
    fs.writeFileSync(path.join("/srv/in", entry.path), await entry.buffer());
  }
}

export async function unzipNames(data: Buffer, folder: string) {
  const zip = await JSZip.loadAsync(data);
  for (const name of Object.keys(zip.files)) {
    // ruleid: js.archive-entry-path
    fs.writeFileSync(`${folder}/${name}`, await zip.files[name].async("nodebuffer"));
  }
}

export async function unzipAll(file: string, folder: string) {
  const unzipper = await import("unzipper");
  const archive = await unzipper.Open.file(file);
  // ruleid: js.archive-entry-path
  await Promise.all(archive.files.map(async (one) => fs.promises.writeFile(path.join(folder, one.path), await one.buffer())));
}

export function unzipChecked(data: Buffer, folder: string) {
  for (const entry of new AdmZip(data).getEntries()) {
    const target = path.resolve(folder, entry.entryName);
    if (path.relative(folder, target).startsWith("..")) throw new Error("outside");
    // ok: js.archive-entry-path
    fs.writeFileSync(target, entry.getData());
  }
}
