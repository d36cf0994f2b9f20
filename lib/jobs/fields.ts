import type { RuleId } from "./rules";

/**
 * What each field of a job asks of the role, as a table.
 *
 * A path is the API's, capitalised: `[]` any entry of a list, `{name}` any key of a map, `<group>` each of
 * {@link GROUPS}, `<container>` each of {@link C2PA_CONTAINERS}. `docs/job-permissions.md` is made from it.
 *
 * @see https://docs.aws.amazon.com/mediaconvert/latest/apireference/jobs.html
 */

/** What a field is to the role: which reader takes it. */
export type FieldKind =
  /** One object to read, or an http(s) address. */
  | "read"
  /** A series of images, or one film. */
  | "series"
  /** A folder or ASSETMAP.xml of a supplemental IMF package. */
  | "package"
  /** Where outputs of a group go. */
  | "destination"
  /** Where one feature writes its files. */
  | "log"
  | "speke"
  | "nielsen"
  | "secret"
  /** The switch of C2PA, which its two neighbours belong to. */
  | "c2pa"
  | "client-side"
  | "connection"
  | "inference"
  | "feed"
  /** Read together with the field that it belongs to. */
  | "part"
  /** About the job as a whole: its queue, role, template, presets. */
  | "job"
  /** Asks nothing of the role. */
  | "none";

/** One row. */
export interface Field {
  readonly path: string;
  readonly kind: FieldKind;
  readonly rule: RuleId;
  /** Other rules that its value, its extension or a neighbour brings in. */
  readonly also?: readonly RuleId[];
  /** Manifests (.m3u8, .mpd) lead to further files. */
  readonly manifests?: true;
  /** Compositions (.xml) lead to the files of their package. */
  readonly compositions?: true;
  /** Only s3://, no http(s). */
  readonly s3Only?: true;
  /** The value that switches the rule on. */
  readonly on?: string;
}

export const GROUPS = [
  "CmafGroupSettings",
  "DashIsoGroupSettings",
  "FileGroupSettings",
  "HlsGroupSettings",
  "MsSmoothGroupSettings",
] as const;

export const C2PA_CONTAINERS = ["CmfcSettings", "Mp4Settings", "MpdSettings"] as const;

const ENCRYPTED_GROUPS = ["CmafGroupSettings", "DashIsoGroupSettings", "HlsGroupSettings", "MsSmoothGroupSettings"];
const STATIC_KEY_GROUPS = ["CmafGroupSettings", "HlsGroupSettings"];
const BASE_URL_GROUPS = ["CmafGroupSettings", "DashIsoGroupSettings", "HlsGroupSettings"];
const FONTS = ["FontFileBold", "FontFileBoldItalic", "FontFileItalic", "FontFileRegular"];

const INPUT = "Settings.Inputs[]";
const OUTPUT = "Settings.OutputGroups[].Outputs[]";
const GROUP = "Settings.OutputGroups[].OutputGroupSettings";

/** A field that names a media file: it may be a manifest. */
const media = (path: string): Field => ({
  path,
  kind: "read",
  rule: "R-S3-READ",
  also: ["R-S3-READ-DIR", "R-HTTP"],
  manifests: true,
});

/** A field that names a film: it may be an IMF composition too. */
const film = (path: string): Field => ({
  ...media(path),
  also: ["R-S3-READ-DIR", "R-S3-READ-IMF", "R-HTTP"],
  compositions: true,
});

const file = (path: string): Field => ({ path, kind: "read", rule: "R-S3-READ", also: ["R-HTTP"] });

const part = (path: string, rule: RuleId, also: readonly RuleId[] = []): Field => ({
  path,
  kind: "part",
  rule,
  ...(also.length === 0 ? {} : { also }),
});

const none = (path: string, rule: RuleId): Field => ({ path, kind: "none", rule });

