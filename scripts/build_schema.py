"""Write the JSON Schema of parsed drafts anew after a change of the model."""

from toolkit.export.draft_schema import SCHEMA_FILE, parsed_draft_schema

if __name__ == "__main__":
    SCHEMA_FILE.write_bytes(parsed_draft_schema())
    print(SCHEMA_FILE)
