"""Profile → what a person who wrote it should look at: gaps, words that settle nothing, examples that fail."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from toolkit.messages import _, quoted
from toolkit.model.issue import Issue
from toolkit.model.profile import Named, Profile
from toolkit.model.provision import Provision
from toolkit.model.stems import fold
from toolkit.tag.language import LANGUAGES
from toolkit.tag.tagger import Tagger

_MANY = 3
"""From so many roles on a shared word tells nothing."""


def check_profile(profile: Profile) -> tuple[Issue, ...]:
    """Return what is wrong, the gravest first."""
    found = [*_failing_examples(profile), *_wordless(profile), *_shared(profile), *_plain(profile)]
    order = ("error", "warning", "info")
    return tuple(sorted(found, key=lambda issue: order.index(issue.severity)))


def _failing_examples(profile: Profile) -> Iterator[Issue]:
    for language in LANGUAGES:
        examples = [
            (role, text)
            for role, by_language in profile.role_examples.items()
            for text in by_language.get(language, ())
        ]
        tagger = Tagger(profile, language) if examples else None
        for role, text in examples:
            assert tagger is not None
            tags = tagger.tag(Provision(id="example", text=text))
            got = sorted(tag.value for tag in tags if tag.facet == "role")
            if role not in got:
                message = _("this example is tagged {roles} instead: {text}.").format(
                    roles=", ".join(got) or _("with nothing"), text=quoted(text.rstrip("."))
                )
                yield Issue("error", f"roles.{role}.examples.{language}", message)


def _wordless(profile: Profile) -> Iterator[Issue]:
    """Yield roles and topics that no text of a language can find."""
    fields = (profile.role_marks, profile.role_terms, profile.role_actors, profile.role_things)
    fed = {role for weights in profile.topic_roles.values() for role in weights}
    for role in profile.roles:
        for language in LANGUAGES:
            if role.id not in fed and not any(field.get(role.id, {}).get(language) for field in fields):
                yield _no_words(f"roles.{role.id}", language)
    for topic in profile.topics:
        for language in LANGUAGES:
            if not profile.topic_terms.get(topic.id, {}).get(language):
                yield _no_words(f"topics.{topic.id}", language)
    for language in LANGUAGES:
        if not profile.organisation.get(language):
            yield _no_words("organisation", language)


def _no_words(where: str, language: str) -> Issue:
    return Issue(
        "warning", where, _("it has no words in this language: {language}.").format(language=language)
    )


def _shared(profile: Profile) -> Iterator[Issue]:
    for language in LANGUAGES:
        owners: Counter[str] = Counter(
            fold(word) for role in profile.role_terms.values() for word in set(role.get(language, ()))
        )
        for word, count in owners.items():
            if count >= _MANY:
                message = _("{word} speaks for {count} roles and so for none.").format(
                    word=quoted(word), count=count
                )
                yield Issue("warning", f"roles.*.terms.{language}", message)


def _plain(profile: Profile) -> Iterator[Issue]:
    """Yield what a profile may do without, and is better with."""
    if not profile.topics:
        yield Issue("info", "topics", _("there is none: provisions are not sorted by subject."))
    for role in profile.roles:
        if not _described(role):
            yield Issue("info", f"roles.{role.id}", _("about_fr and about_en say nothing."))
        if not profile.role_examples.get(role.id):
            yield Issue("info", f"roles.{role.id}", _("it has no examples to try."))


def _described(role: Named) -> bool:
    return bool(role.about_fr and role.about_en)