const READS: readonly Field[] = [
  { ...film(`${INPUT}.FileInput`), also: ["R-S3-READ-DIR", "R-S3-READ-IMF", "R-TAMS", "R-HTTP"] },
  film(`${INPUT}.MultiViewSettings[].Input.FileInput`),
  film(`${INPUT}.VideoOverlays[].Input.FileInput`),
  media(`${INPUT}.VideoOverlays[].Input.AudioSelectors.{name}.ExternalAudioFileInput`),
  media(`${INPUT}.AudioSelectors.{name}.ExternalAudioFileInput`),
  media(`${INPUT}.DynamicAudioSelectors.{name}.ExternalAudioFileInput`),
  { path: `${INPUT}.SupplementalImps[]`, kind: "package", rule: "R-S3-READ-IMF", s3Only: true },
  file(`${INPUT}.CaptionSelectors.{name}.SourceSettings.FileSourceSettings.SourceFile`),
  file(`${INPUT}.DolbyVisionMetadataXml`),
  file(`${INPUT}.ImageInserter.InsertableImages[].ImageInserterInput`),
  file(`${INPUT}.VideoGenerator.ImageInput`),
  file(`${OUTPUT}.VideoDescription.VideoPreprocessors.ImageInserter.InsertableImages[].ImageInserterInput`),
  ...["BurninDestinationSettings", "DvbSubDestinationSettings"].flatMap((settings) =>
    FONTS.map((font) => file(`${OUTPUT}.CaptionDescriptions[].DestinationSettings.${settings}.${font}`)),
  ),
  ...["Settings.MotionImageInserter.Input", "Settings.MotionImageInserters[].Input"].map((path): Field => ({
    path,
    kind: "series",
    rule: "R-S3-READ",
    also: ["R-S3-READ-SERIES", "R-HTTP"],
  })),
  file("Settings.AvailBlanking.AvailBlankingImage"),
  file("Settings.ColorConversion3DLUTSettings[].FileInput"),
  { path: "Settings.NielsenNonLinearWatermark.AdiFilename", kind: "read", rule: "R-S3-READ", s3Only: true },
];

const WRITES: readonly Field[] = [
  ...GROUPS.flatMap((group): readonly Field[] => {
    const s3 = `${GROUP}.${group}.DestinationSettings.S3Settings`;
    return [
      {
        path: `${GROUP}.${group}.Destination`,
        kind: "destination",
        rule: "R-S3-WRITE",
        also: [
          "R-DEST-ROOT",
          "R-DEST-DIR",
          "R-DEST-BASE",
          ...(group === "HlsGroupSettings" ? (["R-DEST-SUBDIR"] as const) : []),
          "R-DEST-VAR",
          "R-DEST-ABSENT",
          "R-KMS-OUT",
        ],
      },
      part(`${s3}.AccessControl.CannedAcl`, "R-S3-ACL"),
      part(`${s3}.Encryption.EncryptionType`, "R-KMS-OUT", ["R-GATE"]),
      part(`${s3}.Encryption.KmsKeyArn`, "R-KMS-OUT", ["R-GATE"]),
      part(`${s3}.Encryption.KmsEncryptionContext`, "R-KMS-CTX", ["R-GATE"]),
    ];
  }),
  { path: "Settings.KantarWatermark.LogDestination", kind: "log", rule: "R-S3-WRITE", also: ["R-KMS-OUT"] },
  {
    path: "Settings.NielsenNonLinearWatermark.MetadataDestination",
    kind: "log",
    rule: "R-S3-WRITE",
    also: ["R-KMS-OUT"],
  },
];

