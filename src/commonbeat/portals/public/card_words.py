"""Each thing that is kept about residents, in plain words; the days come from its card."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_noop

# Tables that hold nothing about residents: staff, and the machinery of signing in.
NOT_ABOUT_RESIDENTS = frozenset(
    {
        "agencies.Staff",
        "agencies.Posting",
        "otp_totp.TOTPDevice",
        "sessions.Session",
        "axes.AccessAttempt",
        "keyring.SealedKey",
    }
)


@dataclass(frozen=True, slots=True)
class Words:
    """What it is, why it is kept, and until when ('%(days)s' stands for the card's days)."""

    what: str
    why: str
    until: str


WORDS = {
    "contact.ContactPoint": Words(
        gettext_noop("Your phone number, encrypted, and your language"),
        gettext_noop("To tell you what happens with your call"),
        gettext_noop("%(days)s days after your call is closed. Then the key is destroyed."),
    ),
    "calls.Caller": Words(
        gettext_noop("That your number called about a call"),
        gettext_noop("To know whom to tell"),
        gettext_noop("As long as your number"),
    ),
    "contact.Message": Words(
        gettext_noop("The texts that we sent you"),
        gettext_noop("To know what you were told, and whether it arrived"),
        gettext_noop("The words: as long as your number. That we sent one: %(days)s days."),
    ),
    "contact.Receipt": Words(
        gettext_noop("Whether a text arrived on your phone"),
        gettext_noop("To see when our texts do not arrive"),
        gettext_noop("%(days)s days"),
    ),
    "contact.Inbound": Words(
        gettext_noop("The texts that you sent us"),
        gettext_noop("To do what you asked for"),
        gettext_noop("%(days)s days"),
    ),
    "contact.Consent": Words(
        gettext_noop("That you said STOP or START, or chose a language"),
        gettext_noop("To prove that we do what you chose"),
        gettext_noop("%(days)s days"),
    ),
    "contact.StoppedNumber": Words(
        gettext_noop("A code made from your number, if you said STOP"),
        gettext_noop("So that we never text you again. The code cannot be turned back."),
        gettext_noop("Until you text START"),
    ),
    "calls.Call": Words(
        gettext_noop("Where a call was, and when"),
        gettext_noop("To send help, and to count calls by area"),
        gettext_noop("The place: %(days)s days. The count stays, without the place."),
    ),
    "calls.DispatchEvent": Words(
        gettext_noop("Each step of a call"),
        gettext_noop("To know where a call stands"),
        gettext_noop("%(days)s days"),
    ),
    "calls.Telling": Words(
        gettext_noop("Whether you were told of each step, or why not"),
        gettext_noop("To see that people are told"),
        gettext_noop("%(days)s days"),
    ),
    "calls.PrivateLink": Words(
        gettext_noop("That you have a private page"),
        gettext_noop("So that only you can open it"),
        gettext_noop("%(days)s days after the page ends"),
    ),
    "presence.FollowUp": Words(
        gettext_noop("That we promised to call you back"),
        gettext_noop("To keep the promise, and to count how many we keep"),
        gettext_noop("%(days)s days"),
    ),
    "surveys.Invitation": Words(
        gettext_noop("That we asked you how it went"),
        gettext_noop("So that you are not asked too often"),
        gettext_noop("Which call it was about: %(days)s days after the questions end"),
    ),
    "surveys.Conversation": Words(
        gettext_noop("Your answers while you are still answering, encrypted"),
        gettext_noop("To ask the next question"),
        gettext_noop("At most %(days)s days after the questions end"),
    ),
    "surveys.HeldAnswer": Words(
        gettext_noop("Your answers, encrypted, while they wait for those of others"),
        gettext_noop("So that order and time do not say whose they are"),
        gettext_noop("At most %(days)s days"),
    ),
    "surveys.HeldRemark": Words(
        gettext_noop("What you wrote, encrypted, while it waits for what others wrote"),
        gettext_noop("So that order and time do not say whose it is"),
        gettext_noop("At most %(days)s days"),
    ),
    "surveys.Response": Words(
        gettext_noop("Answers, without any name, number or call"),
        gettext_noop("To learn how people were treated"),
        gettext_noop("%(days)s days. Nobody can say which are yours, not even we."),
    ),
    "surveys.Remark": Words(
        gettext_noop("What people wrote in their own words, without names"),
        gettext_noop("To learn from it"),
        gettext_noop("At most 90 days"),
    ),
}
