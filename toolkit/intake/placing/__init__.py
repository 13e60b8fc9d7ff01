"""Remarks and the draft → the provision that each remark is about, with the evidence for it.

clues ── names · headings · parts ──┐
quotes ── quotes ───────────────────┤
copies ── copies ───────────────────┼─▶ evidence ── weighing ──▶ Placement
pages ─── pages ────────────────────┤
words ─── topics ───────────────────┘
"""
