import { type Problem, inQuotes, problem } from "./problem";

/**
 * Every message about jobs, one function each: what, which value, what to do.
 *
 * The path names the file and the place in it: `jobs/film.json: Settings.Inputs[0].FileInput`.
 */

export const tooDeep = (path: string, limit: number): Problem =>
  problem(path, `is nested deeper than ${String(limit)} levels, which no job is; remove it`);

export const placeholder = (path: string): Problem =>
  problem(
    path,
    `holds a CDKTF token, or text that CDKTF takes for one; jobs are read when the stack is made, so write the value out`,
  );

export const keyTwice = (path: string, key: string): Problem =>
  problem(path, `${inQuotes(key)} stands in that object in two spellings, and only one of them would count; drop one`);

export const notText = (path: string, found: string): Problem =>
  problem(path, `holds ${found} where MediaConvert takes text; write the value itself`);

export const notAJob = (path: string, looksLike: string): Problem =>
  problem(
    path,
    `is no job: ${looksLike}; give a CreateJob request, its "Settings", a job template or a preset, or a list of them`,
  );

export const noJobs = (path: string): Problem => problem(path, `holds no job; give at least one`);

export const nameTwice = (path: string, kind: string, name: string, first: string): Problem =>
  problem(path, `${kind} ${inQuotes(name)} is also in ${first}, with other settings; drop one of them`);

export const noUri = (path: string, value: string, s3Only: boolean): Problem =>
  problem(
    path,
    s3Only
      ? `${inQuotes(value)} is not in S3; MediaConvert takes "s3://bucket/key" here`
      : `${inQuotes(value)} has a scheme that MediaConvert does not read; write "s3://bucket/key" or an http(s) address`,
  );

export const noScheme = (path: string, value: string, s3Only: boolean): Problem =>
  problem(
    path,
    `${inQuotes(value)} names no scheme; write "s3://bucket/key"${s3Only ? "" : " or an http(s) address"}, with what a placeholder stands for`,
  );

export const bucketName = (path: string, bucket: string, rule: string): Problem =>
  problem(path, `${inQuotes(bucket)} is no bucket name: ${rule}; correct it, or fill in the placeholder`);

export const objectMissing = (path: string, value: string): Problem =>
  problem(path, `${inQuotes(value)} names a bucket and no object; add the object's key`);

export const destinationMissing = (path: string): Problem =>
  problem(
    path,
    `has no destination, so it cannot be known where it writes; add "Destination", or give the job template that holds it`,
  );

export const noOutputs = (path: string): Problem =>
  problem(path, `has no output group, and names no template that could bring one; add "OutputGroups"`);

export const arnMalformed = (path: string, value: string, example: string): Problem =>
  problem(path, `${inQuotes(value)} is not such an ARN; write ${inQuotes(example)}`);

export const keyAlias = (path: string, value: string, instead: "ARN" | "ARN or id"): Problem =>
  problem(path, `${inQuotes(value)} is an alias, which MediaConvert does not take here; write the key's ${instead}`);

export const secretMalformed = (path: string, value: string): Problem =>
  problem(path, `${inQuotes(value)} is neither a secret's name (1–512 of A–Z a–z 0–9 / _ + = . @ -) nor its ARN`);

export const endpointMalformed = (path: string, value: string, why: string): Problem =>
  problem(path, `${inQuotes(value)} ${why}`);

// Files

export const noFile = (path: string, pattern: string): Problem =>
  problem(path, `${inQuotes(pattern)} matches no file; correct it, or drop it`);

export const noJobIn = (path: string, folder: string): Problem =>
  problem(path, `folder ${inQuotes(folder)} holds no .json file; name another, or drop it`);

export const unreadable = (file: string, reason: string): Problem => problem(file, `cannot be read: ${reason}`);

export const tooLarge = (file: string, bytes: number, limit: number): Problem =>
  problem(file, `has ${String(bytes)} bytes, more than ${String(limit)}; no job is that large`);

export const notJson = (file: string, reason: string): Problem =>
  problem(file, `is not JSON: ${reason}; JSON has no comments and no comma before a closing bracket`);

export const filesNotReadable = (path: string): Problem =>
  problem(path, `names files, which cannot be read here; give the jobs themselves`);

// Questions

/** What a job leaves open, with the first field that raises it. */
export const question = (path: string, where: string, more: number, asks: string, answer: string): Problem =>
  problem(path, `${where}${more === 0 ? "" : ` and ${String(more)} more`}: ${asks}; answer: ${answer}`);

export const keysOfBucket = (path: string, bucket: string): Problem =>
  problem(path, `bucket ${inQuotes(bucket)} has no key, so "bucketKey" says nothing; give "kmsKeyArn" or drop it`);

export const bucketNotNamed = (path: string, bucket: string): Problem =>
  problem(path, `no job names bucket ${inQuotes(bucket)}; correct it, or drop it`);

export const queueNotAdmitted = (path: string, where: string, queue: string): Problem =>
  problem(
    path,
    `${where}: queue ${inQuotes(queue)} is not among "trust.queues", and jobs in it would end with error 1434; add it there`,
  );
