"""A resident texts an answer: it is taken, its words are wiped, and the next question goes out.

All in one transaction, so a text that is taken is never left without its reply. The words go
because a text box full of '4', '5', '2' with times would tell what the survey promises not to.
"""

from __future__ import annotations

from commonbeat.core import clock
from commonbeat.core.action import story
from commonbeat.core.actor import Actor
from commonbeat.domains.contact.actions import inbound, messages
from commonbeat.domains.contact.drafts import Draft
from commonbeat.domains.surveys import queries as surveys
from commonbeat.domains.surveys.actions import answering


def answer_by_text(*, point_id: int, text: str, by: Actor, inbound_key: str = "") -> bool:
    """Whether this text was taken as a survey answer; then nobody else need look at it.

    Ask only after the keywords: STOP wins always. `inbound_key` names the recorded text, whose
    words are then wiped. When False the text is about something else, and is untouched.
    """
    if not surveys.may_be_answering(by, point_id, text):
        return False
    with story():
        reply = answering.take_text_answer(point_id=point_id, text=text, by=by)
        if reply is None:
            return False
        if inbound_key:
            inbound.forget_words(key=inbound_key, by=by)
        drafts = _drafts(point_id, reply)
        if drafts:
            messages.queue_messages(drafts=drafts, by=by)
    return True


def _drafts(point_id: int, reply: answering.Reply) -> list[Draft]:
    return [
        Draft(
            point_id=point_id,
            purpose="survey",
            topic=say.topic,
            about=reply.about,
            language=reply.language,
            text=say.text,
            not_before=clock.now(),
            expires_at=reply.expires_at,
        )
        for say in reply.texts
    ]
