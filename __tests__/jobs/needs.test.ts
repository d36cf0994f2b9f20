import { needsOf } from "../../lib/jobs/derive";
import { readJobFile } from "../../lib/jobs/job-file";
import type { Need, Origin } from "../../lib/jobs/need";
import { at } from "../../lib/jobs/tree";
import { problemLine } from "../../lib/problem";

const KEY = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const CONNECTION = "arn:aws:events:eu-west-1:111122223333:connection/tams/0a1b2c3d-0000-4000-8000-000000000000";
const FEED = "arn:aws:elemental-inference:eu-west-1:111122223333:feed/f-1";
const API = "https://abc123.execute-api.eu-west-1.amazonaws.com/prod";

type Json = { readonly [key: string]: unknown };

const whereFrom = ({ place, rules }: Origin): string => `${at(place)} [${rules.join(" ")}]`;

/** Every need as a line: its kind, what it is about, where it comes from and by which rules. */
const linesOf = (need: Need): readonly string[] =>
  Object.entries(need).flatMap(([kind, all]: [string, readonly { readonly origin: Origin }[]]) =>
    all.map(({ origin, ...about }) => {
      const text = JSON.stringify(about, (_, value: unknown) =>
        typeof value === "object" && value !== null && "place" in value ? whereFrom(value as Origin) : value,
      );
      return `${kind} ${text} ${whereFrom(origin)}`;
    }),
  );

const needOf = (
  ...files: readonly Json[]
): { readonly lines: readonly string[]; readonly problems: readonly string[] } => {
  const read = files.map((file, index) =>
    readJobFile({ name: index === 0 ? "j" : `j${String(index)}`, content: JSON.stringify(file) }),
  );
  const { jobs, problems } = needsOf(read.flatMap(({ documents }) => documents));
  return {
    lines: jobs.flatMap(({ need }) => linesOf(need)),
    problems: [...read.flatMap((found) => found.problems), ...problems].map(problemLine),
  };
};

/** What every job of this test asks for beside what is tested. */
const QUEUE = "queues {} j [R-TRUST-SOURCE]";
const OUT = {
  OutputGroupSettings: { FileGroupSettings: { Destination: "s3://acme-out/a/" } },
  Outputs: [],
};
const WRITE =
  'writes {"bucket":"acme-out","pattern":"a/*"} ' +
  "j: Settings.OutputGroups[0].OutputGroupSettings.FileGroupSettings.Destination [R-S3-WRITE R-DEST-DIR]";

const job = (settings: Json, request: Json = {}): Json => ({
  ...request,
  Settings: { OutputGroups: [OUT], ...settings },
});

const input = (more: Json): Json => job({ Inputs: [{ FileInput: "s3://acme-in/f.mp4", ...more }] });
const READ = 'reads {"bucket":"acme-in","pattern":"f.mp4"} j: Settings.Inputs[0].FileInput [R-S3-READ]';

const destination = (settings: Json, group: Json = {}): Json =>
  job({
    OutputGroups: [
      {
        OutputGroupSettings: {
          HlsGroupSettings: {
            Destination: "s3://acme-out/a/",
            DestinationSettings: { S3Settings: settings },
            ...group,
          },
        },
      },
    ],
  });
const HLS = "j: Settings.OutputGroups[0].OutputGroupSettings.HlsGroupSettings";

const drm = (provider: Json, Type = "SPEKE"): Json =>
  job({
    OutputGroups: [
      {
        OutputGroupSettings: {
          HlsGroupSettings: { Destination: "s3://acme-out/a/", Encryption: { Type, SpekeKeyProvider: provider } },
        },
      },
    ],
  });

const fileGroup = (mp4: Json): Json =>
  job({ OutputGroups: [{ ...OUT, Outputs: [{ ContainerSettings: { Mp4Settings: mp4 } }] }] });
const MP4 = "j: Settings.OutputGroups[0].Outputs[0].ContainerSettings.Mp4Settings";

