import fc from "fast-check";
import { readDocuments } from "../../lib/jobs/documents";
import { type Derived, derive, needsOf } from "../../lib/jobs/derive";
import { libraryOf, resolveNames } from "../../lib/jobs/merge";
import { at } from "../../lib/jobs/tree";
import { NO_ANSWERS, type Job, groupOf, jobOf, linesOf, reading, roleOf } from "../support/jobs";
import { policiesOf, problemsOf, warningsOf } from "../support/pure";

const FONT = (name: string): Job => ({
  CaptionDescriptions: [{ DestinationSettings: { BurninDestinationSettings: { FontFileRegular: name } } }],
});
const template = (Name: string, Settings: Job, more: Job = {}): Job => ({ Name, Settings, ...more });
const preset = (Name: string, Settings: Job): Job => ({ Name, Settings: { ContainerSettings: {}, ...Settings } });

/** A job that takes its settings from a template. */
const withTemplate = (JobTemplate: string, Settings: Job = {}): Job => ({ Role: "role", JobTemplate, Settings });

/** A job with one output that is made after a preset. */
const withPreset = (Preset: string, output: Job = {}): Job =>
  jobOf({ OutputGroups: [groupOf("FileGroupSettings", "s3://acme-base/", {}, [{ Preset, ...output }])] });

const BASE_URI = "s3://acme-base/";
const BASE = "s3:PutObject arn:aws:s3:::acme-base/*";
const get = (key: string): string => `s3:GetObject arn:aws:s3:::acme-in/${key}`;
const put = (key: string): string => `s3:PutObject arn:aws:s3:::acme-out/${key}`;
const LIST = "s3:ListBucket arn:aws:s3:::acme-in";

const open = (...jobs: readonly Job[]): object => ({
  access: { mode: "jobs", granularity: "object", jobs, buckets: { "*": {} } },
});

