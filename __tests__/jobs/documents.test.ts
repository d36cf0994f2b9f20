import { readDocuments } from "../../lib/jobs/documents";
import { LARGEST_JOB_FILE, readJobFile } from "../../lib/jobs/job-file";
import { pathOf } from "../../lib/jobs/tree";
import { type Job, groupOf, jobOf, linesOf, reading, roleOf } from "../support/jobs";
import { policiesOf, problemsOf } from "../support/pure";

const SETTINGS: Job = {
  Inputs: [
    {
      FileInput: "s3://acme-in/a.mp4",
      AudioSelectors: { "audio 1": { ExternalAudioFileInput: "s3://acme-in/a.wav" } },
      CaptionSelectors: { Captions: { SourceSettings: { FileSourceSettings: { SourceFile: "s3://acme-in/a.srt" } } } },
    },
  ],
  OutputGroups: [groupOf("HlsGroupSettings", "s3://acme-out/a/", { DirectoryStructure: "SINGLE_DIRECTORY" })],
  ColorConversion3DLUTSettings: [{ FileInput: "s3://acme-in/a.cube" }],
};
const REQUEST: Job = { Role: "arn:aws:iam::111122223333:role/x", Settings: SETTINGS };
const TEMPLATE: Job = { Name: "hls", Settings: SETTINGS };
const PRESET: Job = {
  Name: "burn-in",
  Settings: {
    CaptionDescriptions: [
      { DestinationSettings: { BurninDestinationSettings: { FontFileRegular: "s3://acme-in/a.ttf" } } },
    ],
    ContainerSettings: { Container: "MP4" },
  },
};

const kindsOf = (value: unknown): readonly string[] =>
  readDocuments(value, "file.json").documents.map(({ kind, name }) => (name === undefined ? kind : `${kind} ${name}`));

const linesIn = (value: unknown): readonly string[] =>
  readDocuments(value, "file.json").problems.map(({ path, message }) => `${path}: ${message}`);