describe("what a field asks for, where and by which rules", () => {
  test.each<[name: string, file: Json, lines: readonly string[]]>([
    ["the least", job({}), [WRITE, QUEUE]],
    [
      "queues and role",
      job({}, { Queue: "q", Role: "arn:aws:iam::111122223333:role/r", HopDestinations: [{ Queue: "h" }, {}] }),
      [
        WRITE,
        'queues {"queue":"q"} j: Queue [R-TRUST-SOURCE]',
        'queues {"queue":"h"} j: HopDestinations[0].Queue [R-TRUST-SOURCE]',
        "queues {} j: HopDestinations[1] [R-TRUST-SOURCE]",
        'roles {"roleArn":"arn:aws:iam::111122223333:role/r"} j: Role [R-TRUST R-PATH]',
      ],
    ],
    ["a role that is no ARN", job({}, { Role: "media" }), [WRITE, QUEUE]],
    [
      "an input that names no file",
      job({ Inputs: [{ TimecodeSource: "EMBEDDED" }, { VideoGenerator: {} }] }),
      [
        WRITE,
        QUEUE,
        'unknowns {"ask":"ASK-INPUT","subject":"j: Settings.Inputs[0]","blocks":false} j: Settings.Inputs[0] [R-S3-READ]',
      ],
    ],
    ["an input", input({}), [READ, WRITE, QUEUE]],
    [
      "a percent sequence",
      job({ Inputs: [{ FileInput: "s3://acme-in/f%20.mp4" }] }),
      [
        'reads {"bucket":"acme-in","pattern":"f%20.mp4"} j: Settings.Inputs[0].FileInput [R-S3-READ]',
        WRITE,
        QUEUE,
        'notes {"says":"holds a percent sequence, which is taken literally; write the character itself if the key holds that"} j: Settings.Inputs[0].FileInput [R-S3-READ]',
      ],
    ],
    [
      "an input over https",
      job({ Inputs: [{ FileInput: "https://media.example/f.mp4" }] }),
      [
        WRITE,
        QUEUE,
        'notes {"says":"is read over http(s): the server must be public, and the role needs nothing"} j: Settings.Inputs[0].FileInput [R-HTTP]',
      ],
    ],
    [
      "a playlist at the root",
      job({ Inputs: [{ FileInput: "s3://acme-in/m.m3u8" }] }),
      [
        'reads {"bucket":"acme-in","pattern":"*"} j: Settings.Inputs[0].FileInput [R-S3-READ-DIR]',
        WRITE,
        QUEUE,
        'unknowns {"ask":"ASK-06","subject":"s3://acme-in/m.m3u8","blocks":false} j: Settings.Inputs[0].FileInput [R-S3-READ-DIR]',
        'notes {"says":"lies at the bucket\'s root, so the role covers the whole bucket; a directory would narrow it"} j: Settings.Inputs[0].FileInput [R-S3-READ-DIR]',
      ],
    ],
    [
      "a playlist in a directory with a percent sequence",
      job({ Inputs: [{ FileInput: "s3://acme-in/a%20b/m.m3u8" }] }),
      [
        'reads {"bucket":"acme-in","pattern":"a%20b/*"} j: Settings.Inputs[0].FileInput [R-S3-READ-DIR]',
        WRITE,
        QUEUE,
        'unknowns {"ask":"ASK-06","subject":"s3://acme-in/a%20b/m.m3u8","blocks":false} j: Settings.Inputs[0].FileInput [R-S3-READ-DIR]',
        'notes {"says":"holds a percent sequence, which is taken literally; write the character itself if the key holds that"} j: Settings.Inputs[0].FileInput [R-S3-READ-DIR]',
      ],
    ],
    [
      "a composition in a directory",
      job({ Inputs: [{ FileInput: "s3://acme-in/imp/cpl.xml" }] }),
      [
        'reads {"bucket":"acme-in","pattern":"imp/*"} j: Settings.Inputs[0].FileInput [R-S3-READ-IMF]',
        WRITE,
        QUEUE,
        'unknowns {"ask":"ASK-07","subject":"s3://acme-in/imp/cpl.xml","blocks":false} j: Settings.Inputs[0].FileInput [R-S3-READ-IMF]',
      ],
    ],
    [
      "a supplemental package",
      input({ SupplementalImps: ["s3://acme-in/imp/ASSETMAP.xml"] }),
      [
        READ,
        'reads {"bucket":"acme-in","pattern":"imp/*"} j: Settings.Inputs[0].SupplementalImps[0] [R-S3-READ-IMF]',
        WRITE,
        QUEUE,
        'unknowns {"ask":"ASK-07","subject":"s3://acme-in/imp/ASSETMAP.xml","blocks":false} j: Settings.Inputs[0].SupplementalImps[0] [R-S3-READ-IMF]',
      ],
    ],
    [
      "a bucket that is none",
      job({ Inputs: [{ FileInput: "s3://acme--use1-az4--x-s3/f.mp4" }] }),
      [
        WRITE,
        QUEUE,
        'unknowns {"ask":"ASK-BUCKET-KIND","subject":"acme--use1-az4--x-s3","blocks":true} j: Settings.Inputs[0].FileInput [R-S3-READ]',
      ],
    ],
    [
      "a series of images, or a film",
      job({ MotionImageInserter: { Input: "s3://acme-in/o_00.png" } }),
      [
        'reads {"bucket":"acme-in","pattern":"o_??.png"} j: Settings.MotionImageInserter.Input [R-S3-READ-SERIES]',
        WRITE,
        QUEUE,
      ],
    ],
    [
      "a film",
      job({ MotionImageInserter: { Input: "s3://acme-in/o.mov" } }),
      ['reads {"bucket":"acme-in","pattern":"o.mov"} j: Settings.MotionImageInserter.Input [R-S3-READ]', WRITE, QUEUE],
    ],
    [
      "an address that no rule knows",
      job({ Unheard: { Of: "s3://acme-in/x" } }),
      [
        WRITE,
        QUEUE,
        'unknowns {"ask":"ASK-FIELD","subject":"j: Settings.Unheard.Of","blocks":false} j: Settings.Unheard.Of [R-S3-READ]',
      ],
    ],
    ["an address in free text", job({}, { UserMetadata: { from: "s3://acme-in/x" } }), [WRITE, QUEUE]],
    [
      "a name of the author's choice that is called like free text",
      input({ AudioSelectors: { Description: { ExternalAudioFileInput: "s3://acme-in/f.wav" } } }),
      [
        READ,
        'reads {"bucket":"acme-in","pattern":"f.wav"} j: Settings.Inputs[0].AudioSelectors.Description.ExternalAudioFileInput [R-S3-READ]',
        WRITE,
        QUEUE,
      ],
    ],
    [
      "an address in a field that the service does not read",
      job({ Esam: { ManifestConfirmConditionNotification: { MccXml: "s3://acme-in/x" } } }),
      [
        WRITE,
        QUEUE,
        'notes {"says":"is an s3:// address that the role does not need"} j: Settings.Esam.ManifestConfirmConditionNotification.MccXml [R-NONE-INLINE]',
      ],
    ],
    [
      "other text in such a field",
      job({ Esam: { ManifestConfirmConditionNotification: { MccXml: "<x/>" } } }),
      [WRITE, QUEUE],
    ],
    ["what is no text in such a field", job({ KantarWatermark: { KantarServerUrl: { Ref: "Url" } } }), [WRITE, QUEUE]],
    [
      "an ACL, no key, a storage class",
      destination({ AccessControl: { CannedAcl: "PUBLIC_READ" }, StorageClass: "GLACIER" }),
      [
        `writes {"bucket":"acme-out","pattern":"a/*","acl":{"value":"PUBLIC_READ","origin":"${HLS}.DestinationSettings.S3Settings.AccessControl.CannedAcl [R-S3-ACL]"},"storageClass":"GLACIER"} ${HLS}.Destination [R-S3-WRITE R-DEST-DIR]`,
        QUEUE,
      ],
    ],
    [
      "a key with a context",
      destination({
        Encryption: { EncryptionType: "SERVER_SIDE_ENCRYPTION_KMS", KmsKeyArn: KEY, KmsEncryptionContext: "e30=" },
      }),
      [
        `writes {"bucket":"acme-out","pattern":"a/*","encryption":{"keyArn":"${KEY}","origin":"${HLS}.DestinationSettings.S3Settings.Encryption.KmsKeyArn [R-KMS-OUT]"}} ${HLS}.Destination [R-S3-WRITE R-DEST-DIR]`,
        QUEUE,
        `notes {"says":"adds pairs to the encryption context, for which the role needs nothing more"} ${HLS}.DestinationSettings.S3Settings.Encryption.KmsEncryptionContext [R-KMS-CTX]`,
      ],
    ],
    [
      "a key without a context",
      destination({ Encryption: { KmsKeyArn: KEY } }),
      [
        `writes {"bucket":"acme-out","pattern":"a/*","encryption":{"keyArn":"${KEY}","origin":"${HLS}.DestinationSettings.S3Settings.Encryption.KmsKeyArn [R-KMS-OUT]"}} ${HLS}.Destination [R-S3-WRITE R-DEST-DIR]`,
        QUEUE,
      ],
    ],
    [
      "KMS without a key",
      destination({ Encryption: { EncryptionType: "SERVER_SIDE_ENCRYPTION_KMS" } }),
      [
        `writes {"bucket":"acme-out","pattern":"a/*","encryption":"aws/s3"} ${HLS}.Destination [R-S3-WRITE R-DEST-DIR]`,
        QUEUE,
      ],
    ],
    [
      "S3's own encryption, with a key",
      destination({ Encryption: { EncryptionType: "SERVER_SIDE_ENCRYPTION_S3", KmsKeyArn: KEY } }),
      [
        `writes {"bucket":"acme-out","pattern":"a/*","encryption":"none"} ${HLS}.Destination [R-S3-WRITE R-DEST-DIR]`,
        QUEUE,
        `notes {"says":"has no effect with SERVER_SIDE_ENCRYPTION_S3"} ${HLS}.DestinationSettings.S3Settings.Encryption.KmsKeyArn [R-GATE]`,
      ],
    ],
    [
      "S3's own encryption, without a key",
      destination({ Encryption: { EncryptionType: "SERVER_SIDE_ENCRYPTION_S3" } }),
      [
        `writes {"bucket":"acme-out","pattern":"a/*","encryption":"none"} ${HLS}.Destination [R-S3-WRITE R-DEST-DIR]`,
        QUEUE,
      ],
    ],
    [
      "a percent sequence in a destination",
      destination({}, { Destination: "s3://acme-out/%41/" }),
      [
        `writes {"bucket":"acme-out","pattern":"%41/*"} ${HLS}.Destination [R-S3-WRITE R-DEST-DIR]`,
        QUEUE,
        `notes {"says":"holds a percent sequence, which is taken literally; write the character itself if the key holds that"} ${HLS}.Destination [R-S3-WRITE]`,
      ],
    ],
    [
      "a key server",
      drm({ Url: `${API}/speke` }),
      [
        `writes {"bucket":"acme-out","pattern":"a/*"} ${HLS}.Destination [R-S3-WRITE R-DEST-DIR]`,
        `endpoints {"url":"${API}/speke","method":"POST","of":"speke"} ${HLS}.Encryption.SpekeKeyProvider.Url [R-INVOKE-SPEKE]`,
        QUEUE,
        `unknowns {"ask":"ASK-09","subject":"${API}/speke","blocks":false} ${HLS}.Encryption.SpekeKeyProvider.Url [R-INVOKE-SPEKE]`,
      ],
    ],
    [
      "a key server elsewhere",
      drm({ Url: "https://drm.example/speke?a=b" }),
      [
        `writes {"bucket":"acme-out","pattern":"a/*"} ${HLS}.Destination [R-S3-WRITE R-DEST-DIR]`,
        QUEUE,
        `unknowns {"ask":"ASK-09","subject":"https://drm.example/speke?a=b","blocks":false} ${HLS}.Encryption.SpekeKeyProvider.Url [R-INVOKE-SPEKE]`,
      ],
    ],
    [
      "a key server that is not asked",
      drm({ Url: `${API}/speke` }, "STATIC_KEY"),
      [
        `writes {"bucket":"acme-out","pattern":"a/*"} ${HLS}.Destination [R-S3-WRITE R-DEST-DIR]`,
        QUEUE,
        `notes {"says":"has no effect with STATIC_KEY"} ${HLS}.Encryption.SpekeKeyProvider.Url [R-GATE]`,
      ],
    ],
    [
      "Nielsen",
      job({ NielsenNonLinearWatermark: { TicServerUrl: `${API}/tic` } }),
      [
        WRITE,
        `endpoints {"url":"${API}/tic","method":"*","of":"nielsen"} j: Settings.NielsenNonLinearWatermark.TicServerUrl [R-INVOKE-NIELSEN]`,
        QUEUE,
        `unknowns {"ask":"ASK-09","subject":"${API}/tic","blocks":false} j: Settings.NielsenNonLinearWatermark.TicServerUrl [R-INVOKE-NIELSEN]`,
      ],
    ],
    [
      "Nielsen elsewhere",
      job({ NielsenNonLinearWatermark: { TicServerUrl: "https://tic.example/" } }),
      [
        WRITE,
        QUEUE,
        'unknowns {"ask":"ASK-09","subject":"https://tic.example/","blocks":true} j: Settings.NielsenNonLinearWatermark.TicServerUrl [R-INVOKE-NIELSEN]',
      ],
    ],
    [
      "a secret",
      job({ KantarWatermark: { CredentialsSecretName: "kantar" } }),
      [
        WRITE,
        'secrets {"secret":"kantar"} j: Settings.KantarWatermark.CredentialsSecretName [R-SECRET]',
        QUEUE,
        'unknowns {"ask":"ASK-10","subject":"kantar","blocks":false} j: Settings.KantarWatermark.CredentialsSecretName [R-KMS-SECRET]',
      ],
    ],
    [
      "content credentials",
      fileGroup({ C2paManifest: "INCLUDE", SigningKmsKey: KEY, CertificateSecret: "cert" }),
      [
        WRITE,
        `secrets {"secret":"cert"} ${MP4}.CertificateSecret [R-SECRET]`,
        `signing {"key":"${KEY}"} ${MP4}.SigningKmsKey [R-KMS-SIGN R-C2PA]`,
        QUEUE,
        `unknowns {"ask":"ASK-10","subject":"cert","blocks":false} ${MP4}.CertificateSecret [R-KMS-SECRET]`,
      ],
    ],
    [
      "content credentials that are left out",
      fileGroup({ C2paManifest: "EXCLUDE", SigningKmsKey: KEY, CertificateSecret: "cert" }),
      [
        WRITE,
        QUEUE,
        `notes {"says":"has no effect unless C2paManifest is INCLUDE"} ${MP4}.SigningKmsKey [R-GATE]`,
        `notes {"says":"has no effect unless C2paManifest is INCLUDE"} ${MP4}.CertificateSecret [R-GATE]`,
      ],
    ],
    [
      "an encrypted input",
      input({ DecryptionSettings: { EncryptedDecryptionKey: "QUJD", KmsKeyRegion: "us-east-1" } }),
      [
        READ,
        WRITE,
        'clientSide {"region":"us-east-1"} j: Settings.Inputs[0].DecryptionSettings.EncryptedDecryptionKey [R-KMS-CLIENT]',
        QUEUE,
        'unknowns {"ask":"ASK-03","subject":"us-east-1","blocks":true} j: Settings.Inputs[0].DecryptionSettings.EncryptedDecryptionKey [R-KMS-CLIENT]',
      ],
    ],
    [
      "an encrypted input of the job's Region",
      input({ DecryptionSettings: { EncryptedDecryptionKey: "QUJD" } }),
      [
        READ,
        WRITE,
        "clientSide {} j: Settings.Inputs[0].DecryptionSettings.EncryptedDecryptionKey [R-KMS-CLIENT]",
        QUEUE,
        'unknowns {"ask":"ASK-03","subject":"","blocks":true} j: Settings.Inputs[0].DecryptionSettings.EncryptedDecryptionKey [R-KMS-CLIENT]',
      ],
    ],
    [
      "a TAMS server",
      job({ Inputs: [{ FileInput: "https://tams.example", TamsSettings: { AuthConnectionArn: CONNECTION } }] }),
      [
        WRITE,
        `connections {"connectionArn":"${CONNECTION}"} j: Settings.Inputs[0].TamsSettings.AuthConnectionArn [R-TAMS]`,
        QUEUE,
        `unknowns {"ask":"ASK-10","subject":"${CONNECTION}","blocks":false} j: Settings.Inputs[0].TamsSettings.AuthConnectionArn [R-KMS-SECRET]`,
      ],
    ],
    [
      "another file of an input whose film is behind a TAMS server",
      job({
        Inputs: [
          {
            FileInput: "https://tams.example",
            DolbyVisionMetadataXml: "https://media.example/dolby.xml",
            TamsSettings: { AuthConnectionArn: CONNECTION },
          },
        ],
      }),
      [
        WRITE,
        `connections {"connectionArn":"${CONNECTION}"} j: Settings.Inputs[0].TamsSettings.AuthConnectionArn [R-TAMS]`,
        QUEUE,
        `unknowns {"ask":"ASK-10","subject":"${CONNECTION}","blocks":false} j: Settings.Inputs[0].TamsSettings.AuthConnectionArn [R-KMS-SECRET]`,
        'notes {"says":"is read over http(s): the server must be public, and the role needs nothing"} j: Settings.Inputs[0].DolbyVisionMetadataXml [R-HTTP]',
      ],
    ],
    [
      "a feed that is left empty",
      job({}, { ElementalInferenceSettings: { FeedConfigurationSource: { FeedArn: "" } } }),
      [WRITE, QUEUE],
    ],
    [
      "a feed",
      job({}, { ElementalInferenceSettings: { FeedConfigurationSource: { FeedArn: FEED } } }),
      [
        WRITE,
        `feeds {"feedArn":"${FEED}"} j: ElementalInferenceSettings.FeedConfigurationSource.FeedArn [R-INFERENCE-FEED]`,
        QUEUE,
      ],
    ],
    [
      "a feature of Elemental Inference",
      job({
        OutputGroups: [
          { ...OUT, Outputs: [{ CaptionDescriptions: [{ Source: "SMART_SUBTITLE" }, { Source: "EMBEDDED" }] }] },
        ],
      }),
      [WRITE, "inference {} j: Settings.OutputGroups[0].Outputs[0].CaptionDescriptions[0].Source [R-INFERENCE]", QUEUE],
    ],
    [
      "a log",
      job({ KantarWatermark: { LogDestination: "s3://acme-log/k%41" } }),
      [
        WRITE,
        'writes {"bucket":"acme-log","pattern":"k%41*"} j: Settings.KantarWatermark.LogDestination [R-S3-WRITE R-DEST-BASE]',
        QUEUE,
        'notes {"says":"holds a percent sequence, which is taken literally; write the character itself if the key holds that"} j: Settings.KantarWatermark.LogDestination [R-S3-WRITE]',
      ],
    ],
  ])("%s", (_, file, lines) => {
    const found = needOf(file);
    expect(found.problems).toEqual([]);
    expect(found.lines).toEqual(lines);
  });
});

