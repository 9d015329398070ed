/** Save text made in the browser, such as the table behind a plot or its SVG, as a file. */
export function saveText(fileName: string, mediaType: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: mediaType }));
  const link = document.createElement("a");
  link.href = address;
  link.download = fileName;
  link.click();
  // The browser has taken the file by the next turn; the memory can go.
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}
