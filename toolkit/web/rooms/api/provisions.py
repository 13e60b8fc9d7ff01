"""Provisions, their tags and the templates that comments on them begin with."""

from __future__ import annotations

from toolkit import desk, tagging
from toolkit.messages import current_language
from toolkit.model.provision import Provision
from toolkit.search.index import Hit
from toolkit.web.rooms.api.asked import LanguageQuery, ProvisionQuery, TagDecisions
from toolkit.web.rooms.api.operation import Call
from toolkit.web.rooms.api.told import FoundProvision, FoundProvisions, ProvisionFacts, TemplateFacts
from toolkit.workspace.drafts import ProvisionFilter


def find_provisions(call: Call, query: ProvisionQuery) -> FoundProvisions:
    """Find provisions by words and by what they are."""
    snapshot = call.snapshot
    asked = ProvisionFilter(
        roles=query.role,
        topics=query.topic,
        modalities=query.modality,
        references=query.reference,
        kinds=query.kind,
        page_numbers=query.page,
    )
    found = desk.search(
        snapshot.workspace,
        query.words,
        asked=asked,
        deadlines=query.deadline,
        states=query.state,
        limit=query.limit,
        offset=query.offset,
        loaded=(snapshot.draft, snapshot.search_index),
    )
    provisions = snapshot.outline.by_id
    return FoundProvisions(
        total=found.total,
        items=tuple(_found(hit, provisions[hit.provision_id]) for hit in found.hits),
        suggestion=found.suggestion,
        relaxed=found.relaxed,
    )


def _found(hit: Hit, provision: Provision) -> FoundProvision:
    return FoundProvision(provision=provision, path=hit.path, score=hit.score, snippet=hit.snippet)


def show_provision(call: Call) -> ProvisionFacts:
    """Return a provision with the reasons of its tags."""
    snapshot, name = call.snapshot, call.path["provision"]
    provision, reasons = tagging.why(snapshot.workspace, name, language=current_language())
    return ProvisionFacts(
        provision=provision,
        path=snapshot.outline.path(provision.id),
        reasons=reasons,
        comments=snapshot.comments_by_provision.get(provision.id, ()),
        marks=snapshot.workspace.marks([provision.id]),
    )


def decide_tags(call: Call, body: TagDecisions) -> Provision:
    """Keep a person's word on tags."""
    profile = call.snapshot.profile
    wishes = [tagging.read_wish(str(wish), profile) for wish in body.wishes]
    return tagging.decide(
        call.workspace, call.path["provision"], wishes, actor=call.actor, reason=body.reason
    )


def list_templates(call: Call, query: LanguageQuery) -> tuple[TemplateFacts, ...]:
    """Return the comment templates; a workspace's own win over the shipped ones."""
    workspace = call.workspace
    found = desk.templates(desk.writing_language(workspace, query.language), workspace)
    return tuple(
        TemplateFacts(
            name=item.name,
            title=item.title,
            purpose=item.purpose,
            position=item.position,
            deletion=item.deletion,
            fields=item.fields,
        )
        for item in found
    )
