import fc from "fast-check";
import type { JobsAccess, MediaConvertRoleProps } from "../../lib";
import type { Answers } from "../../lib/jobs/answers";
import type { Surroundings } from "../../lib/settings/arns";
import { KEY, IRELAND, policiesOf } from "./pure";

/** A job as JSON. */
export type Job = { readonly [key: string]: unknown };

/** What a caller says who answers no question. */
export const NO_ANSWERS: Answers = {
  granularity: "object",
  bucket: () => undefined,
  inputsListed: false,
  outputsListed: false,
  secrets: new Set(),
  clientSideRegions: new Set<string>(),
};

/** A role of mode `jobs` in which no question is open. */
export const roleOf = (
  jobs: JobsAccess["jobs"],
  access: Partial<JobsAccess> = {},
  more: Partial<MediaConvertRoleProps> = {},
): MediaConvertRoleProps => ({
  access: {
    mode: "jobs",
    jobs,
    granularity: "object",
    buckets: { "*": {} },
    inputs: [],
    apiGateway: "none",
    ...access,
  },
  ...more,
});

/** A job with one output, which goes to `s3://acme-base/`, and these settings. */
export const jobOf = (settings: Job = {}, request: Job = {}): Job => ({
  ...request,
  Settings: {
    OutputGroups: [groupOf("FileGroupSettings", "s3://acme-base/")],
    ...settings,
  },
});

/** A job with one input. */
export const reading = (FileInput: string): Job => jobOf({ Inputs: [{ FileInput }] });

/** A job with output groups at these places. */
export const writing = (...destinations: readonly string[]): Job =>
  jobOf({ OutputGroups: destinations.map((destination) => groupOf("FileGroupSettings", destination)) });

/** An output group. */
export const groupOf = (group: string, Destination: string, more: Job = {}, outputs: readonly Job[] = []): Job => ({
  OutputGroupSettings: { [group]: { Destination, ...more } },
  Outputs: outputs,
});

/** An object with values at paths such as `Settings.Inputs[].FileInput`; `{name}` is the key `One`. */
export const atPaths = (values: { readonly [path: string]: unknown }): Job => {
  const root: { [key: string]: unknown } = {};
  for (const [path, value] of Object.entries(values)) {
    const steps = path.replaceAll("[]", ".[]").split(".");
    let here: { [key: string]: unknown } = root;
    steps.forEach((step, index) => {
      const key = step === "[]" ? "0" : step === "{name}" ? "One" : step;
      const inside = steps[index + 1] === "[]" ? [] : {};
      here[key] = index === steps.length - 1 ? value : (here[key] ?? inside);
      here = here[key] as { [key: string]: unknown };
    });
  }
  return root;
};

/** What the role may do, one line for each action on each resource under a condition, and one for each grant. */
export const linesOf = (props: MediaConvertRoleProps, around: Surroundings = IRELAND): readonly string[] => {
  const { documents, grants } = policiesOf(props, around);
  const statements = documents.flatMap(({ Statement }) => Statement);
  return [
    ...statements.flatMap(({ Action = [], Resource = [], Condition }) =>
      Action.flatMap((action) =>
        Resource.map((resource) =>
          [action, resource, ...(Condition === undefined ? [] : [JSON.stringify(Condition)])].join(" "),
        ),
      ),
    ),
    ...grants.map(({ operations, keyArn, constraint }) =>
      [
        "grant",
        operations.join("+"),
        keyArn,
        ...(constraint === undefined ? [] : [constraint.kind, JSON.stringify(constraint.context)]),
      ].join(" "),
    ),
  ].sort();
};

const EXPRESSIONS = new Map<string, RegExp>();

/** Whether an IAM pattern matches a text, as IAM's documentation says it, symbol by symbol. */
export const matchesInIam = (pattern: string, text: string): boolean => {
  const expression = EXPRESSIONS.get(pattern) ?? expressionOf(pattern);
  EXPRESSIONS.set(pattern, expression);
  return expression.test(text);
};

const expressionOf = (pattern: string): RegExp => {
  const source = pattern.replace(/\$\{([*?$])\}|[^]/g, (symbol, escaped?: string) =>
    escaped === undefined && symbol === "*"
      ? "[^]*"
      : escaped === undefined && symbol === "?"
        ? "[^]"
        : (escaped ?? symbol).replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&"),
  );
  return new RegExp(`^${source}$`);
};

/** A random job, with what it names: the oracle that laws are held against. */
export interface NamedJob {
  readonly job: Job;
  readonly reads: readonly Named[];
  readonly writes: readonly Named[];
}

