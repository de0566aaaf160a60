"""The parts of a lesson that come in an order of the author's own."""

from django.core.exceptions import BadRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from knowledge.markdown_widget import MarkdownTextarea


class MarkdownBlock(blocks.TextBlock):
    """A text in Markdown, with its preview below."""

    @cached_property
    def field(self):
        field = super().field
        field.widget = MarkdownTextarea()
        return field

    # The widget is no matter for the database and its migrations.
    def deconstruct(self):
        return ("wagtail.blocks.TextBlock", *super().deconstruct()[1:])


class PartValue(blocks.StructValue):
    @property
    def section(self) -> tuple[str, str]:
        """Heading and Markdown."""
        return self["heading"], self["text"]


class PartBlock(blocks.StructBlock):
    """A part with a heading of its own."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=120)
    text = MarkdownBlock(label=_("Text"))

    class Meta:
        label = _("Part with a heading")
        icon = "title"
        value_class = PartValue


class StepBlock(blocks.StructBlock):
    when = blocks.CharBlock(label=_("When"), max_length=60)
    what = blocks.CharBlock(label=_("What"), max_length=300)

    class Meta:
        label = _("Step")


class CourseValue(blocks.StructValue):
    @property
    def section(self) -> tuple[str, str]:
        """Heading and the steps as a list in Markdown."""
        steps = (f"- **{step['when']}** {step['what']}" for step in self["steps"])
        return self["heading"], "\n".join(steps)


class CourseBlock(blocks.StructBlock):
    """How things went, step by step."""

    heading = blocks.CharBlock(
        label=_("Heading"), max_length=120, default=_("How it went")
    )
    steps = blocks.ListBlock(StepBlock(), label=_("Steps"), min_num=1)

    class Meta:
        label = _("Course of events")
        icon = "history"
        value_class = CourseValue


class FurtherParts(blocks.StreamBlock):
    """Parts in any number and order."""

    part = PartBlock()
    course = CourseBlock()

    class Meta:
        required = False
        max_num = 12

    def value_from_datadict(self, data, files, prefix):
        try:
            return super().value_from_datadict(data, files, prefix)
        except (KeyError, ValueError) as error:
            # Taken for empty, it would take away what is there.
            raise BadRequest(
                _("The form did not arrive whole. Reload the page and send it again.")
            ) from error
