import * as errors from "../job-errors";
import { jsonFault } from "../json-text";
import type { Problem } from "../problem";
import { type Found, readDocuments } from "./documents";

/** A file with jobs. */
export interface JobFile {
  readonly name: string;
  readonly content: string;
}

/** Files that a pattern names, in the order of their names; what is wrong with it goes to the problems. */
export type ReadJobFiles = (pattern: string) => {
  readonly files: readonly JobFile[];
  readonly problems: readonly Problem[];
};

/** Bytes. The largest jobs have some hundred kilobytes. */
export const LARGEST_JOB_FILE = 10_000_000;

/** The jobs, templates and presets in the text of a file. */
export const readJobFile = ({ name, content }: JobFile): Found => {
  if (content.length > LARGEST_JOB_FILE) {
    return { documents: [], problems: [errors.tooLarge(name, content.length, LARGEST_JOB_FILE)] };
  }
  try {
    return readDocuments(JSON.parse(content.replace(/^\uFEFF/, "")) as unknown, name);
  } catch (error) {
    return { documents: [], problems: [errors.notJson(name, jsonFault(content, error))] };
  }
};
