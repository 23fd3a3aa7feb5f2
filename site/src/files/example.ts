/** One of the one-click examples; `text` is what would be pasted. */
export interface Example {
  id: string;
  group: string;
  title: string;
  note: string;
  text: string;
}