/** A value that some tools fill in, and nobody did. */
const REF = { Ref: "Value" };
const NO_TEXT = "holds an object where MediaConvert takes text; write the value itself";

describe("what a field asks for that holds something else", () => {
  test.each<[name: string, file: Json, lines: readonly string[], problems: readonly unknown[]]>([
    [
      "a film, beside a TAMS server",
      job({ Inputs: [{ FileInput: REF, VideoGenerator: {}, TamsSettings: { AuthConnectionArn: CONNECTION } }] }),
      [
        WRITE,
        `connections {"connectionArn":"${CONNECTION}"} j: Settings.Inputs[0].TamsSettings.AuthConnectionArn [R-TAMS]`,
        QUEUE,
        `unknowns {"ask":"ASK-10","subject":"${CONNECTION}","blocks":false} j: Settings.Inputs[0].TamsSettings.AuthConnectionArn [R-KMS-SECRET]`,
      ],
      [`j: Settings.Inputs[0].FileInput: ${NO_TEXT}`],
    ],
    [
      "a secret",
      job({ KantarWatermark: { CredentialsSecretName: REF } }),
      [WRITE, QUEUE],
      [`j: Settings.KantarWatermark.CredentialsSecretName: ${NO_TEXT}`],
    ],
    [
      "an API",
      job({ NielsenNonLinearWatermark: { TicServerUrl: REF } }),
      [WRITE, QUEUE],
      [`j: Settings.NielsenNonLinearWatermark.TicServerUrl: ${NO_TEXT}`],
    ],
    [
      "a data key",
      input({ DecryptionSettings: { EncryptedDecryptionKey: REF } }),
      [READ, WRITE, QUEUE],
      [`j: Settings.Inputs[0].DecryptionSettings.EncryptedDecryptionKey: ${NO_TEXT}`],
    ],
    [
      "a connection",
      input({ TamsSettings: { AuthConnectionArn: REF } }),
      [READ, WRITE, QUEUE],
      [`j: Settings.Inputs[0].TamsSettings.AuthConnectionArn: ${NO_TEXT}`],
    ],
    [
      "a feed",
      job({}, { ElementalInferenceSettings: { FeedConfigurationSource: { FeedArn: REF } } }),
      [WRITE, QUEUE],
      [`j: ElementalInferenceSettings.FeedConfigurationSource.FeedArn: ${NO_TEXT}`],
    ],
    ["a switch", fileGroup({ C2paManifest: REF }), [WRITE, QUEUE], [`${MP4}.C2paManifest: ${NO_TEXT}`]],
    [
      "a key that is an alias",
      destination({ Encryption: { KmsKeyArn: "alias/media", KmsEncryptionContext: "e30=" } }),
      [`writes {"bucket":"acme-out","pattern":"a/*"} ${HLS}.Destination [R-S3-WRITE R-DEST-DIR]`, QUEUE],
      [
        expect.stringContaining(
          `${HLS}.DestinationSettings.S3Settings.Encryption.KmsKeyArn: "alias/media" is an alias`,
        ),
      ],
    ],
    [
      "a key that is no ARN",
      destination({ Encryption: { KmsKeyArn: "media", KmsEncryptionContext: "e30=" } }),
      [`writes {"bucket":"acme-out","pattern":"a/*"} ${HLS}.Destination [R-S3-WRITE R-DEST-DIR]`, QUEUE],
      [
        `${HLS}.DestinationSettings.S3Settings.Encryption.KmsKeyArn: "media" is not such an ARN; write "arn:aws:kms:REGION:ACCOUNT:key/ID"`,
      ],
    ],
  ])("%s", (_, file, lines, problems) => {
    expect(needOf(file)).toEqual({ lines, problems });
  });
});

