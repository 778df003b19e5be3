/** A blob whose bytes are there: a browser may lose the file behind one, and tells only who reads it. */
export async function intact(blob: Blob | undefined): Promise<Blob | undefined> {
  try {
    await blob?.slice(0, 1).arrayBuffer();
    return blob;
  } catch {
    return undefined;
  }
}