describe("R-RESOLVE: a template", () => {
  const HLS = template("hls", {
    Inputs: [{ ImageInserter: { InsertableImages: [{ ImageInserterInput: "s3://acme-in/logo.png" }] } }],
    OutputGroups: [groupOf("HlsGroupSettings", "s3://acme-out/hls/")],
  });
  const INPUT = { Inputs: [{ FileInput: "s3://acme-in/a.mp4" }] };

  test("is merged into the job that names it, and does not count alone", () => {
    expect(linesOf(roleOf([HLS, withTemplate("hls", INPUT)]))).toEqual([
      get("a.mp4"),
      get("logo.png"),
      LIST,
      put("hls/*"),
    ]);
    expect(problemsOf(open(HLS, withTemplate("hls", INPUT)))).toEqual([]);
    expect(warningsOf(open(HLS, withTemplate("hls", INPUT)))).toEqual([]);
  });

  test("counts alone where no job names it", () => {
    expect(linesOf(roleOf([HLS]))).toEqual([get("logo.png"), LIST, put("hls/*")]);
    expect(linesOf(roleOf([HLS, reading("s3://acme-in/a.mp4")]))).toEqual([
      get("a.mp4"),
      get("logo.png"),
      LIST,
      BASE,
      put("hls/*"),
    ]);
  });

  test.each(["hls", "arn:aws:mediaconvert:eu-west-1:111122223333:jobTemplates/hls"])("is found as %s", (name) => {
    expect(linesOf(roleOf([HLS, withTemplate(name, INPUT)]))).toContain(put("hls/*"));
  });

  test.each<[what: string, settings: Job, lines: readonly string[]]>([
    [
      "another destination in the job goes first",
      { OutputGroups: [groupOf("HlsGroupSettings", "s3://acme-out/job/")] },
      [put("job/*")],
    ],
    ["empty text in the job does not", { OutputGroups: [groupOf("HlsGroupSettings", "")] }, [put("hls/*")]],
    [
      "a setting beside the template's destination",
      {
        OutputGroups: [
          {
            OutputGroupSettings: {
              HlsGroupSettings: {
                DestinationSettings: { S3Settings: { AccessControl: { CannedAcl: "PUBLIC_READ" } } },
              },
            },
          },
        ],
      },
      [put("hls/*"), "s3:PutObjectAcl arn:aws:s3:::acme-out/hls/*"],
    ],
    [
      "a group more than the template has",
      {
        OutputGroups: [{}, groupOf("FileGroupSettings", "s3://acme-out/mp4/")],
      },
      [put("hls/*"), put("mp4/*")],
    ],
    ["no group at all", {}, [put("hls/*")]],
    ["a list that is empty", { OutputGroups: [] }, [put("hls/*")]],
  ])("%s", (_, settings, lines) => {
    const found = linesOf(roleOf([HLS, withTemplate("hls", settings)]));
    expect(found.filter((line) => line.startsWith("s3:Put"))).toEqual(lines);
  });

  test("is found by a name with a slash in it", () => {
    const named = template("films/hls", { OutputGroups: [groupOf("HlsGroupSettings", "s3://acme-out/films/")] });
    expect(linesOf(roleOf([named, withTemplate("films/hls")]))).toEqual([put("films/*")]);
  });

  test.each<[what: string, ofTemplate: unknown, ofJob: unknown, keys: readonly string[]]>([
    ["text for an object", { Input: "s3://acme-in/t.mov" }, "none", []],
    ["an object for text", "none", { Input: "s3://acme-in/j.mov" }, ["j.mov"]],
    ["text for a list", [{ Input: "s3://acme-in/t.mov" }], "none", []],
    ["a list for text", "none", [{ Input: "s3://acme-in/j.mov" }], ["j.mov"]],
    ["an object for a list", [{ Input: "s3://acme-in/t.mov" }], {}, []],
    ["a list for an object", { Input: "s3://acme-in/t.mov" }, [], []],
    ["a number for an object", { Input: "s3://acme-in/t.mov" }, 0, []],
  ])("gives way where the job has %s", (_, ofTemplate, ofJob, keys) => {
    const key = [ofTemplate, ofJob].some(Array.isArray) ? "MotionImageInserters" : "MotionImageInserter";
    const named = template("t", { OutputGroups: [groupOf("FileGroupSettings", BASE_URI)], [key]: ofTemplate });
    const lines = linesOf(roleOf([named, withTemplate("t", { [key]: ofJob })]));
    expect(lines.filter((line) => line.startsWith("s3:GetObject"))).toEqual(keys.map(get));
  });

  test("its queue and its name are not mixed up with the job's", () => {
    const named = template("q", { OutputGroups: [groupOf("FileGroupSettings", "s3://acme-out/")] }, { Queue: "slow" });
    const { queues } = derivedOf([named, withTemplate("q")]);
    expect(queues.map(({ queue }) => queue)).toEqual(["slow"]);
    const own = derivedOf([named, { ...withTemplate("q"), Queue: "fast" }]);
    expect(own.queues.map(({ queue }) => queue)).toEqual(["fast"]);
  });

  test("brings presets along", () => {
    const outputs = [{ Preset: "burn-in" }];
    const named = template("t", { OutputGroups: [groupOf("FileGroupSettings", "s3://acme-base/", {}, outputs)] });
    const jobs = [withTemplate("t"), named, preset("burn-in", FONT("s3://acme-in/a.ttf"))];
    expect(linesOf(roleOf(jobs))).toEqual([get("a.ttf"), LIST, BASE]);
  });

  test("that is not at hand blocks a job without outputs, and is a question beside them", () => {
    expect(problemsOf(open(withTemplate("none")))).toEqual([
      expect.stringContaining('access.jobs[0]: JobTemplate: template or preset "none" is not at hand'),
    ]);
    const job = { ...withTemplate("none"), Settings: reading("s3://acme-in/a.mp4")["Settings"] as Job };
    expect(problemsOf(open(job))).toEqual([]);
    expect(warningsOf(open(job))).toEqual([expect.stringContaining('"none" is not at hand')]);
  });

  test("that is AWS's own holds nothing that counts, but no destination either", () => {
    const job = withTemplate("System-Ott_Hls_Ts_Avc_Aac");
    const whole = { ...job, Settings: reading("s3://acme-in/a.mp4")["Settings"] };
    expect(problemsOf(open(whole))).toEqual([]);
    expect(warningsOf(open(whole))).toEqual([]);
    expect(problemsOf(open(job))).toEqual([expect.stringContaining("is not at hand")]);
  });

  test("without a destination, by itself, is a question that other places answer", () => {
    const bare = template("bare", { OutputGroups: [{ OutputGroupSettings: { Type: "HLS_GROUP_SETTINGS" } }] });
    expect(problemsOf(open(bare))).toEqual([expect.stringContaining("OutputGroups[0]: has no destination")]);
    expect(problemsOf(roleOf([bare], { outputs: ["s3://acme-out/"] }))).toEqual([]);
    expect(linesOf(roleOf([bare], { outputs: ["s3://acme-out/"] }))).toEqual([put("*")]);
    expect(linesOf(roleOf([bare, withTemplate("bare", jobOf()["Settings"] as Job)]))).toEqual([BASE]);
  });
});