describe("what a file holds", () => {
  test.each<[what: string, value: unknown, kinds: readonly string[]]>([
    ["a CreateJob request", REQUEST, ["job"]],
    ["a request without a role", { Settings: SETTINGS }, ["job"]],
    ["a request that leaves its settings to a template", { Role: "arn:x", JobTemplate: "hls" }, ["job"]],
    ["a request that names a template and no role", { JobTemplate: "hls", Settings: {} }, ["job"]],
    ["a request with no settings of its own", { Role: "arn:x", JobTemplate: "hls", Settings: {} }, ["job"]],
    ["bare settings", SETTINGS, ["job"]],
    ["settings with one part", { MotionImageInserter: { Input: "s3://acme-in/a.mov" } }, ["job"]],
    ["a request with a name and a role", { ...REQUEST, Name: "x" }, ["job"]],
    ["a request beside what looks like an answer", { ...REQUEST, Job: {} }, ["job"]],
    ["a preset's settings among a job's", { Settings: { ...SETTINGS, VideoDescription: {} } }, ["job"]],
    ["a template", TEMPLATE, ["template hls"]],
    ["a preset", PRESET, ["preset burn-in"]],
    ["a preset without a name", { Settings: PRESET["Settings"] }, ["preset"]],
    ["bare preset settings", PRESET["Settings"], ["preset"]],
    ["GetJob", { Job: { ...REQUEST, Id: "1", Arn: "arn:y", Status: "COMPLETE" } }, ["job"]],
    ["ListJobs", { Jobs: [REQUEST, REQUEST], NextToken: "x" }, ["job", "job"]],
    ["GetJobTemplate", { JobTemplate: TEMPLATE }, ["template hls"]],
    ["ListJobTemplates", { JobTemplates: [TEMPLATE, TEMPLATE] }, ["template hls", "template hls"]],
    ["GetPreset", { Preset: PRESET }, ["preset burn-in"]],
    ["ListPresets", { Presets: [PRESET] }, ["preset burn-in"]],
    ["SearchJobs in small letters", { jobs: [{ role: "x", settings: { inputs: [] } }] }, ["job"]],
    ["a list of everything", [REQUEST, [TEMPLATE], { Preset: PRESET }], ["job", "template hls", "preset burn-in"]],
  ])("%s", (_, value, kinds) => {
    expect(linesIn(value)).toEqual([]);
    expect(kindsOf(value)).toEqual(kinds);
  });

  // https://docs.aws.amazon.com/mediaconvert/latest/apireference/jobs.html#jobs-model-jobsettings
  test.each([
    "Inputs",
    "OutputGroups",
    "AdAvailOffset",
    "AvailBlanking",
    "ColorConversion3DLUTSettings",
    "Esam",
    "ExtendedDataServices",
    "FollowSource",
    "KantarWatermark",
    "MotionImageInserter",
    "MotionImageInserters",
    "NielsenConfiguration",
    "NielsenNonLinearWatermark",
    "TimecodeConfig",
    "TimedMetadataInsertion",
  ])("%s alone are the settings of a job", (key) => {
    expect(kindsOf({ [key]: {} })).toEqual(["job"]);
    expect(kindsOf({ Settings: { [key]: {} } })).toEqual(["job"]);
    expect(kindsOf({ Settings: { [key]: {}, VideoDescription: {} } })).toEqual(["job"]);
  });

  // https://docs.aws.amazon.com/mediaconvert/latest/apireference/presets.html#presets-model-presetsettings
  test.each(["AudioDescriptions", "CaptionDescriptions", "ContainerSettings", "VideoDescription"])(
    "%s alone are the settings of a preset",
    (key) => {
      expect(kindsOf({ [key]: {} })).toEqual(["preset"]);
      expect(kindsOf({ Settings: { [key]: {} } })).toEqual(["preset"]);
    },
  );

  test.each<[value: unknown, message: string]>([
    [{ stacks: [] }, "file.json: is no job: it looks like a settings file of roles"],
    [{ resource_changes: [], planned_values: {} }, "it looks like a Terraform plan"],
    [{ planned_values: {} }, "it looks like a Terraform plan"],
    [{ terraform_version: "1.9.0", resources: [] }, "it looks like a Terraform state"],
    [{ resource: {} }, "it looks like Terraform JSON"],
    [{ Version: "2012-10-17", Statement: [] }, "it looks like an IAM policy"],
    [{ AssumeRolePolicyDocument: {} }, "it looks like an IAM role"],
    [{ AWSTemplateFormatVersion: "2010-09-09", Resources: {} }, "it looks like a CloudFormation template"],
    [{ StartAt: "x", States: {} }, "it looks like a Step Functions state machine"],
    [{ "detail-type": "MediaConvert Job State Change" }, "it looks like an EventBridge event"],
    [{ resource_changes: [] }, "it looks like a Terraform plan"],
    [{ devDependencies: {} }, "it looks like a package.json"],
    [{ dependencies: {} }, "it looks like a package.json"],
    [{ Queue: { Name: "Default" } }, "it holds a queue"],
    [{ States: {} }, 'it has none of a job\'s settings, but "States";'],
    [{}, "it is an empty object"],
    [{ Nothing: {}, of: 1 }, 'it has none of a job\'s settings, but "Nothing", "of"; give a CreateJob request'],
    [{ a: 1, b: 1, c: 1, d: 1, e: 1, f: 1 }, '"a", "b", "c", "d", "e" and more;'],
    [{ a: 1, b: 1, c: 1, d: 1, e: 1 }, 'but "a", "b", "c", "d", "e";'],
    [{ Settings: {} }, 'is no job: its "Settings" has none of a job\'s settings'],
    [{ Settings: "{}" }, 'is no job: its "Settings" is no object; write the settings themselves there'],
    [{ Settings: "{}", Inputs: [] }, "file.json: is no job"],
    [{ Settings: "{}", VideoDescription: {} }, "file.json: is no job"],
    [{ Settings: "{}", JobTemplate: "hls" }, "file.json: is no job"],
    [{ Role: "x", Settings: [] }, 'is no job: its "Settings" is no object'],
    ["jobs/a.json", 'it is the text "jobs/a.json"'],
    [7, "it is no object"],
    [null, "it is no object"],
    [[REQUEST, null], "file.json: [1]: is no job: it is no object"],
    [{ Jobs: [REQUEST, { Foo: 1 }] }, "file.json: Jobs[1]: is no job"],
    [[], "file.json: holds no job"],
    [{ Jobs: [] }, "file.json: holds no job"],
  ])("%j is none", (value, message) => {
    const [line, ...others] = linesIn(value);
    expect(others).toEqual([]);
    expect(line).toContain(message);
  });

  test.each([[[]], [{ Jobs: [] }], [7]])("there is nothing in %j", (value) => {
    expect(readDocuments(value, "file.json").documents).toEqual([]);
  });

  test("a job is found beside what is none", () => {
    expect(kindsOf([REQUEST, { Foo: 1 }])).toEqual(["job"]);
  });
});

