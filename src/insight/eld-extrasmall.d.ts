/** The package ships types for its main entry only; this is the part of the static entry that is used here. */
declare module 'eld/extrasmall' {
  interface LanguageResult {
    /** ISO 639-1, or '' */
    readonly language: string
    getScores(): Record<string, number>
    isReliable(): boolean
  }
  export const eld: { detect(text: string): LanguageResult }
}
