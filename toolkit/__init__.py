"""Answer a regulator's public consultation, from the draft to the filed response. Start with `pipeline`."""
