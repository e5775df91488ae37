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
        "agencies.PersonalKey",
        "core.FloodSalt",
        "concerns.OutsideServer",
        "hub_sealed.RepeatSecret",
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
        gettext_noop("Which call or report it was about: %(days)s days after the questions end"),
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
        gettext_noop("Answers, without any name, number, call or report"),
        gettext_noop("To learn how people were treated"),
        gettext_noop("%(days)s days. Nobody can say which are yours, not even we."),
    ),
    "surveys.Remark": Words(
        gettext_noop("What people wrote in their own words, without names"),
        gettext_noop("To learn from it"),
        gettext_noop("At most 90 days"),
    ),
    "concerns.Concern": Words(
        gettext_noop("What you reported, and where"),
        gettext_noop("To deal with it, and to tell you what became of it"),
        gettext_noop("Your words and the exact place: a year. The kind and the day stay."),
    ),
    "concerns.ConcernAnswer": Words(
        gettext_noop("Your answers to the questions about a report"),
        gettext_noop("To know what it is"),
        gettext_noop("As long as the report"),
    ),
    "concerns.Photo": Words(
        gettext_noop("A photo you sent, without where and when it was taken"),
        gettext_noop("To see what is wrong"),
        gettext_noop("About half a year"),
    ),
    "concerns.Update": Words(
        gettext_noop("What we told you about a report, and what you added"),
        gettext_noop("So that you can see what was said"),
        gettext_noop("The words: 730 days"),
    ),
    "concerns.TextReport": Words(
        gettext_noop("A report by text that is not finished"),
        gettext_noop("To ask the next question"),
        gettext_noop("Less than an hour"),
    ),
    "concerns.TipMessage": Words(
        gettext_noop("What was said in a tip, encrypted, without who said it"),
        gettext_noop("To act on it, and to ask back"),
        gettext_noop("As long as the tip, then it is deleted with its key"),
    ),
    "concerns.TipFile": Words(
        gettext_noop("A picture sent with a tip, encrypted, without where it was taken"),
        gettext_noop("To act on the tip"),
        gettext_noop("As long as the tip"),
    ),
    "concerns.TipAlias": Words(
        gettext_noop("If you tip by text: your telephone, encrypted, under another name"),
        gettext_noop("To answer you"),
        gettext_noop("As long as the tip, or until you text STOP"),
    ),
    "concerns.Commendation": Words(
        gettext_noop("Your thanks"),
        gettext_noop("So that the officer and the leader read them"),
        gettext_noop("Two years"),
    ),
    "concerns.Complaint": Words(
        gettext_noop("Your complaint, encrypted, and its steps"),
        gettext_noop("To answer it in time"),
        gettext_noop("The words: two years after it is closed"),
    ),
    "hub.SituationRemark": Words(
        gettext_noop("A short remark at a Hub table, without names"),
        gettext_noop("To help within days"),
        gettext_noop("Some days, then it is deleted"),
    ),
    "hub_sealed.IdentityNote": Words(
        gettext_noop("Who a Hub table speaks of, encrypted, for the agencies that must know"),
        gettext_noop("To help somebody in acute danger"),
        gettext_noop("Until it is over, 14 days at most"),
    ),
    "hub_sealed.NoteReader": Words(
        gettext_noop("The keys of those who may read such a note"),
        gettext_noop("So that nobody else can"),
        gettext_noop("As long as the note"),
    ),
    "hub_sealed.RepeatToken": Words(
        gettext_noop("Whether somebody was spoken of before, as a code, where a table uses it"),
        gettext_noop("To see that something comes back"),
        gettext_noop("A year at most"),
    ),
}
