import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Jobs of some 10 kB that differ in what they read and write, in twenty buckets: one file each. */
export const writeJobs = (folder: string, count: number, example: string): void => {
  mkdirSync(folder);
  const text = readFileSync(example, "utf8");
  for (let index = 0; index < count; index += 1) {
    const job = JSON.parse(text) as { Settings: { Inputs: object[]; OutputGroups: [{ Outputs: object[] }] } };
    const bucket = `acme-${String(index % 20)}`;
    job.Settings.Inputs = [{ FileInput: `s3://${bucket}/masters/${String(index % 50)}/film-${String(index)}.mov` }];
    job.Settings.OutputGroups[0].Outputs = Array.from({ length: 12 }, (_, output) => outputOf(output));
    const written = JSON.stringify(job, undefined, 2).replace("/vod/$fn$/", `/vod/film-${String(index)}/`);
    writeFileSync(join(folder, `${String(index)}.json`), written);
  }
};

const outputOf = (index: number): object => ({
  NameModifier: `_${String(index)}`,
  ContainerSettings: { Container: "M3U8" },
  VideoDescription: {
    Width: 1280,
    Height: 720,
    CodecSettings: {
      Codec: "H_264",
      H264Settings: { MaxBitrate: 8_000_000, RateControlMode: "QVBR", QvbrSettings: { QvbrQualityLevel: 7 } },
    },
  },
  AudioDescriptions: [{ CodecSettings: { Codec: "AAC", AacSettings: { Bitrate: 96_000, SampleRate: 48_000 } } }],
});
