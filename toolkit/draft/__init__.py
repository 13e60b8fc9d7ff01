"""Turn comment templates and a provision into comments."""
