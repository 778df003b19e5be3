import { versionLock, type BuiltFile, type Version } from "./version";

/** A version that has files here, and when it came. */
interface KeptVersion {
  readonly name: string;
  readonly at: number;
  readonly keys: readonly string[];
}

/** How a record's key begins: no file's path does. */
const records = ":version/";

/**
 * The files of the app that this browser keeps: of a version, and of older ones as long as a page of theirs is open. They are kept by
 * path and content, so that what stays the same in a new version is not loaded again, and no page gets a file of another one.
 */
export class FileKeeper {
  readonly #scope: string;
  readonly #version: Version;
  readonly #files: ReadonlyMap<string, BuiltFile>;
  readonly #pages: ReadonlySet<string>;

  constructor(scope: string, version: Version) {
    this.#scope = scope;
    this.#version = version;
    this.#files = new Map([...version.files, ...version.later].map((file) => [file[0], file]));
    this.#pages = new Set(version.pages);
  }

  /** Loads and keeps what the version needs from the start. Rejects where the host has not all of it. */
  async install(): Promise<void> {
    const cache = await this.#cache();
    const { name, pages, files, later } = this.#version;
    const keys = [...pages.map((path) => this.#pageKey(path)), ...[...files, ...later].map(keyOf)];
    // First, so that nobody takes for left over what comes now.
    await this.#note(cache, { name, at: Date.now(), keys });
    await Promise.all([
      ...pages.map(async (path) => {
        const response = await this.#loadPage(path);
        await cache.put(this.#url(this.#pageKey(path)), response);
      }),
      ...files.map(async (file) => {
        if (await cache.match(this.#url(keyOf(file)))) return;
        await cache.put(this.#url(keyOf(file)), await this.#load(file));
      }),
    ]);
  }

  /** The answer to a request for one of the app's own files; undefined for any other, which is none of ours. */
  answer(request: Request): Promise<Response> | undefined {
    if (request.method !== "GET" || request.headers.has("Range")) return undefined;
    const { origin, pathname, search } = new URL(request.url);
    if (!`${origin}${pathname}`.startsWith(this.#scope)) return undefined;
    const path = decodePath(`${origin}${pathname}`.slice(this.#scope.length));
    if (request.mode === "navigate") return this.#pages.has(path) ? this.#page(path, request) : undefined;
    if (search !== "") return /^\?[\w-]{12}$/.test(search) ? this.#exactly(path, search, request) : undefined;
    const file = this.#files.get(path);
    if (file) return this.#file(file);
    return isBundled(path) ? this.#older(path, request) : undefined;
  }

  /** Keeps what was loaded before this worker was there, and forgets files of versions of which no page is open. */
  async settle(): Promise<void> {
    const cache = await this.#cache();
    await this.#keepLoaded(cache);
    const open = new Set((await navigator.locks.query()).held?.map(({ name }) => name));
    const known = await this.#records(cache);
    const own = known.find(({ name }) => name === this.#version.name);
    // A newer one may be on its way.
    const isNeeded = ({ name, at }: KeptVersion) => open.has(versionLock(name)) || !own || at >= own.at;
    const needed = new Set(known.filter(isNeeded).flatMap(({ keys }) => keys));
    for (const { name, keys } of known.filter((one) => !isNeeded(one))) {
      for (const key of keys) if (!needed.has(key)) await cache.delete(this.#url(key));
      await cache.delete(this.#url(records + name));
    }
  }

  async #page(path: string, request: Request): Promise<Response> {
    const kept = await (await this.#cache()).match(this.#url(this.#pageKey(path)));
    return kept ?? (await fetch(request));
  }

  async #file(file: BuiltFile): Promise<Response> {
    const cache = await this.#cache();
    const kept = await cache.match(this.#url(keyOf(file)));
    if (kept) return kept;
    const loaded = await this.#load(file);
    // Without room it is loaded again the next time.
    await cache.put(this.#url(keyOf(file)), loaded.clone()).catch(() => undefined);
    return loaded;
  }

  /** A file with the content that a page asks for. Of a version that the host no longer has, it is kept or lost. */
  async #exactly(path: string, search: string, request: Request): Promise<Response> {
    const file = this.#files.get(path);
    if (file && keyOf(file) === path + search) return await this.#file(file);
    const kept = await (await this.#cache()).match(this.#url(path + search));
    return kept ?? (file ? Response.error() : await fetch(request));
  }

  /** A file of the bundler's, which names each by its content. */
  async #older(path: string, request: Request): Promise<Response> {
    const kept = await (await this.#cache()).match(this.#url(path), { ignoreSearch: true });
    return kept ?? (await fetch(request));
  }

  /** A file from the host, with this content and no other: rejects where that is of another version. */
  async #load([path, , integrity]: BuiltFile): Promise<Response> {
    const load = async (cache: RequestCache) => {
      const response = await fetch(this.#url(path), { integrity, cache });
      if (!response.ok) throw new TypeError(`${path}: ${response.status}`);
      return response;
    };
    // What the browser has may be older than what the host has.
    return await load("default").catch(() => load("reload"));
  }

  async #loadPage(path: string): Promise<Response> {
    const response = await fetch(this.#url(path), { cache: "reload" });
    const text = await response.clone().text();
    if (
      !response.ok ||
      response.redirected ||
      !text.includes(`"runnel:version" content="${this.#version.name}"`)
    )
      throw new TypeError(`${path}: not of this version`);
    return response;
  }

  /** What the browser has of the large files, without asking the host. */
  async #keepLoaded(cache: Cache): Promise<void> {
    for (const file of this.#version.later) {
      if (await cache.match(this.#url(keyOf(file)))) continue;
      const [path, content, integrity] = file;
      for (const url of [`${path}?${content}`, path]) {
        const options = { cache: "only-if-cached", mode: "same-origin", integrity } as const;
        const response = await fetch(this.#url(url), options).catch(() => undefined);
        if (!response?.ok) continue;
        await cache.put(this.#url(keyOf(file)), response).catch(() => undefined);
        break;
      }
    }
  }

  async #records(cache: Cache): Promise<readonly KeptVersion[]> {
    const requests = (await cache.keys()).filter(({ url }) => url.startsWith(this.#url(records)));
    const found = await Promise.all(requests.map((request) => cache.match(request)));
    return await Promise.all(
      found.flatMap((response) => (response ? [response.json() as Promise<KeptVersion>] : [])),
    );
  }

  async #note(cache: Cache, record: KeptVersion): Promise<void> {
    await cache.put(this.#url(records + record.name), Response.json(record));
  }

  #pageKey(path: string): string {
    return `${path}?${this.#version.name}`;
  }

  #url(path: string): string {
    return this.#scope + path;
  }

  async #cache(): Promise<Cache> {
    // By its scope, as a host may have the app at several paths.
    return await caches.open(`runnel ${this.#scope}`);
  }
}

function keyOf([path, content]: BuiltFile): string {
  return `${path}?${content}`;
}

function isBundled(path: string): boolean {
  return path.startsWith("_next/static/");
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
