"""Searches from the command line, as the site does for the same person."""

import json

from django.core.management.base import BaseCommand, CommandError

from knowledge import access
from knowledge.models import User
from search import facets
from search.documents import SearchQuery
from search.engines import EngineError
from search.finding import find

CHOOSABLE = ("kind", "unit", "sector")


class Command(BaseCommand):
    help = "Search as the site does: for a member of staff, or for the public."

    def add_arguments(self, parser):
        parser.add_argument("query", help="What to search for; '' finds everything.")
        parser.add_argument(
            "--as",
            dest="username",
            metavar="USERNAME",
            help="Find what this member of staff may see; without it, what all may.",
        )
        for name in CHOOSABLE:
            parser.add_argument(
                f"--{name}",
                action="append",
                default=[],
                metavar=name.upper(),
                help=f"Only results of this {name}; may be given several times.",
            )
        parser.add_argument("--limit", type=int, default=10, help="At most so many.")
        parser.add_argument("--json", action="store_true", help="Print JSON.")

    def handle(self, *, query, username, limit, **options):
        if limit < 1:
            raise CommandError("--limit has to be 1 or more.")
        user = self.user(username)
        vocabulary = facets.Vocabulary()
        names = (*facets.names_for(access.is_staff_member(user)), facets.YEAR)
        filters = {name: tuple(options[name]) for name in CHOOSABLE if options[name]}
        for name, values in filters.items():
            self.require_known(name, values, vocabulary)
        question = SearchQuery(text=query, filters=filters, limit=limit, facets=names)
        try:
            answer = find(question, user)
        except EngineError as error:
            raise CommandError(f"The search cannot answer now: {error}") from error
        if options["json"]:
            self.print_json(query, answer, vocabulary)
        else:
            self.print_text(answer)

    def user(self, username):
        if username is None:
            return None
        try:
            return User.objects.get(username=username)
        except User.DoesNotExist:
            raise CommandError(f"There is no account “{username}”.") from None

    def require_known(self, name, values, vocabulary):
        for value in values:
            if not vocabulary.knows(name, value):
                known = ", ".join(sorted(vocabulary.labels[name]))
                raise CommandError(f"--{name} {value}: not one of {known}.")

    def print_json(self, query, answer, vocabulary):
        content = {
            "query": query,
            "total": answer.total,
            "hits": [
                {
                    "type": item.hit.type,
                    "id": item.hit.id,
                    "title": item.record.title,
                    "url": item.url,
                    "score": item.hit.score,
                    "snippet": item.hit.snippet.text,
                    "pages": [
                        {
                            "page": page.number,
                            "label": page.label,
                            "snippet": page.snippet.text,
                            "url": page.url,
                        }
                        for page in item.pages
                    ],
                }
                for item in answer.found
            ],
            "facets": {
                name: [
                    {
                        "value": value.value,
                        "label": vocabulary.label(name, value.value),
                        "count": value.count,
                    }
                    for value in values
                ]
                for name, values in answer.results.facets.items()
            },
            "suggestion": answer.results.suggestion,
            "hints": [str(hint) for hint in answer.results.hints],
        }
        self.stdout.write(json.dumps(content, ensure_ascii=False, indent=2))

    def print_text(self, answer):
        self.stdout.write(f"{answer.total} results")
        for hint in answer.results.hints:
            self.stdout.write(str(hint))
        if answer.results.suggestion:
            self.stdout.write(f"Did you mean: {answer.results.suggestion}")
        for item in answer.found:
            self.stdout.write(f"\n{item.record.title}\n  {item.kind} · {item.url}")
            if item.hit.snippet:
                self.stdout.write(f"  {item.hit.snippet.text}")
            for page in item.pages:
                name = page.label or page.number
                self.stdout.write(f"    [{name}] {page.snippet.text}")
