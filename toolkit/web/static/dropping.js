// What is dropped on a page → the files in it. A browser lists a folder as a file, which it then cannot read.

export function droppedFiles(transfer) {
  const items = [...transfer.items].filter((item) => item.kind === "file");
  const isFolder = (item) => Boolean(item.webkitGetAsEntry?.()?.isDirectory);
  const files = items.filter((item) => !isFolder(item)).map((item) => item.getAsFile());
  return { files, hasFolder: items.some(isFolder) };
}
