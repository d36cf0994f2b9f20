import { parseUri } from "../../lib/jobs/s3-uri";

describe("what an address is", () => {
  test.each<[text: string, s3Only: boolean, uri: object]>([
    ["http://media.example/a.mp4", false, { kind: "http" }],
    ["https://media.example/a.mp4", false, { kind: "http" }],
    // The key is the author's, whatever it looks like
    ["s3://acme-in/https://x", false, { kind: "s3", bucket: "acme-in", key: "https://x" }],
    ["s3://acme-in/s3://x", false, { kind: "s3", bucket: "acme-in", key: "s3://x" }],
    // DEC-20, also where the name breaks a rule for buckets
    [
      "s3://media-abc-s3alias/a",
      true,
      { kind: "s3", bucket: "media-abc-s3alias", key: "a", bucketKind: "an access point" },
    ],
    [
      "s3://acme--use1-az4--x-s3/a",
      true,
      { kind: "s3", bucket: "acme--use1-az4--x-s3", key: "a", bucketKind: "a directory bucket" },
    ],
    ["s3://Acme--x-s3", true, { kind: "s3", bucket: "Acme--x-s3", key: "", bucketKind: "a directory bucket" }],
    ["s3://a..b--table-s3/", true, { kind: "s3", bucket: "a..b--table-s3", key: "", bucketKind: "a table bucket" }],
  ])("%s", (text, s3Only, uri) => {
    expect(parseUri(text, "x", s3Only)).toEqual(uri);
  });
});

describe("what is wrong with an address", () => {
  const SCHEME = "has a scheme that MediaConvert does not read";

  test.each<[text: string, s3Only: boolean, message: string]>([
    ["ftp://media.example/a", false, `"ftp://media.example/a" ${SCHEME}`],
    ["git+ssh.2-x://media.example/a", false, `"git+ssh.2-x://media.example/a" ${SCHEME}`],
    ["S3://acme-in/a", false, `"S3://acme-in/a" ${SCHEME}`],
    ["https://media.example/a", true, '"https://media.example/a" is not in S3'],
    // A scheme is what the text begins with
    [" s3://acme-in/a", false, '" s3://acme-in/a" names no scheme; write "s3://bucket/key" or an http(s) address'],
    ["see https://media.example/a", false, '"see https://media.example/a" names no scheme'],
    ["{{base}}/ftp://media.example/a", false, '"{{base}}/ftp://media.example/a" names no scheme'],
    ["acme-in/a", true, '"acme-in/a" names no scheme; write "s3://bucket/key", with what a placeholder stands for'],
    // The bucket is what stands before the first slash
    ["s3:///a.mp4", false, '"" is no bucket name: a name has 3–63 characters'],
    ["s3://", false, '"" is no bucket name: a name has 3–63 characters'],
    ["s3://acme_in/a", false, '"acme_in" is no bucket name: only a–z, 0–9, dots and hyphens are possible'],
  ])("%j", (text, s3Only, message) => {
    const uri = parseUri(text, "job.json: Settings", s3Only);
    expect(uri).toEqual({
      kind: "wrong",
      problem: { path: "job.json: Settings", message: expect.stringContaining(message) },
    });
  });
});