/** The same with keys that begin with small letters, save the author's own. */
const inSmallLetters = (value: unknown, isMap = false): unknown => {
  if (Array.isArray(value)) return value.map((item) => inSmallLetters(item));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      const isNext = !isMap && (key === "AudioSelectors" || key === "CaptionSelectors");
      return [isMap ? key : `${key.slice(0, 1).toLowerCase()}${key.slice(1)}`, inSmallLetters(item, isNext)];
    }),
  );
};

describe("keys", () => {
  test("capitals and small letters mean the same", () => {
    const small = [REQUEST, TEMPLATE, PRESET].map((one) => inSmallLetters(one) as Job);
    expect(JSON.stringify(small[0])).not.toContain('"FileInput"');
    expect(JSON.stringify(policiesOf(roleOf(small)))).toBe(
      JSON.stringify(policiesOf(roleOf([REQUEST, TEMPLATE, PRESET]))),
    );
  });

  test("keys of maps are the author's: two that differ in one letter are two", () => {
    const AudioSelectors = {
      one: { externalAudioFileInput: "s3://acme-in/1.wav" },
      One: { ExternalAudioFileInput: "s3://acme-in/2.wav" },
    };
    const lines = linesOf(roleOf([jobOf({ Inputs: [{ FileInput: "s3://acme-in/0.mp4", AudioSelectors }] })]));
    expect(lines.slice(0, 3)).toEqual(["0.mp4", "1.wav", "2.wav"].map((k) => `s3:GetObject arn:aws:s3:::acme-in/${k}`));
  });

  test("an author's key may be called like a map", () => {
    const audioSelectors = { AudioSelectors: { externalAudioFileInput: "s3://acme-in/a.wav" } };
    const lines = linesOf(roleOf([jobOf({ inputs: [{ fileInput: "s3://acme-in/a.mp4", audioSelectors }] })]));
    expect(lines).toContain("s3:GetObject arn:aws:s3:::acme-in/a.wav");
  });

  test("only the first of the letters A to Z makes another spelling", () => {
    expect(linesIn({ ...REQUEST, état: 1, État: 2, billing_tag: 1, billing_Tag: 2 })).toEqual([]);
  });

  test("a key in two spellings is a problem", () => {
    expect(problemsOf(roleOf([{ ...REQUEST, settings: SETTINGS }]))).toContainEqual(
      expect.stringContaining('access.jobs[0]: settings: "Settings" stands in that object in two spellings'),
    );
    expect(linesIn({ ...REQUEST, settings: null })).toEqual([]);
  });

  test("paths keep the spelling of the file", () => {
    const [document] = readDocuments(inSmallLetters(REQUEST), "file.json").documents;
    const settings = document?.node.fields.get("Settings");
    expect(settings && pathOf(settings.place)).toBe("settings");
  });

  test("__proto__ is a key like any other", () => {
    const text = JSON.stringify(reading("s3://acme-in/a.mp4")).replace(
      '"FileInput"',
      '"__proto__":{"FileInput":"s3://acme-in/b.mp4"},"FileInput"',
    );
    const { documents, problems } = readJobFile({ name: "file.json", content: text });
    expect(problems).toEqual([]);
    expect(documents.map(({ kind }) => kind)).toEqual(["job"]);
    const lines = linesOf(roleOf([JSON.parse(text) as Job]));
    expect(lines).toContain("s3:GetObject arn:aws:s3:::acme-in/a.mp4");
    expect(lines.join()).not.toContain("b.mp4");
    expect(kindsOf(JSON.parse('{"__proto__":{"Settings":{"Inputs":[]}}}'))).toEqual([]);
  });
});

