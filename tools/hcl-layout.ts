/** Terraform's expressions, laid out on lines as `terraform fmt` leaves them. */

/** Longest line, where brackets allow a break. */
const WIDTH = 120;

const CLOSING: { readonly [open: string]: string } = { "(": ")", "[": "]", "{": "}" };

/** A piece of an expression: text without brackets, or what is between two of them. */
type Node = string | { readonly open: string; readonly items: readonly (readonly Node[])[] };

/** The expression on as few lines as have room. `column` is where it begins, `indent` that of its first line. */
export const laidOut = (expression: string, indent: number, column: number): string => {
  const [[nodes = []]] = parsed(expression, 0);
  // Only brackets allow a break.
  const isLong = column + flat(nodes).length > WIDTH && linesOf(nodes, WIDTH - column).length > 1;
  return written(isLong ? [{ open: "(", items: [nodes] }] : nodes, indent, column, 0);
};

/** Lines with `=` in one column, where they follow each other and each is whole. */
export const aligned = (text: string): string => {
  const lines = (text.match(/^.*<<-EOT\n(?:.*\n)*? *EOT$|^.*$/gm) ?? []).map((line) => {
    const [, name = "", value = ""] = /^( *(?:[\w-]+|"[^"]*")) = ([^]*)$/.exec(line) ?? [];
    return { line, name, value, isWhole: name !== "" && !/[([{]$/.test(value) };
  });
  let end = 0;
  return lines
    .map(({ line, name, value, isWhole }, at) => {
      if (!isWhole) return line;
      if (lines[at - 1]?.isWhole !== true) {
        end = 0;
        for (let next = at; lines[next]?.isWhole === true; next += 1)
          end = Math.max(end, lines[next]?.name.length ?? 0);
      }
      return `${name.padEnd(end)} = ${value}`;
    })
    .join("\n");
};

/** The end of the text in quotes that begins at `start`; templates in it have quotes of their own. */
export const endOfText = (source: string, start: number): number => {
  let at = start + 1;
  while (source[at] !== '"') {
    if (at >= source.length) throw new Error(`no end of the text in ${source}`);
    if (source.startsWith("$${", at) || source.startsWith("%%{", at)) at += 3;
    else if (source.startsWith("${", at)) at = endOfTemplate(source, at);
    else at += source[at] === "\\" ? 2 : 1;
  }
  return at + 1;
};

/** The end of the `${…}` that begins at `start`. */
export const endOfTemplate = (source: string, start: number): number => {
  let depth = 0;
  let at = start + 1;
  do {
    if (at >= source.length) throw new Error(`no end of the template in ${source}`);
    if (source[at] === '"') {
      at = endOfText(source, at);
      continue;
    }
    if (source[at] === "{") depth += 1;
    if (source[at] === "}") depth -= 1;
    at += 1;
  } while (depth > 0);
  return at;
};

/** The items up to the closing bracket, and where it is. */
const parsed = (source: string, start: number): readonly [items: readonly (readonly Node[])[], end: number] => {
  const items: Node[][] = [[]];
  let text = "";
  let at = start;
  const add = (...nodes: readonly Node[]): void => {
    items.at(-1)?.push(...(text === "" ? [] : [text]), ...nodes);
    text = "";
  };
  while (at < source.length) {
    const character = source.charAt(at);
    if (character === '"') {
      const end = endOfText(source, at);
      text += source.slice(at, end);
      at = end;
    } else if (character in CLOSING) {
      const [inside, end] = parsed(source, at + 1);
      text = text.replace(/\bif $/, "if");
      add({ open: character, items: inside });
      at = end + 1;
    } else if (/[)\]}]/.test(character)) break;
    else {
      // The names that a `for` gives are no items.
      const isItem = character === "," && !/^\s*for\s[^:]*$/.test(flat(items.at(-1) ?? []) + text);
      if (isItem) {
        add();
        items.push([]);
        at += 1;
        while (source[at] === " ") at += 1;
      } else {
        text += character;
        at += 1;
      }
    }
  }
  add();
  return [items, at];
};

const flat = (nodes: readonly Node[]): string =>
  nodes
    .map((node) => {
      if (typeof node === "string") return node;
      const inside = node.items.map(flat).join(", ").trim();
      const space = node.open === "{" && inside !== "" ? " " : "";
      return `${node.open}${space}${inside}${space}${CLOSING[node.open] ?? ""}`;
    })
    .join("");

const written = (nodes: readonly Node[], indent: number, column: number, after: number): string => {
  const whole = flat(nodes);
  if (column + whole.length + after <= WIDTH) return whole;
  let text = "";
  const columnNow = (): number =>
    text.includes("\n") ? text.length - text.lastIndexOf("\n") - 1 : column + text.length;
  nodes.forEach((node, at) => {
    const one = flat([node]);
    const rest = at === nodes.length - 1 ? after : 0;
    if (typeof node === "string" || columnNow() + one.length + rest <= WIDTH || one.length <= 2) text += one;
    else text += broken(node, indent);
  });
  return text;
};

/** Brackets with each item on lines of its own; brackets that hold nothing but brackets are as one. */
const broken = ({ open, items }: Exclude<Node, string>, indent: number): string => {
  const [[first = "", second, third] = [], more] = items;
  const [name, inner] = typeof first === "string" ? [first, second] : ["", first];
  const isAlone = more === undefined && (name === "" ? second : third) === undefined;
  if (isAlone && typeof inner === "object" && /^\w*$/.test(name))
    return `${open}${name}${broken(inner, indent)}${CLOSING[open] ?? ""}`;
  const inside = " ".repeat(indent + 2);
  const lines = items.map((item, at) => {
    const comma = at < items.length - 1 || open !== "(" ? 1 : 0;
    const isFor = flat(item).startsWith("for ");
    const parts = open === "{" && !isFor ? [inParentheses(item)] : linesOf(item, WIDTH - indent - 2);
    return `${inside}${parts.map((one) => written(one, indent + 2, indent + 2, comma)).join(`\n${inside}`)}`;
  });
  return `${open}\n${lines.join(",\n")}\n${" ".repeat(indent)}${CLOSING[open] ?? ""}`;
};

/** An item of an object. A line break would end it, except in parentheses. */
const inParentheses = (item: readonly Node[]): readonly Node[] => {
  const [name = [], ...value] = split(item, " = ", " = ");
  return linesOf(item, WIDTH).length === 1 ? item : [...name, { open: "(", items: [value.flat()] }];
};

/**
 * Lines of an item that is long: a `for` and what it gives, each choice of `a ? b : c ? d : e`, and where that is not
 * enough, what `?` and `||` part.
 */
const linesOf = (item: readonly Node[], room: number): readonly (readonly Node[])[] => {
  const isShort = (nodes: readonly Node[]): boolean => flat(nodes).length <= room;
  if (flat(item).length <= WIDTH / 2) return [item];
  return split(item, " : ", " :")
    .flatMap((line) => split(line, " if", "", "if"))
    .flatMap((line) => (isShort(split(line, " ? ", " ?")[0] ?? []) ? [line] : split(line, " ? ", " ?")))
    .flatMap((line) => (isShort(line) ? [line] : split(line, " || ", " ||")));
};

/** The item, parted at a separator, of which `end` is left on a line and `start` on the next. */
const split = (item: readonly Node[], separator: string, end: string, start = ""): readonly (readonly Node[])[] => {
  const lines: Node[][] = [[]];
  for (const node of item)
    if (typeof node !== "string") lines.at(-1)?.push(node);
    else
      partsOf(node, separator).forEach((part, at, { length }) => {
        if (at > 0) lines.push([]);
        lines.at(-1)?.push((at > 0 ? start : "") + part + (at < length - 1 ? end : ""));
      });
  return lines;
};

/** The text between the separators that stand outside of quotes. */
const partsOf = (text: string, separator: string): readonly string[] => {
  const parts: string[] = [];
  let begin = 0;
  let at = 0;
  while (at < text.length) {
    if (text[at] === '"') at = endOfText(text, at);
    else if (text.startsWith(separator, at)) {
      parts.push(text.slice(begin, at));
      at += separator.length;
      begin = at;
    } else at += 1;
  }
  return [...parts, text.slice(begin)];
};