describe("R-RESOLVE: a preset", () => {
  const BURN_IN = preset("burn-in", {
    ...FONT("s3://acme-in/a.ttf"),
    ContainerSettings: { Mp4Settings: { C2paManifest: "INCLUDE", CertificateSecret: "c2pa" } },
  });
  const SECRET = "secretsmanager:GetSecretValue arn:aws:secretsmanager:eu-west-1:111122223333:secret:c2pa-??????";

  test("is merged into the output that names it", () => {
    expect(linesOf(roleOf([withPreset("burn-in"), BURN_IN]))).toEqual([get("a.ttf"), LIST, BASE, SECRET]);
    expect(
      linesOf(roleOf([withPreset("arn:aws:mediaconvert:eu-west-1:111122223333:presets/burn-in"), BURN_IN])),
    ).toEqual([get("a.ttf"), LIST, BASE, SECRET]);
  });

  test("counts alone where none names it", () => {
    expect(linesOf(roleOf([BURN_IN]))).toEqual([get("a.ttf"), LIST, SECRET]);
    expect(problemsOf(open(BURN_IN))).toEqual([]);
  });

  test("gives way to the output, but for container settings", () => {
    const own = {
      ...FONT("s3://acme-in/own.ttf"),
      ContainerSettings: { Mp4Settings: { C2paManifest: "INCLUDE", CertificateSecret: "own" } },
    };
    expect(linesOf(roleOf([withPreset("burn-in", own), BURN_IN]))).toEqual([get("own.ttf"), LIST, BASE, SECRET]);
    expect(linesOf(roleOf([withPreset("", own)])).some((line) => line.includes("secret:own"))).toBe(true);
  });

  test("that is not at hand is a question, unless it is AWS's own", () => {
    expect(problemsOf(open(withPreset("none")))).toEqual([]);
    expect(warningsOf(open(withPreset("none")))).toEqual([
      expect.stringContaining(
        'access.jobs[0]: Settings.OutputGroups[0].Outputs[0].Preset: template or preset "none" is not at hand',
      ),
    ]);
    expect(warningsOf(open(withPreset("System-Generic_Hd_Mp4")))).toEqual([]);
  });

  test.each<[what: string, groups: unknown, problems: readonly unknown[]]>([
    ["output groups that are no list", {}, [expect.stringContaining("Settings: has no output group")]],
    ["a group that is no object", ["x"], [expect.stringContaining("OutputGroups[0]: has no destination")]],
    ["outputs that are no list", [{ ...groupOf("FileGroupSettings", BASE_URI), Outputs: {} }], []],
    ["an output that is no object", [{ ...groupOf("FileGroupSettings", BASE_URI), Outputs: ["x"] }], []],
  ])("is not looked for in %s", (_, OutputGroups, problems) => {
    expect(problemsOf(open({ Settings: { OutputGroups } }))).toEqual(problems);
  });

  test("is not mixed up with a template of its name", () => {
    const jobs = [withPreset("x"), template("x", { OutputGroups: [groupOf("FileGroupSettings", "s3://acme-out/t/")] })];
    expect(warningsOf(open(...jobs)).join()).toContain('"x" is not at hand');
    expect(linesOf(roleOf(jobs))).toEqual([BASE, put("t/*")]);
  });
});

describe("what is merged", () => {
  test.each<[what: string, job: Job, merged: readonly string[]]>([
    ["nothing", jobOf(), []],
    ["names that are not at hand", { ...withPreset("none"), JobTemplate: "none" }, []],
    ["a template", withTemplate("t"), ["t"]],
    ["a preset", withPreset("p"), ["p"]],
    ["both", { ...withPreset("p"), JobTemplate: "t" }, ["t", "p"]],
  ])("is told: %s", (_, job, merged) => {
    const library = libraryOf(
      [
        template("t", { OutputGroups: [groupOf("FileGroupSettings", BASE_URI)] }),
        preset("p", FONT("s3://acme-in/a.ttf")),
      ].flatMap((one) => readDocuments(one, "library.json").documents),
    );
    const told: unknown[] = [];
    for (const document of readDocuments(job, "job.json").documents) {
      resolveNames(document, library, (named) => told.push(named.name));
    }
    expect(told).toEqual(merged);
  });
});

