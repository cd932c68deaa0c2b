// The table of addresses in src/server/router.rs, read as text: the list of pages is compared with it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { project } from './paths.ts';

export interface Address {
  /** As the router has it: "/services/{slug}". */
  pattern: string;
  /** Who may use it: "Everybody", "Provider". */
  who: string;
  /** Whether it can be opened, and is a page for people. */
  isPage: boolean;
  /** Whether forms are sent to it. */
  takesForms: boolean;
}

const LINE = /^\s*(page|data|form|call)\((\w+), "([^"]+)", (.*)\),$/;
const DOWNLOAD = /^\s*download\((\w+), \["([^"]+)", "([^"]+)"\], .*\),$/;

/** Every address of the router. */
export function addresses(): Address[] {
  const source = readFileSync(join(project, 'src', 'server', 'router.rs'), 'utf8');
  const table = source.slice(source.indexOf('pub fn table()'), source.indexOf('\n}', source.indexOf('pub fn table()')));
  const lines = table.split('\n').filter((line) => /^\s*(page|data|form|call|download)\(/.test(line));
  return lines.flatMap((line) => {
    const files = DOWNLOAD.exec(line);
    if (files) return files.slice(2).map((pattern) => ({ pattern, who: files[1]!, isPage: false, takesForms: false }));
    const read = LINE.exec(line);
    if (!read) throw new Error(`a line of the router that this cannot read: ${line.trim()}`);
    const [, kind, who, pattern, methods] = read;
    return { pattern: pattern!, who: who!, isPage: kind === 'page', takesForms: kind !== 'call' && /\bpost\(/.test(methods!) };
  });
}

const all = addresses().map(({ pattern }) => ({
  pattern,
  // What is written out comes before what is left open: /gaps/compare is no kind of help.
  open: pattern.split('{').length,
  form: new RegExp(`^${pattern.replaceAll('.', '\\.').replace(/\{\*[^}]+\}/g, '.+').replace(/\{[^}]+\}/g, '[^/]+')}$`),
}));
all.sort((a, b) => a.open - b.open);

/** The line of the router that an address belongs to. */
export function patternOf(path: string): string | undefined {
  return all.find(({ form }) => form.test(path))?.pattern;
}
