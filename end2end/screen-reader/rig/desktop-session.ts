// A desk to sit at: a screen that nobody sees, a bus for accessibility, a window manager (without one no window has the
// focus), Orca with a file for a voice, and a browser. All of it is made for one journey and ends with it.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startBrowser, type Browser, type BrowserName } from './browser.ts';
import { Processes, until } from './processes.ts';
import { Speech } from './speech.ts';

const here = dirname(fileURLToPath(import.meta.url));

/** How long each part may take to be there, in milliseconds. */
const STARTS_WITHIN = 40_000;

export class Desk {
  private constructor(
    readonly speech: Speech,
    private readonly processes: Processes,
    private readonly browserName: BrowserName,
  ) {}

  #browser: Browser | undefined;

  /** Starts everything but the browser. */
  static async start(browserName: BrowserName): Promise<Desk> {
    const folder = mkdtempSync(join(tmpdir(), 'local-offer-desk-'));
    const speech = join(folder, 'speech.jsonl');
    const env: NodeJS.ProcessEnv = { ...process.env, LOCAL_OFFER_SPEECH: speech, LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8' };
    for (const name of ['WAYLAND_DISPLAY', 'DBUS_SESSION_BUS_ADDRESS', 'DISPLAY']) delete env[name];
    Object.assign(env, { NO_AT_BRIDGE: '0', ACCESSIBILITY_ENABLED: '1', GNOME_ACCESSIBILITY: '1', MOZ_ENABLE_WAYLAND: '0' });
    const places = { HOME: 'home', XDG_CONFIG_HOME: 'home/.config', XDG_DATA_HOME: 'home/.local/share', XDG_CACHE_HOME: 'home/.cache', XDG_RUNTIME_DIR: 'run' };
    for (const [name, place] of Object.entries(places)) {
      env[name] = join(folder, place);
      mkdirSync(env[name]!, { recursive: true, mode: 0o700 });
    }
    const orca = join(env.XDG_DATA_HOME!, 'orca');
    mkdirSync(orca);
    copyFileSync(join(here, 'user-settings.conf'), join(orca, 'user-settings.conf'));
    // Orca reads line by line as the page is laid out, so letters must be as wide on every machine.
    mkdirSync(join(env.XDG_CONFIG_HOME!, 'fontconfig'));
    copyFileSync(join(here, 'fonts.conf'), join(env.XDG_CONFIG_HOME!, 'fontconfig', 'fonts.conf'));
    copyFileSync(join(here, 'speech-to-file.py'), join(orca, 'orca-customizations.py'));

    const processes = new Processes(folder, env);
    const desk = new Desk(new Speech(speech), processes, browserName);
    try {
      await desk.#startAll();
    } catch (error) {
      await desk.end();
      throw error;
    }
    return desk;
  }

  async #startAll(): Promise<void> {
    const { processes } = this;
    const { env, folder } = processes;
    // Each says by itself where it is, once it is ready: the screen its number, the bus its address.
    const screen = processes.start('screen', 'Xvfb', ['-displayfd', '3', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'], 1);
    env.DISPLAY = `:${await firstLine(screen.stdio[3] as NodeJS.ReadableStream, 'the screen (Xvfb)')}`;
    const bus = processes.start('bus', 'dbus-daemon', ['--session', '--nofork', '--print-address=3'], 1);
    env.DBUS_SESSION_BUS_ADDRESS = await firstLine(bus.stdio[3] as NodeJS.ReadableStream, 'the bus (dbus-daemon)');
    spawnSync('gsettings', ['set', 'org.gnome.desktop.interface', 'toolkit-accessibility', 'true'], { env });
    processes.start('accessibility', '/usr/libexec/at-spi-bus-launcher', ['--launch-immediately']);
    processes.start('windows', 'openbox', ['--sm-disable', '--config-file', join(here, 'openbox.xml')]);
    // The system's own Python: it has what Orca needs, and another one first in the path may not.
    env.PATH = `${alone(folder)}:${env.PATH}`;
    processes.start('orca', '/usr/bin/python3', ['/usr/bin/orca']);
    if (!(await this.speech.says(/Screen reader on/, STARTS_WITHIN))) {
      throw new Error(`Orca did not start: ${existsSync(join(folder, 'orca.log')) ? readFileSync(join(folder, 'orca.log'), 'utf8').slice(-500) : 'it said nothing'}`);
    }
    await this.speech.settle();
    this.speech.take();
  }

  /** Goes to an address. The browser starts with the first one. */
  async go(url: string): Promise<void> {
    if (!this.#browser) {
      this.#browser = startBrowser(this.browserName, this.processes, url);
      const window = await this.#window(this.#browser.windows);
      this.#xdo('windowactivate', '--sync', window);
    } else if (this.#browser.go) {
      await this.#browser.go(url);
    } else {
      this.press('ctrl+l');
      await this.speech.settle();
      this.type(url);
      this.press('Return');
    }
  }

  /** Gives the browser cookies that another one got. Only Chromium takes them. */
  async keep(cookies: { name: string; value: string; url: string }[]): Promise<void> {
    if (!this.#browser) throw new Error('open a page first: there is no browser yet to hold a cookie');
    if (!this.#browser.keep) throw new Error(`${this.browserName} takes no cookies from elsewhere`);
    await this.#browser.keep(cookies);
  }

  press(key: string): void {
    this.#xdo('key', '--clearmodifiers', key);
  }

  type(text: string): void {
    this.#xdo('type', '--delay', '50', text);
  }

  async end(): Promise<void> {
    await this.processes.end();
    rmSync(this.processes.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  async #window(windows: string): Promise<string> {
    let found = '';
    await until(() => (found = this.#xdo('search', '--onlyvisible', '--class', windows)) !== '', STARTS_WITHIN);
    if (!found) throw new Error(`the window of ${this.browserName} did not open`);
    return found.split('\n').at(-1)!;
  }

  #xdo(...args: string[]): string {
    return spawnSync('xdotool', args, { env: this.processes.env, encoding: 'utf8' }).stdout.trim();
  }
}

/**
 * Orca looks for other Orcas of the same person with pgrep, and refuses to start beside one, or ends it. Each desk has its
 * own, and whoever runs the tests may well be using theirs: here it finds none. Gives back the folder to look in first.
 */
function alone(folder: string): string {
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  writeFileSync(join(bin, 'pgrep'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
  return bin;
}

async function firstLine(from: NodeJS.ReadableStream, whose: string): Promise<string> {
  return await new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`${whose} did not start`)), STARTS_WITHIN);
    let text = '';
    from.on('data', (data: Buffer) => {
      text += data.toString();
      if (!text.includes('\n')) return;
      clearTimeout(late);
      resolve(text.split('\n')[0]!.trim());
    });
  });
}