describe("names that stand twice", () => {
  const ONE = preset("p", FONT("s3://acme-in/1.ttf"));
  const OTHER = preset("p", FONT("s3://acme-in/2.ttf"));
  const T1 = template("t", { OutputGroups: [groupOf("FileGroupSettings", "s3://acme-out/1/")] });
  const T2 = template("t", { OutputGroups: [groupOf("FileGroupSettings", "s3://acme-out/2/")] });

  test("are a problem where the settings differ", () => {
    expect(problemsOf(open(ONE, withPreset("p"), OTHER))).toEqual([
      'access.jobs: access.jobs[2]: preset "p" is also in access.jobs[0], with other settings; drop one of them',
    ]);
    expect(problemsOf(open(T1, T2, withTemplate("t")))).toEqual([
      'access.jobs: access.jobs[1]: template "t" is also in access.jobs[0], with other settings; drop one of them',
    ]);
  });

  test("are reported once, however often they are named", () => {
    expect(problemsOf(open(ONE, OTHER, withPreset("p"), withPreset("p")))).toHaveLength(1);
  });

  test.each<[what: string, one: Job, other: Job]>([
    ["text", { A: "x" }, { A: "y" }],
    ["kind", { A: "x" }, { A: ["x"] }],
    ["length of a list", { A: ["x"] }, { A: ["x", "y"] }],
    ["entry of a list", { A: [{ B: "x" }] }, { A: [{ B: "y" }] }],
    ["later entry of a list", { A: ["x", "y"] }, { A: ["x", "z"] }],
    ["key more", { A: { B: "x" } }, { A: { B: "x", C: "x" } }],
    ["key", { A: { B: "x" } }, { A: { C: "x" } }],
  ])("differ by %s", (_, one, other) => {
    const jobs = [preset("p", { VideoDescription: one }), preset("p", { VideoDescription: other }), withPreset("p")];
    expect(problemsOf(open(...jobs))).toHaveLength(1);
    expect(problemsOf(open(jobs[0] ?? {}, jobs[0] ?? {}, withPreset("p")))).toEqual([]);
  });

  test.each<[what: string, one: unknown, other: unknown]>([
    ["number", 1, 2],
    ["switch", true, false],
  ])("agree but for a %s, of which the role needs nothing", (_, one, other) => {
    const jobs = [one, other].map((Width) => preset("p", { VideoDescription: { Width } }));
    expect(problemsOf(open(...jobs, withPreset("p")))).toEqual([]);
  });

  test("are nothing where the settings agree", () => {
    expect(problemsOf(open(ONE, { ...ONE }, withPreset("p")))).toEqual([]);
    expect(linesOf(roleOf([ONE, { ...ONE }, withPreset("p")]))).toEqual([get("1.ttf"), LIST, BASE]);
  });

  test("count each by itself where no job names them", () => {
    expect(linesOf(roleOf([ONE, OTHER]))).toEqual([get("1.ttf"), get("2.ttf"), LIST]);
  });
});

const derivedOf = (values: readonly Job[], names = values.map((_, index) => `${String(index)}.json`)): Derived => {
  const documents = values.flatMap((value, index) => readDocuments(value, names[index] ?? "").documents);
  return derive(needsOf(documents).jobs, NO_ANSWERS);
};

