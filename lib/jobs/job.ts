import type { Asked } from "./collect";
import type { Resolved } from "./merge";
import type { QueueNeed } from "./need";
import { type ObjectNode, at, fieldAt, itemsAt, textAt } from "./tree";

/** R-TRUST, R-TRUST-SOURCE: the queues that the job runs in, its role, and inputs that it does not name. */
export const jobNeed = (root: ObjectNode, { document, templateMissing }: Resolved): Asked => {
  const queue = textAt(root, "Queue");
  const role = textAt(root, "Role");
  return {
    queues: [
      {
        origin: { place: queue?.place ?? root.place, rules: ["R-TRUST-SOURCE"] },
        ...(queue === undefined ? {} : { queue: queue.text }),
      },
      ...hops(root),
    ],
    roles:
      role?.text.startsWith("arn:") === true
        ? [{ roleArn: role.text, origin: { place: role.place, rules: ["R-TRUST", "R-PATH"] } }]
        : [],
    unknowns: inputsWithout(root, document.kind === "template" || templateMissing),
  };
};

/** A hop without a queue goes to the default one. */
const hops = (root: ObjectNode): readonly QueueNeed[] =>
  itemsAt(root, "HopDestinations").map((hop) => {
    const queue = textAt(hop, "Queue");
    return {
      origin: { place: queue?.place ?? hop.place, rules: ["R-TRUST-SOURCE"] },
      ...(queue === undefined ? {} : { queue: queue.text }),
    };
  });

/** Inputs that name no file. A template cannot name one; a job without any is rejected before its role counts. */
const inputsWithout = (root: ObjectNode, isTemplate: boolean): Required<Asked>["unknowns"] => {
  const inputs = itemsAt(root, "Settings", "Inputs");
  const silent = inputs.filter(
    (input) => textAt(input, "FileInput") === undefined && fieldAt(input, "VideoGenerator") === undefined,
  );
  const nothing = inputs.length === 0 && isTemplate ? [fieldAt(root, "Settings") ?? root] : [];
  return [...silent, ...nothing].map(({ place }) => ({
    ask: "ASK-INPUT",
    subject: at(place),
    origin: { place, rules: ["R-S3-READ"] },
    blocks: false,
  }));
};