/** A place that a job names, and whether an object of the bucket belongs to it. */
export interface Named {
  readonly bucket: string;
  readonly holds: (key: string) => boolean;
  /** Keys that belong to it for certain. */
  readonly examples: readonly string[];
}

const BUCKETS = ["acme-a", "acme-b.media"];
const FILES = ["x.mp4", "a/x.mp4", "a/b/y.mov", "a/*", "a/?.mp4", "a/${x}.mp4", "a//z", "é/x.mp4", "a/100%20.mp4"];
const MANIFESTS = ["a/m.m3u8", "a/b/m.MPD", "m.mpd", "$d$/m.m3u8"];
const COMPOSITIONS = ["a/imp/cpl.xml", "imp/cpl.XML"];
const DESTINATIONS = [
  "",
  "a/",
  "a/b/",
  "a/x",
  "x",
  "*/",
  "a/?",
  "a/$dt$",
  "$fn$/b/",
  "a/$t$$d$x",
  "a/$x/$d$b",
  "${x}/",
  "é/",
];
const HTTP = ["http://media.example/a/x.mp4", "https://media.example/a/m.m3u8"];

const bucketName = fc.constantFrom(...BUCKETS);
const keyArn = fc.constantFrom(KEY, KEY.replace("1234abcd", "99999999"));

const directory = (key: string): string => key.slice(0, key.lastIndexOf("/") + 1);

interface Read {
  readonly uri: string;
  readonly named: readonly Named[];
}

const exactly = (bucket: string, key: string): Read => ({
  uri: `s3://${bucket}/${key}`,
  named: [{ bucket, holds: (other) => other === key, examples: [key] }],
});

const beside = (bucket: string, key: string): Read => ({
  uri: `s3://${bucket}/${key}`,
  named: [
    {
      bucket,
      holds: (other) => other.startsWith(directory(key)),
      examples: [key, `${directory(key)}seg-1.ts`, `${directory(key)}sub/seg-1.ts`],
    },
  ],
});

const overHttp: fc.Arbitrary<Read> = fc.constantFrom(...HTTP).map((uri) => ({ uri, named: [] }));
const fileRead: fc.Arbitrary<Read> = fc.tuple(bucketName, fc.constantFrom(...FILES)).map(([b, k]) => exactly(b, k));
const mediaRead: fc.Arbitrary<Read> = fc.oneof(
  { weight: 3, arbitrary: fileRead },
  fc.tuple(bucketName, fc.constantFrom(...MANIFESTS)).map(([b, k]) => beside(b, k)),
  overHttp,
);
const filmRead: fc.Arbitrary<Read> = fc.oneof(
  { weight: 3, arbitrary: mediaRead },
  fc.tuple(bucketName, fc.constantFrom(...COMPOSITIONS)).map(([b, k]) => beside(b, k)),
);
const sidecarRead: fc.Arbitrary<Read> = fc.oneof({ weight: 3, arbitrary: fileRead }, overHttp);

const series: fc.Arbitrary<Read> = bucketName.map((bucket) => ({
  uri: `s3://${bucket}/a/o_00.png`,
  named: [{ bucket, holds: (key) => /^a\/o_[^]{2}\.png$/u.test(key), examples: ["a/o_00.png", "a/o_17.png"] }],
}));

/** A field's value, or nothing. */
const maybe = (key: string, read: fc.Arbitrary<Read>): fc.Arbitrary<{ readonly part: Job; readonly reads: Read[] }> =>
  fc
    .option(read, { nil: undefined, freq: 2 })
    .map((one) => (one === undefined ? { part: {}, reads: [] } : { part: { [key]: one.uri }, reads: [one] }));

const input = fc
  .tuple(
    maybe("FileInput", filmRead),
    maybe("ExternalAudioFileInput", mediaRead),
    maybe("SourceFile", sidecarRead),
    maybe("ImageInserterInput", sidecarRead),
  )
  .map(([film, audio, captions, image]) => ({
    job: {
      ...film.part,
      AudioSelectors: { One: audio.part },
      CaptionSelectors: { One: { SourceSettings: { FileSourceSettings: captions.part } } },
      ImageInserter: { InsertableImages: [image.part] },
    },
    reads: [film, audio, captions, image].flatMap(({ reads }) => reads.flatMap(({ named }) => named)),
  }));

/** What a destination's identifiers may become. */
const written = (text: string): string => text.replace(/\$(dt|d|t|fn)\$/g, "20261125T0930/1");

