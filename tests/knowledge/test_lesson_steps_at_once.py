"""Two people take a step at the same moment: real processes on one database file."""

import json

from tests.installation import PATIENCE

PREPARE = """
from django.contrib.auth import get_user_model
from wagtail.models import Page
from knowledge.models import Lesson, LessonIndex
from portal.site_structure import ensure_site
ensure_site()
index = LessonIndex.objects.get()
lesson = index.add_child(instance=Lesson(title="Pay fuel monthly", summary="Monthly."))
lesson.save_revision()
for name in ("one", "two"):
    get_user_model().objects.create_superuser(name)
print(lesson.pk)
"""

# Both have seen the lesson before either of them does anything.
TAKE = """
import json, pathlib, sys, time
from django.contrib.auth import get_user_model
from knowledge.learning import StepRefused, take_step
from knowledge.models import Lesson
seen = Lesson.objects.get()
user = get_user_model().objects.get(username="NAME")
folder = pathlib.Path("FOLDER")
(folder / "NAME").touch()
while len(list(folder.iterdir())) < 2:
    time.sleep(0.001)
try:
    take_step(seen, "STEP", user=user, reason="So.")
except StepRefused as refusal:
    print(json.dumps(str(refusal)))
else:
    print(json.dumps("taken"))
"""

STEPS = {"one": "submit", "two": "retire"}


def test_of_two_people_at_once_one_takes_the_step_and_the_other_is_told(
    installation, tmp_path
):
    installation.python(PREPARE)
    folder = tmp_path / "ready"
    folder.mkdir()
    people = {
        name: installation.start(
            "shell",
            "--no-imports",
            "-c",
            TAKE.replace("NAME", name)
            .replace("STEP", step)
            .replace("FOLDER", str(folder)),
        )
        for name, step in STEPS.items()
    }
    told = {}
    for name, process in people.items():
        out, err = process.communicate(timeout=4 * PATIENCE)
        assert process.returncode == 0, err
        told[name] = json.loads(out)
    first = next(name for name, words in told.items() if words == "taken")
    second = "two" if first == "one" else "one"
    assert "Somebody else may have taken a step in the meantime" in told[second]
    taken = installation.query(
        "SELECT action, from_state, to_state FROM knowledge_lessonstep"
    )
    assert [(step, state) for step, state, _to in taken] == [(STEPS[first], "analysis")]
    states = installation.query("SELECT state FROM knowledge_lesson")
    assert states == [(taken[0][2],)]
