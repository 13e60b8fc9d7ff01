"""The values that stages exchange: frozen, plain, JSON-able through msgspec. No behaviour beyond small views."""
