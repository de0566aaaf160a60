"""Two learning events and some observations; illustrative, and of nobody by name.

The workshop retells the one that the 2018 briefing note reports on, its three open
questions included, in our own words. The debrief looks back on a demo stocktake.
"""

from datetime import date
from uuid import uuid4

from knowledge import capture, triage
from knowledge.models import (
    EventEntry,
    LearningEvent,
    Lesson,
    Observation,
    User,
)
from knowledge.places import place_of_event, place_of_stocktake

Part = EventEntry.Part

QUESTIONS = (
    (
        "How does the whole administration come to gain from what is learned about "
        "turning policy into action, and how is it best fed back into practice?",
        "پالیسی پر عمل سے جو کچھ سیکھا جائے اس سے پورا نظام کیسے فائدہ اٹھائے، اور یہ "
        "سیکھ عملی کام تک کس طرح بہترین طور پر واپس پہنچے؟",
    ),
    (
        "Do delivery units draw attention away from strategic questions, towards "
        "results that show well but matter less?",
        "کیا ڈیلیوری یونٹ توجہ بڑے فیصلوں سے ہٹا کر ان نتائج کی طرف لے جاتے ہیں جو نظر "
        "تو آتے ہیں مگر اہم کم ہوتے ہیں؟",
    ),
    (
        "How can a delivery unit outlast the government that set it up? Do its "
        "functions and processes matter more than the unit itself?",
        "ڈیلیوری یونٹ اپنی بنانے والی حکومت کے بعد کیسے قائم رہے؟ کیا اس کے کام اور "
        "طریقے خود یونٹ سے زیادہ اہم ہیں؟",
    ),
)

WORKSHOP = (
    (Part.EXPECTED, "Governments that work in different ways learn from each other."),
    (Part.HAPPENED, "Units, departments and trainers compared two days of experience."),
    (
        Part.WHY,
        "Each government had built its own way; nobody had set them side by side.",
    ),
    (Part.SUSTAIN, "Speak about failures as openly as about successes."),
    (Part.IMPROVE, "Set down during the work what is learned, not years after it."),
)
WORKSHOP_ACTIONS = (
    (
        "Discuss with the academy which of these lessons belong in the curriculum.",
        "Organisers, with the School of Public Policy",
        date(2018, 6, 30),
    ),
)
WORKSHOP_ANSWERS = (
    "Name feedback to the administration as an aim from the first day; evaluate it.",
    "Choose targets with the department, from its plan, and ask what they leave out.",
    "Keep the routines in the departments: a routine survives a change of offices.",
)
DEBRIEF = (
    (
        Part.EXPECTED,
        "The fuel allowance reaches the vaccinators before the month begins.",
    ),
    (Part.HAPPENED, "Sessions were lost in the first and the last week of each month."),
    (
        Part.WHY,
        "Two departments wrote letters to each other and had never met about it.",
    ),
    (Part.SUSTAIN, "Bring both secretaries to one table: it took ten minutes."),
    (Part.IMPROVE, "Bring such matters forward before the stocktake, not in it."),
)
DEBRIEF_ACTIONS = (
    (
        "Report the date of payment, district by district, every month.",
        "Head of the delivery unit",
        date(2016, 5, 5),
    ),
)


def load_events(stocktakes: dict, units: dict, sectors: dict) -> None:
    """Make the events, what was said at them, and observations in several states."""
    health = stocktakes["pb-health-2016"]
    workshop = LearningEvent.objects.create(
        kind=LearningEvent.Kind.WORKSHOP,
        title="Workshop on turning policy into action",
        title_ur="پالیسی کو عمل میں بدلنے پر ورکشاپ",
        date=date(2017, 11, 13),
        purpose="Two days on what delivery units have learned, where they work and "
        "where their limits are.",
        participants="Heads and staff of delivery units\nOfficers of departments\n"
        "Trainers of the civil service\nGuests from abroad",
        access="public",
    )
    _say(workshop, WORKSHOP, WORKSHOP_ACTIONS)
    for (text, text_ur), answer in zip(QUESTIONS, WORKSHOP_ANSWERS, strict=True):
        question = workshop.questions.create(text=text, text_ur=text_ur)
        workshop.entries.create(part=Part.DISCUSSION, question=question, text=answer)
    debrief = LearningEvent.objects.create(
        kind=LearningEvent.Kind.DEBRIEF,
        title="Debrief of the vaccination stocktake",
        title_ur="حفاظتی ٹیکوں کے جائزہ اجلاس پر غور",
        date=date(2016, 2, 22),
        stocktake=health,
        unit=units["smu"],
        sector=sectors["health"],
        participants="2 analysts of the unit\n3 district officers\n1 budget officer",
        access="internal",
    )
    _say(debrief, DEBRIEF, DEBRIEF_ACTIONS)
    _observe(workshop, debrief, health)


def _say(event: LearningEvent, entries, actions) -> None:
    for part, text in entries:
        event.entries.create(part=part, text=text)
    for text, responsible, due_date in actions:
        event.entries.create(
            part=Part.ACTION, text=text, responsible=responsible, due_date=due_date
        )


def _observe(workshop, debrief, health) -> None:
    curator = User.objects.get(username="curator")
    at_debrief, at_meeting = place_of_event(debrief), place_of_stocktake(health)
    _send(
        at_debrief, "bad", "role", "Vaccinator, district J",
        "Nobody had asked us about the villages off the road until the map was drawn.",
    )  # fmt: skip
    _send(
        at_meeting, "bad", "none", "",
        "The weak district was questioned first, before the whole table. Next time its "
        "officer will not bring the bad news himself.",
    )  # fmt: skip
    accepted = _send(
        at_debrief, "good", "role", "Analyst of the unit",
        "The settlement map cost paper, tracing sheets and nine days, and it added 212 "
        "places to the plan.",
    )  # fmt: skip
    triage.decide(
        accepted, "accept", user=curator, reason="A practice that others can copy."
    )
    returned = _send(
        at_meeting, "bad", "none", "",
        "The figures of the slide and those of the department did not agree.",
    )  # fmt: skip
    triage.decide(
        returned, "return", user=curator, reason="Which figures of which slide?"
    )
    merged = _send(
        place_of_event(workshop), "bad", "role", "Officer of a department",
        "Where the department had no plan of its own, the unit could not put one in "
        "its place.",
    )  # fmt: skip
    triage.decide(
        merged, "merge", user=curator, reason="The lesson says the same.",
        lesson=Lesson.objects.get(slug="a-unit-cannot-replace-a-plan"),
    )  # fmt: skip


def _send(place, tone: str, naming: str, shown_as: str, text: str):
    received = capture.receive_observation(
        key=uuid4(),
        observation=Observation(text=text, tone=tone, naming=naming, shown_as=shown_as),
        place=place,
    )
    return received.observation
