/** Bytes of one file: what Slack's form takes (docs.slack.dev/reference/block-kit/block-elements/file-input-element). */
export const FILE_BYTES = 10 * 1024 * 1024
/**
 * Pixels of a side: the most that a WebP can have (RFC 9649, 2.6), and more than any network shows. Who opens an image of
 * a few kilobytes that claims to be larger runs out of memory.
 */
export const SIDE_PIXELS = 16_383
/** Pixels altogether; four bytes each once it is open. Cameras of phones go up to 50 million, in their widest mode 200. */
export const TOTAL_PIXELS = 100_000_000
