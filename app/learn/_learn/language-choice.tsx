import { languages, type Language } from "@/lib/lessons/told";
import { chooseLanguage, useLanguage } from "./language";

/** What each language is called in itself. */
const names: Readonly<Record<Language, string>> = { en: "English", ko: "한국어" };

/** The languages of lessons, of which one is chosen. */
export function LanguageChoice() {
  const language = useLanguage();
  return (
    <div role="group" aria-label="Language of the lessons" className="flex gap-0.5 text-xs">
      {languages.map((one) => (
        <button
          key={one}
          type="button"
          lang={one}
          aria-pressed={one === language}
          onClick={() => chooseLanguage(one)}
          className="min-h-6 rounded px-2 text-muted hover:text-ink aria-pressed:bg-sunken aria-pressed:font-medium aria-pressed:text-ink forced-colors:aria-pressed:outline forced-colors:aria-pressed:outline-[Highlight]"
        >
          {names[one]}
        </button>
      ))}
    </div>
  );
}
