"""What a team does together at a workspace: take in what contributors send, place it, consolidate, sign, pass on.

Above `pipeline`, beside `review` and `tagging`. Heavy libraries load where they are used.
"""
