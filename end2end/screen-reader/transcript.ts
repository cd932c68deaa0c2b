// A transcript: what was done and what was heard, as text that is read and reviewed like code. The site shows the same
// files at /accessibility/how-it-sounds.
import { existsSync, readFileSync } from 'node:fs';

export interface Step {
  /** "Tab", "opens /search", "types “club”"; or the name of a part, which begins with "## ". */
  done: string;
  /** The phrases that were heard, in their order. */
  heard: string[];
}

export interface Head {
  title: string;
  about: string;
  /** Routes that the journey goes over. */
  pages: readonly string[];
  /** "22 November 2026 with Orca 43.1 and Chromium 156". */
  heard: string;
}

export function written(head: Head, steps: readonly Step[]): string {
  const lines = [`# ${head.title}`, `About: ${head.about}`, `Pages: ${head.pages.join(' ')}`, `Heard: ${head.heard}`, ''];
  return `${[...lines, ...steps.flatMap(stepLines)].join('\n')}\n`;
}

function stepLines({ done, heard }: Step): string[] {
  if (done.startsWith('## ')) return ['', done, ''];
  return [`> ${done}`, ...(heard.length ? heard : ['(silence)']).map((phrase) => `  ${phrase}`)];
}

/** What differs between a transcript and what was heard now, for a person to read; nothing when all is the same. */
export function differences(file: string, steps: readonly Step[]): string[] {
  if (!existsSync(file)) return [`there is no transcript yet: read what was heard, then write it with "make transcripts"`];
  const [, body = ''] = readFileSync(file, 'utf8').split(/\n\n(.*)/s);
  const [before, now] = [linesOf(body), linesOf(steps.flatMap(stepLines).join('\n'))];
  return compared(before, now);
}

function linesOf(text: string): string[] {
  return text.split('\n').filter((line) => line.trim());
}

/** Lines that went and lines that came, each under what was done before it: a short diff by longest common lines. */
function compared(before: string[], now: string[]): string[] {
  const longest = Array.from({ length: before.length + 1 }, () => new Uint16Array(now.length + 1));
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = now.length - 1; j >= 0; j--) {
      longest[i]![j] = before[i] === now[j] ? longest[i + 1]![j + 1]! + 1 : Math.max(longest[i + 1]![j]!, longest[i]![j + 1]!);
    }
  }
  const lines: string[] = [];
  let [doing, said] = ['', ''];
  const add = (line: string) => {
    if (doing !== said) lines.push(`at: ${(said = doing)}`);
    lines.push(line);
  };
  for (let i = 0, j = 0; i < before.length || j < now.length; ) {
    if (i < before.length && j < now.length && before[i] === now[j]) {
      if (now[j]!.startsWith('>')) doing = now[j]!;
      i++;
      j++;
    } else if (j >= now.length || (i < before.length && longest[i + 1]![j]! >= longest[i]![j + 1]!)) {
      add(`  no longer heard: ${before[i++]!.trim()}`);
    } else {
      add(`  new: ${now[j++]!.trim()}`);
    }
  }
  return lines;
}
