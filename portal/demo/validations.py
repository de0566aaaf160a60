"""What bodies say of the demo lessons. Bodies and words are illustrative."""

from knowledge import confidence_facts, models, validation

Verdict = models.Validation.Verdict
ONE = "A reviewing body (illustrative)"
ANOTHER = "Another reviewing body (illustrative)"
# Slug of the lesson: body, role, verdict, comment.
VERDICTS = {
    "a-unit-cannot-replace-a-plan": [
        (
            ONE,
            "chair",
            Verdict.ENDORSED,
            "Illustrative: sources of two governments come to the same.",
        ),
    ],
    "bad-news-first-in-private": [
        (ONE, "chair", Verdict.ENDORSED, "Illustrative: the quotes bear it out."),
        (
            ANOTHER,
            "head of training",
            Verdict.RESERVATIONS,
            "Illustrative: it may need a chair who listens.",
        ),
    ],
    "measure-the-class-not-the-register": [
        (ONE, "chair", Verdict.ENDORSED, "Illustrative: sound, and useful elsewhere."),
    ],
    "say-no-by-rule": [
        (
            ONE,
            "chair",
            Verdict.RESERVATIONS,
            "Illustrative: true of one unit; others should be asked.",
        ),
    ],
    "mix-the-team": [
        (
            ANOTHER,
            "head of training",
            Verdict.DISPUTED,
            "Illustrative: the source speaks of one team only.",
        ),
    ],
}


def load_validations() -> None:
    for slug, verdicts in VERDICTS.items():
        lesson = models.Lesson.objects.get(slug=slug)
        revision = lesson.latest_revision
        for body, role, verdict, comment in verdicts:
            models.Validation.objects.create(
                lesson=lesson,
                body=body,
                role=role,
                verdict=verdict,
                comment=comment,
                revision=revision,
                text_sha256=validation.hash_of_texts(revision.content),
            )
        confidence_facts.refresh_confidence(lesson)
