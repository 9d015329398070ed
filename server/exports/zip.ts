import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { ZipFile } from "yazl";

/** A file by its name, and its text in parts. */
export interface FileSource {
  name: string;
  parts: () => Iterable<string> | AsyncIterable<string>;
}

/** The files one after another, each made only when its turn has come, and at the end their checksums. */
export function zipOf(files: readonly FileSource[], madeAt: Date): Readable {
  const zip = new ZipFile();
  const output = new Readable().wrap(zip.outputStream);
  const checksums: string[] = [];
  const fail = (error: unknown): void => {
    output.destroy(error instanceof Error ? error : new Error(String(error)));
  };
  const add = ({ name, parts }: FileSource): void =>
    zip.addReadStreamLazy(name, { mtime: madeAt }, (opened) => {
      const source = Readable.from(hashed(parts(), (hash) => checksums.push(`${hash}  ${name}`)));
      source.on("error", fail);
      opened(null, source);
    });
  for (const file of files) add(file);
  zip.addReadStreamLazy("checksums.sha256", { mtime: madeAt }, (opened) => {
    opened(null, Readable.from([Buffer.from(`${checksums.join("\n")}\n`)]));
  });
  zip.end();
  return output;
}

async function* hashed(
  parts: Iterable<string> | AsyncIterable<string>,
  done: (hash: string) => void,
): AsyncGenerator<Buffer> {
  const hash = createHash("sha256");
  for await (const part of parts) {
    const bytes = Buffer.from(part);
    hash.update(bytes);
    yield bytes;
  }
  done(hash.digest("hex"));
}
