"""How far the demo lessons have come. All reasons and answers are illustrative."""

from datetime import date

from knowledge import learning, learning_actions, models, validation
from knowledge.learning import Action

ILLUSTRATIVE = "Illustrative, for the demonstration."
SUBMIT, IDENTIFY, ASSIGN = Action.SUBMIT, Action.IDENTIFY, Action.ASSIGN
# The steps of each lesson; the others are in analysis.
STEPS = {
    "mix-the-team": (SUBMIT,),
    "say-no-by-rule": (SUBMIT, IDENTIFY),
    "a-unit-cannot-replace-a-plan": (SUBMIT, IDENTIFY),
    "measure-the-class-not-the-register": (SUBMIT, IDENTIFY, ASSIGN),
    "bad-news-first-in-private": (
        SUBMIT,
        IDENTIFY,
        ASSIGN,
        Action.CHANGE,
        Action.LEARN,
    ),
}
REASONS = {
    SUBMIT: "The text is complete and its quotes are verified.",
    IDENTIFY: "The quotes bear it out, and a body has endorsed it.",
    ASSIGN: "A post has taken it on.",
    Action.CHANGE: "What was assigned is in force.",
    Action.LEARN: "The department accepted it, and the proof stands.",
}
# What was assigned, and to which post.
ACTIONS = {
    "measure-the-class-not-the-register": (
        "Count the pupils in the class at every visit, and report the count beside the "
        "register's.",
        "Secretary, School Education",
    ),
    "bad-news-first-in-private": (
        "Write the joint list and the fortnightly meeting into the terms of reference.",
        "Secretary, Elementary and Secondary Education",
    ),
}


def load_learning() -> None:
    """Take the lessons through their steps, as the demo accounts would."""
    editor, moderator = (
        models.User.objects.get(username=name) for name in ("editor", "moderator")
    )
    people = {learning.ADVANCE: editor, learning.VALIDATE: moderator}
    for slug, actions in STEPS.items():
        lesson = models.Lesson.objects.get(slug=slug)
        if IDENTIFY in actions and not validation.standing_of(lesson).endorsing:
            _endorse(lesson, moderator)
        if Action.LEARN in actions:
            _accept(lesson)
        for action in actions:
            lesson = models.Lesson.objects.get(slug=slug)
            _prepare(lesson, action, editor)
            learning.take_step(
                lesson,
                action,
                user=people[learning.TRANSITIONS[action].permission],
                reason=f"{REASONS[action]} {ILLUSTRATIVE}",
            )


def _endorse(lesson, moderator) -> None:
    models.Validation.objects.create(
        lesson=lesson,
        body="Review panel of the demonstration",
        role="chair",
        verdict=models.Validation.Verdict.ENDORSED,
        comment=ILLUSTRATIVE,
        made_by=moderator,
    )


def _accept(lesson) -> None:
    link = lesson.system_links.first()
    link.response = models.SystemLink.Response.ACCEPTED
    link.respondent = ACTIONS[lesson.slug][1]
    link.responded_on = date(2016, 3, 1)
    lesson.system_links.add(link)
    lesson.save_revision().publish()


def _prepare(lesson, action, editor) -> None:
    """Do what the gate before a step asks for."""
    if action == ASSIGN:
        text, post = ACTIONS[lesson.slug]
        learning_actions.assign(
            lesson, text=text, post=post, due_on=date(2030, 6, 30), user=editor
        )
    elif action == Action.CHANGE:
        for each in lesson.actions.all():
            learning_actions.close(
                each,
                proof=lesson.evidence.filter(role="supports").first(),
                note=ILLUSTRATIVE,
                user=editor,
            )