/** Whether an output of that destination may have the key: found character by character. */
const mayWrite = (destination: string, key: string): boolean => {
  if (destination === "") return true;
  const identifier = /^\$(dt|d|t|fn)\$/.exec(destination)?.[0];
  if (identifier !== undefined) {
    const rest = destination.slice(identifier.length);
    return Array.from({ length: key.length + 1 }, (_, start) => key.slice(start)).some((end) => mayWrite(rest, end));
  }
  return (
    destination.startsWith("$") ||
    (key.startsWith(destination.slice(0, 1)) && mayWrite(destination.slice(1), key.slice(1)))
  );
};

const group = fc
  .record({
    name: fc.constantFrom(
      "CmafGroupSettings",
      "DashIsoGroupSettings",
      "FileGroupSettings",
      "HlsGroupSettings",
      "MsSmoothGroupSettings",
    ),
    bucket: bucketName,
    destination: fc.constantFrom(...DESTINATIONS),
    subdirectories: fc.boolean(),
    acl: fc.option(fc.constantFrom("PUBLIC_READ", "BUCKET_OWNER_FULL_CONTROL"), { nil: undefined }),
    encryption: fc.option(
      fc.oneof(
        fc.constant({ EncryptionType: "SERVER_SIDE_ENCRYPTION_S3" }),
        fc.constant({ EncryptionType: "SERVER_SIDE_ENCRYPTION_KMS" }),
        keyArn.map((KmsKeyArn) => ({ EncryptionType: "SERVER_SIDE_ENCRYPTION_KMS", KmsKeyArn })),
      ),
      { nil: undefined },
    ),
    crop: fc.boolean(),
    font: maybe("FontFileRegular", sidecarRead),
  })
  .map(({ name, bucket, destination, subdirectories, acl, encryption, crop, font }) => {
    const isHls = name === "HlsGroupSettings";
    const prefix =
      isHls && subdirectories && destination !== "" && !destination.endsWith("/")
        ? directory(destination)
        : destination;
    return {
      job: groupOf(
        name,
        `s3://${bucket}/${destination}`,
        {
          ...(isHls && subdirectories ? { DirectoryStructure: "SUBDIRECTORY_PER_STREAM" } : {}),
          DestinationSettings: {
            S3Settings: {
              ...(acl === undefined ? {} : { AccessControl: { CannedAcl: acl } }),
              ...(encryption === undefined ? {} : { Encryption: encryption }),
            },
          },
        },
        [
          {
            ...(crop ? { VideoDescription: { ScalingBehavior: "SMART_CROP" } } : {}),
            CaptionDescriptions: [{ DestinationSettings: { BurninDestinationSettings: font.part } }],
          },
        ],
      ),
      reads: font.reads.flatMap(({ named }) => named),
      write: {
        bucket,
        holds: (key: string) => mayWrite(prefix, key),
        examples: ["_1080p.mp4", "", "_1/seg.ts"].map((end) => `${written(destination).replace(/\$.*$/s, "")}${end}`),
      },
    };
  });

/** Small alphabets, so that random jobs share buckets, directories and keys. */
export const namedJobs: fc.Arbitrary<NamedJob> = fc
  .record({
    inputs: fc.array(input, { maxLength: 3 }),
    groups: fc.array(group, { minLength: 1, maxLength: 3 }),
    overlay: fc.option(series, { nil: undefined }),
  })
  .map(({ inputs, groups, overlay }) => ({
    job: {
      Role: "arn:aws:iam::111122223333:role/MediaConvert",
      Settings: {
        Inputs: inputs.map(({ job }) => job),
        OutputGroups: groups.map(({ job }) => job),
        ...(overlay === undefined ? {} : { MotionImageInserter: { Input: overlay.uri } }),
      },
    },
    reads: [...inputs, ...groups].flatMap(({ reads }) => reads).concat(overlay?.named ?? []),
    writes: groups.map(({ write }) => write),
  }));

/** Objects to try policies on: some that jobs name, some beside those, some in a bucket that none names. */
export const PROBES: readonly (readonly [bucket: string, key: string])[] = [...BUCKETS, "acme-c"].flatMap((bucket) =>
  [
    ...FILES,
    ...MANIFESTS,
    ...COMPOSITIONS,
    ...DESTINATIONS.map((key) => `${key}_1.mp4`),
    ...["a", "b", "a/x", "a/xx.mp4", "a/x.mp4x", "A/x.mp4", "a/b", "a/b/seg.ts", "a/seg.ts", "seg.ts", "a/o_17.png"],
    ...["a/o_1.png", "a/o_123.png", "a/imp/video.mxf", "a/img.png", "20261125/b/v.mp4", "c/b/v", "b/b", "x/b/", "*/v"],
    ...["q/v", "a/?x", "a/qx", "${x}/v", "v/v", "a/20261125", "a/1x", "é/v", "e/v", "a/$", "$", "a/é", ""],
  ].map((key) => [bucket, key] as const),
);
