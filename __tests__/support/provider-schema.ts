/** Types of the AWS provider that tests use. */
const USED = /^aws_(iam_|kms_|s3_bucket|secretsmanager_|caller_identity$|partition$|region$|instance$)/;

/** Maps from type to schema: resources, data sources, functions, ephemeral and listed resources. */
const OF_TYPES = new Set([2, 3, 7, 8, 9, 10]);

/**
 * A provider's schema with the types that tests use alone.
 *
 * @param message `GetProviderSchema.Response` as Protocol Buffers write it
 * @see https://protobuf.dev/programming-guides/encoding/
 * @see https://github.com/hashicorp/terraform/blob/main/docs/plugin-protocol/tfplugin5.proto
 */
export const withoutOtherTypes = (message: Buffer): Buffer =>
  Buffer.concat(
    fieldsOf(message)
      .filter(({ number, content }) => !OF_TYPES.has(number) || USED.test(keyOf(content)))
      .map(({ whole }) => whole),
  );

interface Field {
  readonly number: number;
  readonly content: Buffer;
  readonly whole: Buffer;
}

/** The fields of a message that has nothing but messages and texts. */
const fieldsOf = (message: Buffer): readonly Field[] => {
  const fields: Field[] = [];
  let at = 0;
  while (at < message.length) {
    const [tag, afterTag] = numberAt(message, at);
    if ((tag & 7) !== 2) throw new Error(`field ${String(tag >> 3)} is no message`);
    const [length, start] = numberAt(message, afterTag);
    const end = start + length;
    fields.push({ number: tag >> 3, content: message.subarray(start, end), whole: message.subarray(at, end) });
    at = end;
  }
  return fields;
};

/** The key of a map's entry. */
const keyOf = (entry: Buffer): string =>
  fieldsOf(entry)
    .find(({ number }) => number === 1)
    ?.content.toString() ?? "";

/** A number of seven bits a byte, the lowest first. */
const numberAt = (message: Buffer, start: number): readonly [value: number, end: number] => {
  let value = 0;
  let at = start;
  for (let weight = 1; ; weight *= 128) {
    const byte = message[at] ?? 0;
    value += (byte & 127) * weight;
    at += 1;
    if (byte < 128) return [value, at];
  }
};
