"""Seven lessons: the six of the 2018 briefing note, retold, and one of them in Urdu.

Each stands on quotes from the demo files; a test reads the files to see that the
quotes are there.
"""

from portal.demo.lessons_mandate import LESSONS_ON_MANDATE
from portal.demo.lessons_practice import LESSONS_ON_PRACTICE
from portal.demo.lessons_urdu import LESSONS_URDU

LESSONS = LESSONS_ON_MANDATE + LESSONS_ON_PRACTICE + LESSONS_URDU