const SERVICES: readonly Field[] = [
  ...ENCRYPTED_GROUPS.map((group): Field => ({
    path: `${GROUP}.${group}.Encryption.SpekeKeyProvider.Url`,
    kind: "speke",
    rule: "R-INVOKE-SPEKE",
    ...(STATIC_KEY_GROUPS.includes(group) ? { also: ["R-GATE"] } : {}),
  })),
  { path: "Settings.NielsenNonLinearWatermark.TicServerUrl", kind: "nielsen", rule: "R-INVOKE-NIELSEN" },
  { path: "Settings.KantarWatermark.CredentialsSecretName", kind: "secret", rule: "R-SECRET", also: ["R-KMS-SECRET"] },
  ...C2PA_CONTAINERS.flatMap((container): readonly Field[] => {
    const settings = `${OUTPUT}.ContainerSettings.${container}`;
    return [
      {
        path: `${settings}.C2paManifest`,
        kind: "c2pa",
        rule: "R-C2PA",
        also: ["R-KMS-SIGN", "R-SECRET"],
        on: "INCLUDE",
      },
      part(`${settings}.SigningKmsKey`, "R-KMS-SIGN", ["R-GATE"]),
      part(`${settings}.CertificateSecret`, "R-SECRET", ["R-GATE", "R-KMS-SECRET"]),
    ];
  }),
  { path: `${INPUT}.DecryptionSettings.EncryptedDecryptionKey`, kind: "client-side", rule: "R-KMS-CLIENT" },
  part(`${INPUT}.DecryptionSettings.KmsKeyRegion`, "R-KMS-CLIENT"),
  { path: `${INPUT}.TamsSettings.AuthConnectionArn`, kind: "connection", rule: "R-TAMS", also: ["R-KMS-SECRET"] },
  {
    path: `${OUTPUT}.VideoDescription.ScalingBehavior`,
    kind: "inference",
    rule: "R-INFERENCE",
    on: "SMART_CROP",
  },
  { path: `${OUTPUT}.CaptionDescriptions[].Source`, kind: "inference", rule: "R-INFERENCE", on: "SMART_SUBTITLE" },
  { path: "ElementalInferenceSettings.FeedConfigurationSource.FeedArn", kind: "feed", rule: "R-INFERENCE-FEED" },
];

const JOB: readonly Field[] = [
  { path: "Role", kind: "job", rule: "R-TRUST", also: ["R-PATH"] },
  { path: "Queue", kind: "job", rule: "R-TRUST-SOURCE", also: ["R-CALLER-CREATE"] },
  { path: "HopDestinations[].Queue", kind: "job", rule: "R-TRUST-SOURCE", also: ["R-CALLER-CREATE"] },
  { path: "JobTemplate", kind: "job", rule: "R-RESOLVE", also: ["R-CALLER-CREATE"] },
  { path: `${OUTPUT}.Preset`, kind: "job", rule: "R-RESOLVE", also: ["R-CALLER-CREATE"] },
];

const NONE: readonly Field[] = [
  ...BASE_URL_GROUPS.map((group) => none(`${GROUP}.${group}.BaseUrl`, "R-NONE-MANIFEST")),
  ...STATIC_KEY_GROUPS.map((group) => none(`${GROUP}.${group}.Encryption.StaticKeyProvider.Url`, "R-NONE-MANIFEST")),
  ...ENCRYPTED_GROUPS.map((group) =>
    none(`${GROUP}.${group}.Encryption.SpekeKeyProvider.CertificateArn`, "R-NONE-ACM"),
  ),
  none("Settings.KantarWatermark.KantarServerUrl", "R-NONE-EXTERNAL"),
  none("Settings.Esam.ManifestConfirmConditionNotification.MccXml", "R-NONE-INLINE"),
  none("Settings.Esam.SignalProcessingNotification.SccXml", "R-NONE-INLINE"),
  none(
    `${OUTPUT}.VideoDescription.VideoPreprocessors.PartnerWatermarking.NexguardFileMarkerSettings.License`,
    "R-NONE-INLINE",
  ),
  none("Tags.{name}", "R-CALLER-TAG"),
];

/** Every field that holds, names or switches something outside the job. */
export const FIELDS: readonly Field[] = [...READS, ...WRITES, ...SERVICES, ...JOB, ...NONE];
