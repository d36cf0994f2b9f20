import type { Answers } from "../../lib/jobs/answers";
import { type Derived, derive, needsOf } from "../../lib/jobs/derive";
import { readDocuments } from "../../lib/jobs/documents";
import { compare } from "../../lib/jobs/order";
import { at } from "../../lib/jobs/tree";
import { NO_ANSWERS, type Job, groupOf, jobOf, reading, writing } from "../support/jobs";
import { KEY, OTHER_KEY } from "../support/pure";

/** What is derived of jobs in files of these names. */
const derivedOf = (files: { readonly [name: string]: Job }, answers: Partial<Answers> = {}): Derived => {
  const documents = Object.entries(files).flatMap(([name, job]) => readDocuments(job, name).documents);
  return derive(needsOf(documents).jobs, { ...NO_ANSWERS, ...answers });
};

/** A job with one output, and what it says of S3. */
const writingWith = (destination: string, S3Settings: Job): Job =>
  jobOf({ OutputGroups: [groupOf("FileGroupSettings", destination, { DestinationSettings: { S3Settings } })] });

const ENCRYPTED: Partial<Answers> = {
  bucket: () => ({ keyArns: [KEY], bucketKey: true, listBucket: true }),
};

describe("places", () => {
  test("one that is read has no ACL, and its bucket is listed", () => {
    expect(derivedOf({ a: reading("s3://acme-in/a.mp4") }).inputs).toEqual([
      { bucket: "acme-in", pattern: "a.mp4", keys: [], listBucket: true, acl: false, covered: false },
    ]);
  });

  test.each<[what: string, narrow: Job, covered: readonly object[]]>([
    ["alone", {}, []],
    ["with an ACL", { AccessControl: { CannedAcl: "PUBLIC_READ" } }, [{ pattern: "a/b/*", acl: true, keys: [] }]],
    [
      "with a key",
      { Encryption: { KmsKeyArn: KEY } },
      [{ pattern: "a/b/*", acl: false, keys: [{ keyArn: KEY, bucketKey: false }] }],
    ],
    ["with the encryption of S3", { Encryption: { EncryptionType: "SERVER_SIDE_ENCRYPTION_S3" } }, []],
  ])("one that another covers stands beside it only for what it adds: %s", (_, narrow, covered) => {
    const { outputs } = derivedOf({ a: writing("s3://acme-out/a/"), b: writingWith("s3://acme-out/a/b/", narrow) });
    expect(outputs).toEqual([
      { bucket: "acme-out", pattern: "a/*", keys: [], listBucket: false, acl: false, covered: false },
      ...covered.map((place) => ({ bucket: "acme-out", listBucket: false, covered: true, ...place })),
    ]);
  });

  test.each<[what: string, encryption: Job, keys: readonly object[]]>([
    ["nothing: the bucket's key", {}, [{ keyArn: KEY, bucketKey: true }]],
    ["S3: no key", { EncryptionType: "SERVER_SIDE_ENCRYPTION_S3" }, []],
    ["KMS without a key: that of AWS, which asks nothing", { EncryptionType: "SERVER_SIDE_ENCRYPTION_KMS" }, []],
    ["another key: that one", { KmsKeyArn: OTHER_KEY }, [{ keyArn: OTHER_KEY, bucketKey: false }]],
    ["the same key, no Bucket Key", { KmsKeyArn: KEY }, [{ keyArn: KEY, bucketKey: false }]],
  ])("the key of a place where the job says of encryption %s", (_, Encryption, keys) => {
    const { outputs } = derivedOf({ a: writingWith("s3://acme-out/a/", { Encryption }) }, ENCRYPTED);
    expect(outputs.map((place) => place.keys)).toEqual([keys]);
  });

  test("a key counts as a Bucket Key only where it always is one", () => {
    const own = writingWith("s3://acme-out/a/", { Encryption: { KmsKeyArn: KEY } });
    const { outputs } = derivedOf({ a: writing("s3://acme-out/a/"), b: own }, ENCRYPTED);
    expect(outputs.map(({ keys }) => keys)).toEqual([[{ keyArn: KEY, bucketKey: false }]]);
  });
});

describe("questions", () => {
  test("a bucket's key is asked for by what is read and by what is written", () => {
    const { questions } = derivedOf({ a: jobOf({ Inputs: [{ FileInput: "s3://acme-base/a.mp4" }] }) });
    expect(questions.map(({ ask, subject, blocks }) => [ask, subject, blocks])).toEqual([
      ["ASK-01", "acme-base", false],
    ]);
    expect(questions.flatMap(({ because }) => because.map(({ place, rules }) => [at(place), ...rules]))).toEqual([
      ["a: Settings.Inputs[0].FileInput", "R-KMS-IN"],
      ["a: Settings.OutputGroups[0].OutputGroupSettings.FileGroupSettings.Destination", "R-KMS-OUT"],
    ]);
  });

  test("one that blocks one of the fields that raise it blocks, whichever comes first", () => {
    const url = "https://media.example/v1";
    const speke = jobOf({
      OutputGroups: [
        groupOf("CmafGroupSettings", "s3://acme-base/", { Encryption: { SpekeKeyProvider: { Url: url } } }),
      ],
    });
    const nielsen = jobOf({ NielsenNonLinearWatermark: { TicServerUrl: url } });
    const blocks = (files: { readonly [name: string]: Job }): readonly boolean[] =>
      derivedOf(files)
        .questions.filter(({ subject }) => subject === url)
        .map((question) => question.blocks);
    expect(blocks({ a: speke })).toEqual([false]);
    expect(blocks({ a: nielsen })).toEqual([true]);
    expect(blocks({ a: speke, b: nielsen })).toEqual([true]);
    expect(blocks({ a: nielsen, b: speke })).toEqual([true]);
  });
});

describe("order", () => {
  test.each([
    ["a", "b", -1],
    ["b", "a", 1],
    ["a", "a", 0],
    ["a", "a1", -1],
    ["", "a", -1],
    // Not as a language would sort them
    ["Z", "a", -1],
    ["z", "é", -1],
  ])("%j and %j compare as %i", (one, other, order) => {
    expect(compare(one, other)).toBe(order);
  });

  test("two files go by their names", () => {
    const inQueue = (Queue: string): Job => jobOf({}, { Queue });
    const { queues } = derivedOf({ "b.json": inQueue("first"), "a.json": inQueue("second") });
    expect(queues.map(({ queue, origin }) => [at(origin.place), queue])).toEqual([
      ["a.json: Queue", "second"],
      ["b.json: Queue", "first"],
    ]);
  });

  test("a file that is given twice counts once", () => {
    const job = jobOf({}, { Queue: "fast", Role: "arn:aws:iam::111122223333:role/media" });
    const documents = ["a.json", "a.json"].flatMap((name) => readDocuments(job, name).documents);
    const { queues, roles } = derive(needsOf(documents).jobs, NO_ANSWERS);
    expect([queues.length, roles.length]).toEqual([1, 1]);
  });

  test("two things to know of one field are both told", () => {
    const { notes } = derivedOf({ a: reading("s3://acme-in/m%20.m3u8") });
    expect(notes.map(({ origin, says }) => [at(origin.place), says.slice(0, 24)])).toEqual([
      ["a: Settings.Inputs[0].FileInput", "holds a percent sequence"],
      ["a: Settings.Inputs[0].FileInput", "lies at the bucket's roo"],
    ]);
  });
});
