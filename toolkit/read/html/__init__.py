"""Turn a web page into blocks: its main content with headings, lists, tables and notes, the rest as furniture."""