describe("values", () => {
  test.each([null, undefined])("%s counts as left out", (nothing) => {
    const job = jobOf({
      Inputs: [{ FileInput: "s3://acme-in/a.mp4", TamsSettings: nothing, DolbyVisionMetadataXml: nothing }],
      MotionImageInserter: nothing,
    });
    expect(linesOf(roleOf([{ ...job, JobTemplate: nothing, Role: nothing, Queue: nothing }]))).toEqual(
      linesOf(roleOf([reading("s3://acme-in/a.mp4")])),
    );
  });

  test("the skeleton that the AWS CLI writes says nothing where it is not filled in", () => {
    const skeleton = {
      JobTemplate: "",
      HopDestinations: [{ Priority: 0, Queue: "", WaitMinutes: 0 }],
      Queue: "",
      Role: "",
      Settings: {
        Inputs: [
          {
            AudioSelectors: { KeyName: { ExternalAudioFileInput: "" } },
            DecryptionSettings: { EncryptedDecryptionKey: "", KmsKeyRegion: "" },
            FileInput: "s3://acme-in/a.mp4",
            SupplementalImps: [""],
            TamsSettings: { AuthConnectionArn: "", SourceId: "" },
          },
        ],
        KantarWatermark: { CredentialsSecretName: "", LogDestination: "" },
        MotionImageInserter: { Input: "" },
        NielsenNonLinearWatermark: { AdiFilename: "", MetadataDestination: "", TicServerUrl: "" },
        OutputGroups: [
          {
            OutputGroupSettings: {
              CmafGroupSettings: { Destination: "", Encryption: { SpekeKeyProvider: { Url: "", CertificateArn: "" } } },
              FileGroupSettings: {
                Destination: "s3://acme-base/",
                DestinationSettings: { S3Settings: { Encryption: { EncryptionType: "", KmsKeyArn: "" } } },
              },
            },
            Outputs: [
              {
                ContainerSettings: { Mp4Settings: { C2paManifest: "EXCLUDE", SigningKmsKey: "" } },
                Preset: "",
              },
            ],
          },
        ],
      },
      UserMetadata: { KeyName: "" },
    };
    expect(linesOf(roleOf([skeleton]))).toEqual(linesOf(roleOf([reading("s3://acme-in/a.mp4")])));
  });

  test("${…} stays text", () => {
    expect(linesOf(roleOf([reading("s3://acme-in/${aws:PrincipalTag/x}/${name}.mp4")]))).toContain(
      "s3:GetObject arn:aws:s3:::acme-in/${$}{aws:PrincipalTag/x}/${$}{name}.mp4",
    );
  });

  test.each(["${TfToken[TOKEN.12]}", "s3://${TfToken[Bucket.3]}/a.mp4", "s3://acme-in/-1.8881545897087626e+289"])(
    "%s is a token, and refused",
    (text) => {
      expect(problemsOf(roleOf([reading(text)]))).toContainEqual(
        expect.stringContaining("access.jobs[0]: Settings.Inputs[0].FileInput: holds a CDKTF token"),
      );
    },
  );
});

describe("odd files", () => {
  const inFile = (content: string): readonly string[] =>
    readJobFile({ name: "file.json", content }).problems.map(({ path, message }) => `${path}: ${message}`);

  test("ten thousand levels are a problem, not a crash", () => {
    const deep = `${'{"Settings":'.repeat(10_000)}{}${"}".repeat(10_000)}`;
    expect(inFile(deep)).toEqual([expect.stringContaining("is nested deeper than 64 levels")]);
    const lists = `${"[".repeat(10_000)}${"]".repeat(10_000)}`;
    expect(inFile(lists)).toEqual([expect.stringContaining("is nested deeper than 64 levels")]);
  });

  test("a byte order mark is no part of the text", () => {
    expect(inFile(`\uFEFF${JSON.stringify(REQUEST)}`)).toEqual([]);
  });

  test.each([
    ["", "file.json: is not JSON"],
    ['{ "Settings": { "Inputs": [], } }', "file.json: is not JSON"],
    ['// a comment\n{ "Settings": {} }', "file.json: is not JSON"],
    ["Settings:\n  Inputs: []\n", "file.json: is not JSON"],
    ["[1, 2", "file.json: is not JSON"],
  ])("%j is not JSON", (content, start) => {
    const [line = "", ...others] = inFile(content);
    expect(others).toEqual([]);
    expect(line.startsWith(start)).toBe(true);
  });

  test("a file of more than ten megabytes is not read", () => {
    const text = JSON.stringify(REQUEST).padEnd(LARGEST_JOB_FILE);
    expect(inFile(text)).toEqual([]);
    const { documents, problems } = readJobFile({ name: "file.json", content: `${text} ` });
    expect(documents).toEqual([]);
    expect(problems.map(({ message }) => message)).toEqual([expect.stringContaining("no job is that large")]);
  });
});
