"""What the rules of findings say to people: severity, what it is, what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from toolkit.messages import N_, _
from toolkit.model.consolidation import Severity


class Wording(NamedTuple):
    """One rule. Messages are marked here and translated when they are said."""

    severity: Severity
    message: str
    suggestion: str


WORDINGS: Mapping[str, Wording] = {
    "admission": Wording("high", N_("It admits a weakness of your own to an authority that also sanctions."), N_("Speak of the sector, not of yourselves: “not all organisations have …”.")),
    "incident": Wording("high", N_("It tells of an incident, an inspection or a sanction of your own."), N_("Leave it out, or speak of “incidents reported in the sector”.")),
    "vendor": Wording("medium", N_("It names a product or a supplier."), N_("Name the kind instead: “the record system”, “the hosting provider”.")),
    "host": Wording("high", N_("It names a machine, a path or an address inside your network."), N_("Leave it out: “an internal server” says enough.")),
    "ip_address": Wording("high", N_("It gives a network address."), N_("Leave it out: “an internal address” says enough.")),
    "phone": Wording("medium", N_("It gives a telephone number."), N_("Leave it out; the response names one contact.")),
    "email": Wording("medium", N_("It gives a mail address."), N_("Leave it out; the response names one contact.")),
    "personal_name": Wording("medium", N_("It names a person."), N_("Name the function instead: “a physician”, “the data protection officer”.")),
    "patient_number": Wording("high", N_("It gives a patient's or insured person's number."), N_("Leave it out.")),
    "amount": Wording("medium", N_("It gives an amount of your own."), N_("Give an order of magnitude for the sector, or leave it out.")),
    "contract": Wording("medium", N_("It gives the number of a contract, order or invoice."), N_("Leave it out.")),
    "secret": Wording("high", N_("It gives a password or a key."), N_("Leave it out, and change it: it has been written down.")),
    "unfilled": Wording("high", N_("It still has a field to fill in."), N_("Complete it, or take the sentence out.")),
    "weekday": Wording("medium", N_("This date is another day of the week."), N_("Correct the day or the date.")),
    "no_such_date": Wording("medium", N_("There is no such date."), N_("Correct it.")),
    "no_such_provision": Wording("medium", N_("The draft has no such provision."), N_("Correct the number, or say which document is meant.")),
    "quote_gone": Wording("high", N_("The draft does not have the words that it quotes."), N_("Quote the present wording, or comment on the whole provision.")),
    "provision_gone": Wording("high", N_("The provision that it is about is not in the present draft."), N_("Move it to the provision that it is about, or withdraw it.")),
    "other_version": Wording("high", N_("It was written on another version of the draft."), N_("Read it again beside the present wording, then accept this finding or edit the comment.")),
    "unanswered": Wording("medium", N_("It is selected and nobody has commented on it or read it."), N_("Comment on it, mark it as read, or take it out of the selection.")),
    "contradiction": Wording("high", N_("Comments on it contradict each other."), N_("Settle it at the desk: merge, reject, or keep one as a minority view.")),
    "both_sides": Wording("medium", N_("The same person supports and opposes it."), N_("Ask which is meant, and withdraw the other.")),
    "unsubmitted": Wording("medium", N_("It is still a draft."), N_("Submit it, or withdraw it.")),
    "no_wording": Wording("low", N_("It asks for an amendment and proposes no wording."), N_("Propose the wording, or make it a question.")),
    "says_nothing": Wording("medium", N_("It says nothing."), N_("Write what is meant, or withdraw it.")),
    "no_rationale": Wording("low", N_("It gives no reason for the amendment."), N_("One sentence of reason makes it easier to follow.")),
    "too_long": Wording("high", N_("It has more characters than the form takes."), N_("Shorten it, or send the rest as an annex.")),
    "deadline_passed": Wording("high", N_("The deadline has passed."), N_("Check the date in the settings, or ask whether late answers are read.")),
    "inner_deadline_passed": Wording("low", N_("The team's own deadline has passed."), N_("Agree on a new one, and set it in the settings.")),
}  # fmt: skip
"""By rule."""


def message(rule: str) -> str:
    """Return what a rule says, in the language of the messages."""
    return _(WORDINGS[rule].message)


def suggestion(rule: str) -> str:
    """Return what to do about it, in the language of the messages."""
    return _(WORDINGS[rule].suggestion)
