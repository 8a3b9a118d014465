/** Letters that Unicode does not take apart, and that people type either way: "Cœur" and "Coeur". */
const LIGATURES: Readonly<Record<string, string>> = { œ: 'oe', æ: 'ae', ß: 'ss' }

/** Lower case, without accents, ligatures and compatibility forms: what two people typing the same word have in common. */
export function foldLetters(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[œæß]/g, letter => LIGATURES[letter] ?? letter)
}
