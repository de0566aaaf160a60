"""Words of equal meaning, which a search for one of them finds all."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from knowledge.templatetags.localized import END, ISOLATE, digits
from search.text import STOP, index_form

LONGEST_TERM = 100
MOST_TERMS = 20
LONGEST_FORM = 200


class SynonymGroup(models.Model):
    """Words and phrases, English or Urdu, that say the same.

    The engines put the whole group in the place of any of its terms in a query.
    """

    terms = models.TextField(
        _("terms"),
        help_text=_(
            "One word or phrase to a line, in English or in Urdu: two at least. "
            "Whoever searches for one of them also finds the others."
        ),
    )
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)

    class Meta:
        ordering = ["terms"]
        verbose_name = _("group of synonyms")
        verbose_name_plural = _("synonyms")

    def __str__(self):
        # Isolated, so that terms of both directions keep their order.
        return " = ".join(
            term if term.isascii() else f"{ISOLATE}{term}{END}"
            for term in self.term_list
        )

    def save(self, **kwargs):
        """Save the group and its terms.

        Raises:
            IntegrityError: another group has got one of the terms meanwhile.
        """
        with transaction.atomic():
            super().save(**kwargs)
            self.forms.all().delete()
            SynonymTerm.objects.bulk_create(
                SynonymTerm(group=self, form=form) for form in self._forms
            )

    def clean(self):
        """Bring the terms into order, and refuse what a search could not use.

        Raises:
            ValidationError: says what is wrong with which term, and how to mend it.
        """
        terms = self.term_list
        self.terms = "\n".join(terms)
        faults = list(self._faults(terms))
        if faults:
            raise ValidationError({"terms": faults})

    @property
    def term_list(self) -> list[str]:
        lines = (" ".join(line.split()) for line in self.terms.splitlines())
        return [line for line in lines if line]

    @property
    def _forms(self) -> dict[str, str]:
        """The terms by what the engines make of them."""
        return {index_form(term): term for term in reversed(self.term_list)}

    def _faults(self, terms):
        if len(terms) < 2:
            yield _("Write at least two terms, each on a line of its own.")
        if len(terms) > MOST_TERMS:
            yield _("A group may have %(most)s terms at most; make two of it.") % {
                "most": digits(MOST_TERMS)
            }
        seen: dict[str, str] = {}
        for term in terms:
            form = index_form(term)
            if len(term) > LONGEST_TERM or len(form) > LONGEST_FORM:
                yield _("“%(term)s…” is longer than %(most)s characters.") % {
                    "term": term[:40],
                    "most": digits(LONGEST_TERM),
                }
            elif not set(form.split()) - {STOP}:
                yield _(
                    "“%(term)s” has no word that can be searched for; leave it out."
                ) % {"term": term}
            elif form in seen:
                yield _(
                    "“%(term)s” and “%(other)s” are the same to a search; leave one "
                    "of them out."
                ) % {"term": term, "other": seen[form]}
            seen.setdefault(form, term)
        taken = SynonymTerm.objects.filter(form__in=seen).exclude(group=self.pk)
        for other in taken.select_related("group"):
            yield _(
                "“%(term)s” is in the group “%(group)s” already; a term can be in one "
                "group only."
            ) % {"term": seen[other.form], "group": other.group}


class SynonymTerm(models.Model):
    """A term as the engines read it, so that it can be in one group only."""

    group = models.ForeignKey(
        SynonymGroup, on_delete=models.CASCADE, related_name="forms"
    )
    form = models.CharField(max_length=LONGEST_FORM, unique=True)

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        default_permissions = ()

    def __str__(self):
        return self.form