describe("what is left out", () => {
  const INPUTS = [{ FileInput: "s3://acme-in/f.mp4" }];
  const noInput = (where: string): string =>
    `unknowns {"ask":"ASK-INPUT","subject":"${where}","blocks":false} ${where} [R-S3-READ]`;
  const noDestination = (where: string): string =>
    `unknowns {"ask":"ASK-DESTINATION","subject":"${where}","blocks":true} ${where} [R-DEST-ABSENT]`;

  test.each<[name: string, file: Json, problem: string]>([
    [
      "the destination of a job's group",
      job({ OutputGroups: [OUT, { OutputGroupSettings: {} }] }),
      'j: Settings.OutputGroups[1]: has no destination, so it cannot be known where it writes; add "Destination", or give the job template that holds it',
    ],
    [
      "a job's output groups",
      { Settings: { Inputs: INPUTS } },
      'j: Settings: has no output group, and names no template that could bring one; add "OutputGroups"',
    ],
    [
      "every entry of a job's output groups",
      { Settings: { Inputs: INPUTS, OutputGroups: [] } },
      'j: Settings: has no output group, and names no template that could bring one; add "OutputGroups"',
    ],
  ])("%s", (_, file, problem) => {
    expect(needOf(file).problems).toEqual([problem]);
  });

  test.each<[name: string, file: Json, lines: readonly string[]]>([
    ["inputs of a template", { Name: "t", ...job({}) }, [WRITE, QUEUE, noInput("j: Settings")]],
    [
      "output groups of a template",
      { Name: "t", Settings: { Inputs: INPUTS } },
      [READ, QUEUE, noDestination("j: Settings")],
    ],
    [
      "the destination of a template's group",
      { Name: "t", Settings: { Inputs: INPUTS, OutputGroups: [{ OutputGroupSettings: {} }] } },
      [READ, QUEUE, noDestination("j: Settings.OutputGroups[0]")],
    ],
    [
      "a template that is not at hand",
      { Role: "media", JobTemplate: "t" },
      [QUEUE, noInput("j"), 'unknowns {"ask":"ASK-11","subject":"t","blocks":true} j: JobTemplate [R-RESOLVE]'],
    ],
    [
      "the same, where the job has inputs and groups",
      job({ Inputs: INPUTS }, { JobTemplate: "t" }),
      [READ, WRITE, QUEUE, 'unknowns {"ask":"ASK-11","subject":"t","blocks":false} j: JobTemplate [R-RESOLVE]'],
    ],
    [
      "a preset that is not at hand",
      job({ OutputGroups: [{ ...OUT, Outputs: [{ Preset: "p" }] }] }),
      [
        WRITE,
        QUEUE,
        'unknowns {"ask":"ASK-11","subject":"p","blocks":false} j: Settings.OutputGroups[0].Outputs[0].Preset [R-RESOLVE]',
      ],
    ],
    [
      "the request around a job's settings",
      { Inputs: INPUTS, OutputGroups: [OUT] },
      [READ, WRITE, QUEUE].map((line) => line.replace("j: Settings.", "j: ")),
    ],
    [
      "the name of a preset",
      { VideoDescription: { ScalingBehavior: "SMART_CROP" } },
      ["inference {} j: VideoDescription.ScalingBehavior [R-INFERENCE]"],
    ],
  ])("%s", (_, file, lines) => {
    expect(needOf(file)).toEqual({ lines, problems: [] });
  });
});
