// What is dropped on a page → the files in it. A browser lists a folder as a file, which it then cannot read.

function droppedFiles(transfer) {
  const items = [...transfer.items].filter((item) => item.kind === "file");
  const isFolder = (item) => Boolean(item.webkitGetAsEntry?.()?.isDirectory);
  const files = items.filter((item) => !isFolder(item)).map((item) => item.getAsFile());
  return { files, hasFolder: items.some(isFolder) };
}

/** Call `take` with the files dropped anywhere on the page, and whether a folder was among them; `zone` shows where they go. */
export function onDrop(zone, take) {
  for (const name of ["dragenter", "dragover"]) {
    document.addEventListener(name, (event) => {
      if (![...(event.dataTransfer?.types ?? [])].includes("Files")) return;
      event.preventDefault();
      zone.classList.add("over");
    });
  }
  document.addEventListener("dragleave", (event) => event.relatedTarget ?? zone.classList.remove("over"));
  document.addEventListener("drop", (event) => {
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    zone.classList.remove("over");
    take(droppedFiles(event.dataTransfer));
  });
}

/** Put files into a field as if they had been chosen there. */
export function fill(input, files) {
  const kept = new DataTransfer();
  for (const file of files) kept.items.add(file);
  input.files = kept.files;
}
