import type { RuleId } from "./rules";
import type { Place } from "./tree";

/**
 * What jobs need of their role, one entry for each field that asks for something.
 *
 * Nothing here knows an account, a Region or a partition: those come when a role is made of it.
 */
export interface Need {
  readonly reads: readonly ReadNeed[];
  readonly writes: readonly WriteNeed[];
  readonly endpoints: readonly EndpointNeed[];
  readonly secrets: readonly SecretNeed[];
  /** C2PA signing keys: an ARN, or the id of a key of the role's account and the job's Region. */
  readonly signing: readonly KeyNeed[];
  /** Client-side encrypted inputs; a job does not name their key. */
  readonly clientSide: readonly ClientSideNeed[];
  readonly connections: readonly ConnectionNeed[];
  /** Features of Elemental Inference. */
  readonly inference: readonly Needed[];
  readonly feeds: readonly FeedNeed[];
  readonly queues: readonly QueueNeed[];
  readonly roles: readonly RoleNeed[];
  readonly unknowns: readonly Unknown[];
  readonly notes: readonly Note[];
}

/** Where a need comes from: a field of a file, and the rules that make a need of it, the decisive one first. */
export interface Origin {
  readonly place: Place;
  readonly rules: readonly [RuleId, ...RuleId[]];
}

export interface Needed {
  readonly origin: Origin;
}

/** Objects of a bucket, as an IAM pattern of their keys. */
export interface ObjectsNeed extends Needed {
  readonly bucket: string;
  readonly pattern: string;
}

export type ReadNeed = ObjectsNeed;

export interface WriteNeed extends ObjectsNeed {
  /** The canned ACL, as the job writes it. */
  readonly acl?: { readonly value: string; readonly origin: Origin };
  /** What the job says of encryption; left out: the bucket's default applies. */
  readonly encryption?: "none" | "aws/s3" | { readonly keyArn: string; readonly origin: Origin };
  readonly storageClass?: string;
}

export interface EndpointNeed extends Needed {
  readonly url: string;
  readonly method: "POST" | "*";
  readonly of: "speke" | "nielsen";
}

export interface SecretNeed extends Needed {
  /** Name or ARN. */
  readonly secret: string;
}

export interface KeyNeed extends Needed {
  readonly key: string;
}

export interface ClientSideNeed extends Needed {
  /** Left out: the job's Region. */
  readonly region?: string;
}

export interface ConnectionNeed extends Needed {
  readonly connectionArn: string;
}

export interface FeedNeed extends Needed {
  readonly feedArn: string;
}

/** A queue that the job runs in, or can hop to: name or ARN; left out: the default queue. */
export interface QueueNeed extends Needed {
  readonly queue?: string;
}

export interface RoleNeed extends Needed {
  readonly roleArn: string;
}

/** Questions that a job leaves open. Numbers are those of `unknowns.ts`. */
export type AskId =
  | "ASK-01"
  | "ASK-03"
  | "ASK-06"
  | "ASK-07"
  | "ASK-09"
  | "ASK-10"
  | "ASK-11"
  | "ASK-DESTINATION"
  | "ASK-INPUT"
  | "ASK-BUCKET-KIND"
  | "ASK-FIELD";

/** Something that the job does not tell and that the role depends on. */
export interface Unknown extends Needed {
  readonly ask: AskId;
  /** What it is about: a bucket, a URL, a secret, a name. */
  readonly subject: string;
  /** Whether a job fails for certain unless it is answered. */
  readonly blocks: boolean;
}

/** Something worth knowing that changes nothing. */
export interface Note extends Needed {
  readonly says: string;
}

export const NO_NEED: Need = {
  reads: [],
  writes: [],
  endpoints: [],
  secrets: [],
  signing: [],
  clientSide: [],
  connections: [],
  inference: [],
  feeds: [],
  queues: [],
  roles: [],
  unknowns: [],
  notes: [],
};

/** Everything that any of the needs asks for. */
export const union = (needs: readonly Need[]): Need => ({
  reads: needs.flatMap(({ reads }) => reads),
  writes: needs.flatMap(({ writes }) => writes),
  endpoints: needs.flatMap(({ endpoints }) => endpoints),
  secrets: needs.flatMap(({ secrets }) => secrets),
  signing: needs.flatMap(({ signing }) => signing),
  clientSide: needs.flatMap(({ clientSide }) => clientSide),
  connections: needs.flatMap(({ connections }) => connections),
  inference: needs.flatMap(({ inference }) => inference),
  feeds: needs.flatMap(({ feeds }) => feeds),
  queues: needs.flatMap(({ queues }) => queues),
  roles: needs.flatMap(({ roles }) => roles),
  unknowns: needs.flatMap(({ unknowns }) => unknowns),
  notes: needs.flatMap(({ notes }) => notes),
});
