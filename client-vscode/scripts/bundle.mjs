// Two files: the one that VS Code loads, and the client library, which is read when there is a server to start.
import { copyFile, readdir, readFile, writeFile } from "node:fs/promises";
import { build } from "esbuild";

const { metafile } = await build({
  entryPoints: ["src/extension.ts", "src/languageClient.ts"],
  outdir: "dist",
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  external: ["vscode", "./languageClient"],
  supported: { "dynamic-import": false }, // A plain `require`.
  mainFields: ["module", "main"],
  minify: true,
  metafile: true,
});
await copyFile("../LICENSE", "LICENSE.txt"); // The package has to bring it, and the repository has it once.
await writeFile("dist/ThirdPartyNotices.txt", await notices(Object.keys(metafile.inputs)));

/** The licences of all packages of which something is in the bundle. */
async function notices(files) {
  const folders = files.map((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0]).filter(Boolean);
  const texts = [...new Set(folders)].sort().map(async (folder) => {
    const { name, version, license } = JSON.parse(await readFile(`${folder}/package.json`, "utf8"));
    const file = (await readdir(folder)).find((each) => /^licen[cs]e/i.test(each));
    return `${name} ${version} (${license})\n\n${file ? await readFile(`${folder}/${file}`, "utf8") : ""}`;
  });
  return (await Promise.all(texts)).join(`\n${"-".repeat(80)}\n\n`);
}
