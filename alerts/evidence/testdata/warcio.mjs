// Reads a WARC file with npm warcio and prints a line of JSON for each record. MODULES is the folder that holds
// node_modules, FILE the WARC file.
import crypto from "node:crypto";
import fs from "node:fs";
import { pathToFileURL } from "node:url";

const library = pathToFileURL(process.env.MODULES + "/node_modules/warcio/dist/");
const { WARCParser } = await import(new URL("index.js", library));
const { WARCSerializer } = await import(new URL("node/index.js", library));

// RFC 4648, as the specification of WARC asks for.
function base32(data) {
  const bits = [...data].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  const text = bits.match(/.{1,5}/g).map((five) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[parseInt(five.padEnd(5, "0"), 2)]).join("");
  return text.padEnd(Math.ceil(text.length / 8) * 8, "=");
}

async function whole(record) {
  const chunks = [];
  for await (const chunk of record) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const open = (parseHttp) => WARCParser.iterRecords(fs.createReadStream(process.env.FILE), { parseHttp, keepHeadersCase: true });

// First every block as it stands, then again with the HTTP head taken apart, digested anew by warcio's own writer.
const blocks = [];
for await (const record of open(false)) {
  blocks.push("sha256:" + base32(crypto.createHash("sha256").update(await whole(record)).digest()));
}
const payloads = [];
for await (const record of open(true)) payloads.push(await whole(record));

let n = 0;
for await (const record of open(true)) {
  const stated = { block: record.warcBlockDigest, payload: record.warcPayloadDigest };
  await new WARCSerializer(record, { digest: { algo: "sha-256", prefix: "sha256:", base32: true } }).digestRecord({ recompute: true });
  console.log(JSON.stringify({
    type: record.warcType,
    uri: record.warcTargetURI ?? "",
    date: record.warcDate,
    version: record.warcHeaders.statusline,
    status: record.httpHeaders ? record.httpHeaders.statusline : "",
    fields: record.httpHeaders ? [...record.httpHeaders.headers].map((field) => field.join(": ")) : [],
    payload: payloads[n].toString("base64"),
    blockHolds: stated.block === blocks[n],
    warcioBlockHolds: record.warcType === "warcinfo" || stated.block === record.warcBlockDigest,
    warcioPayloadHolds: stated.payload === undefined || stated.payload === null || stated.payload === record.warcPayloadDigest,
    hasPayloadDigest: Boolean(stated.payload),
  }));
  n++;
}
