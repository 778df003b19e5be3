import { isLanguage, languages, type Language, type Told } from "./told";

/** What stands in a lesson before and after its first check, by language. */
export class Prose {
  readonly #parts = new Map<Language, string[]>();

  /** Adds prose: lines `<!-- en -->` and `<!-- ko -->` say what language follows them; what is before them is for all. */
  add(text: string): void {
    let to: readonly Language[] = languages;
    let lines: string[] = [];
    const end = () => {
      const part = lines.join("\n").trim();
      if (part !== "") for (const language of to) this.#partsOf(language).push(part);
      lines = [];
    };
    for (const line of text.split("\n")) {
      const [, word = ""] = /^<!-- (\w+) -->[ \t]*$/.exec(line) ?? [];
      if (!isLanguage(word)) lines.push(line);
      else {
        end();
        to = [word];
      }
    }
    end();
  }

  /** All of it, as Markdown. */
  get told(): Told {
    const texts = languages.map((one) => [one, this.#partsOf(one).join("\n\n")]);
    return { en: "", ...Object.fromEntries(texts) } as Told;
  }

  #partsOf(language: Language): string[] {
    const parts = this.#parts.get(language) ?? [];
    this.#parts.set(language, parts);
    return parts;
  }
}
