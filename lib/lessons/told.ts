/** The languages that lessons are written in. */
export const languages = ["en", "ko"] as const;
export type Language = (typeof languages)[number];

/** A text in English, and in other languages as far as it was written in them. */
export type Told = { readonly en: string } & Readonly<Partial<Record<Language, string>>>;

/** A text in a language; in English, where it was not written in that. */
export function toldIn(told: Told, language: Language): string {
  return told[language] ?? told.en;
}

/** Whether a word names one of the languages. */
export function isLanguage(word: string): word is Language {
  return languages.some((one) => one === word);
}