describe("the order of files", () => {
  const FILES: readonly Job[] = [
    template("t", {
      Inputs: [{ SupplementalImps: ["s3://acme-in/imp/"] }],
      OutputGroups: [groupOf("FileGroupSettings", "s3://acme-out/t/", {}, [{ Preset: "p" }])],
    }),
    withTemplate("t", { Inputs: [{ FileInput: "s3://acme-in/1.mp4" }] }),
    { ...withTemplate("t", { Inputs: [{ FileInput: "https://media.example/2.m3u8" }] }), Queue: "q" },
    preset("p", FONT("s3://acme-in/a.ttf")),
    preset("p", FONT("s3://acme-in/a.ttf")),
    withPreset("p"),
    preset("unused", FONT("s3://acme-in/b.ttf")),
    jobOf({ Inputs: [{ FileInput: "s3://acme-in/a%20b.mp4" }, {}] }, { HopDestinations: [{}, { Queue: "hop" }] }),
    jobOf({ Inputs: [{ FileInput: "s3://acme-in/m.m3u8" }] }, { Role: "arn:aws:iam::111122223333:role/r" }),
  ];

  test("never changes what is derived, its reasons and its questions included", () => {
    const names = FILES.map((_, index) => `${String(index)}.json`);
    const before = derivedOf(FILES, names);
    expect(before.questions.length).toBeGreaterThan(4);
    fc.assert(
      fc.property(fc.shuffledSubarray([...FILES.keys()], { minLength: FILES.length }), (order) => {
        const after = derivedOf(
          order.map((index) => FILES[index] ?? {}),
          order.map((index) => names[index] ?? ""),
        );
        expect(JSON.stringify(after)).toBe(JSON.stringify(before));
      }),
    );
  });

  test("never changes a byte of the policies", () => {
    const before = JSON.stringify(policiesOf(roleOf(FILES)));
    fc.assert(
      fc.property(fc.shuffledSubarray([...FILES], { minLength: FILES.length }), (files) => {
        expect(JSON.stringify(policiesOf(roleOf(files)))).toBe(before);
      }),
    );
  });

  test("never changes what is a problem", () => {
    const twice = [preset("p", FONT("s3://acme-in/1.ttf")), preset("p", FONT("s3://acme-in/2.ttf")), withPreset("p")];
    const problemsIn = (order: readonly number[]): readonly string[] =>
      needsOf(order.flatMap((index) => readDocuments(twice[index], `${String(index)}.json`).documents)).problems.map(
        ({ path, message }) => `${path} ${message}`,
      );
    expect(problemsIn([2, 1, 0])).toEqual(problemsIn([0, 1, 2]));
    expect(problemsIn([1, 0, 2])).toEqual(problemsIn([0, 1, 2]));
  });
});

describe("reasons", () => {
  test("a value of a template is traced to the template, one of the job to the job", () => {
    const jobs = [
      template("t", { OutputGroups: [groupOf("FileGroupSettings", "s3://acme-out/t/")] }),
      withTemplate("t", { Inputs: [{ FileInput: "s3://acme-in/a.mp4" }] }),
    ];
    const files = ["template.json", "job.json"];
    const found = needsOf(jobs.flatMap((job, index) => readDocuments(job, files[index] ?? "").documents));
    const places = (of: "reads" | "writes"): readonly string[] =>
      found.jobs.flatMap(({ need }) => need[of].map(({ origin }) => at(origin.place)));
    expect(places("reads")).toEqual(["job.json: Settings.Inputs[0].FileInput"]);
    expect(places("writes")).toEqual([
      "template.json: Settings.OutputGroups[0].OutputGroupSettings.FileGroupSettings.Destination",
    ]);
  });

  test("what is no place is traced too", () => {
    const job = jobOf({
      Inputs: [{ FileInput: "s3://acme-in/a.mp4", DecryptionSettings: { EncryptedDecryptionKey: "QUJD" } }],
      KantarWatermark: { CredentialsSecretName: "kantar" },
      NielsenNonLinearWatermark: { TicServerUrl: "https://tic123.execute-api.eu-west-1.amazonaws.com/v1" },
      OutputGroups: [
        groupOf("FileGroupSettings", BASE_URI, {}, [{ VideoDescription: { ScalingBehavior: "SMART_CROP" } }]),
      ],
    });
    const { clientSide, inference, secrets, endpoints } = derivedOf([job], ["job.json"]);
    expect(
      [clientSide, inference, ...[...secrets, ...endpoints].map(({ because }) => because)].map((because) =>
        because.map(({ place, rules }) => `${at(place)} ${rules.join()}`),
      ),
    ).toEqual([
      ["job.json: Settings.Inputs[0].DecryptionSettings.EncryptedDecryptionKey R-KMS-CLIENT"],
      ["job.json: Settings.OutputGroups[0].Outputs[0].VideoDescription.ScalingBehavior R-INFERENCE"],
      ["job.json: Settings.KantarWatermark.CredentialsSecretName R-SECRET"],
      ["job.json: Settings.NielsenNonLinearWatermark.TicServerUrl R-INVOKE-NIELSEN"],
    ]);
  });
});
