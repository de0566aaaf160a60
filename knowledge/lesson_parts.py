"""The texts of a lesson, part by part."""

from knowledge.models.lesson_text import TEXT_PARTS


def parts_of(lesson) -> dict[str, str]:
    """Return the texts of a lesson by the names of its parts, in reading order."""
    parts = {"title": lesson.title, "summary": lesson.summary}
    for name in TEXT_PARTS:
        parts[name] = getattr(lesson, name)
        if name == "discussion":
            sections = (part.value.section for part in lesson.further_parts)
            parts["further_parts"] = "\n\n".join(
                f"{heading}\n{text}" for heading, text in sections
            )
    return parts
