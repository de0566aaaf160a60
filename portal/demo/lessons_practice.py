"""Lessons on how a delivery unit works: trust, data, team."""

from datetime import date

from portal.demo.schema import CurriculumLink, Evidence, Lesson, SystemLink

LESSONS_ON_PRACTICE = (
    Lesson(
        slug="bad-news-first-in-private",
        title="Work from one list, and bring bad news to the department first",
        one_line="Departments accept a challenge from a unit that shares its figures "
        "with them and surprises nobody in front of the chair.",
        context="A unit both watches departments and helps them. Too much of the first "
        "and they hide; too much of the second and nothing is measured.",
        what_happened="In its first round the unit wrote letters of reminder, and they "
        "were answered correctly. After an apology for a mistake of its own, both "
        "sides began to keep one list of schools and to meet every fortnight. Most "
        "problems were then solved without a letter.",
        cause="Officers who feel inspected write for the file. Officers who know what "
        "will be said, and have been offered help with it, speak.",
        recommendation="1. Keep one list, corrected by either side.\n"
        "2. Report delays by office and day, and never before the office has heard.\n"
        "3. Meet in the department's building, at a fixed hour.",
        sector="elementary-secondary-education",
        unit="ssu",
        date=date(2016, 1, 20),
        tags=("partnership", "trust"),
        language="en",
        evidence=(
            Evidence(
                "kp-education-2015/deep-dive",
                2,
                "no officer learns of them in front of the Chief Minister.",
                "supports",
            ),
            Evidence(
                "kp-education-2015/presentation",
                9,
                "Bad news first, and never first in front of the chair",
                "supports",
            ),
            Evidence(
                "kp-education-2015/deep-dive",
                6,
                "Partnership needs a partner who stays.",
                "contradicts",
            ),
        ),
        system_links=(
            SystemLink(
                "kp-elementary-secondary-education",
                None,
                "changed",
                "A joint list of schools and a meeting every fortnight.",
            ),
        ),
        curriculum_links=(
            CurriculumLink("po-3-1", "teaches"),
            CurriculumLink("po-2-3", "illustrates"),
        ),
    ),
    Lesson(
        slug="measure-the-class-not-the-register",
        title="Measure the class, not the register",
        one_line="A target on what is easy to count produces what is easy to count; "
        "choose a measure that can be met only by solving the problem.",
        context="Stocktakes live on data. Figures that come monthly and complete look "
        "strong, even where they measure paper.",
        what_happened="Registered presence of teachers rose to 93 while presence in "
        "class stayed at 65 (illustrative index). Truck trips rose while streets "
        "stayed dirty. Medicines were counted in the store and not on the shelf.",
        cause="The measures were chosen for speed, by people far from the service, and "
        "nobody compared them with what is seen on a visit.",
        recommendation="1. Before a target is set, ask how it could be met without "
        "helping anyone.\n"
        "2. Check each measure against visits, with the department.\n"
        "3. Announce beforehand that the first honest figure will be lower.",
        sector="education",
        unit="smu",
        date=date(2015, 6, 4),
        tags=("indicators", "data"),
        language="en",
        evidence=(
            Evidence(
                "pb-education-2015/deep-dive",
                3,
                "When the measure is easier to reach than the result, people will "
                "reach the measure.",
                "supports",
            ),
            Evidence(
                "pb-solid-waste-2017/presentation",
                3,
                "The target on trips has been met, and the street has been missed.",
                "supports",
            ),
            Evidence(
                "pb-education-2015/deep-dive",
                5,
                "Better measures are not the only road to better presence.",
                "contradicts",
            ),
        ),
        system_links=(
            SystemLink(
                None,
                "school-visit-form",
                "changed",
                "Counts teachers found teaching after the first bell.",
            ),
            SystemLink(
                "kp-health",
                None,
                "should_change",
                "Count medicines on the shelf of the basic health unit.",
            ),
        ),
        curriculum_links=(
            CurriculumLink("po-2-1", "teaches"),
            CurriculumLink("po-2-2", "illustrates"),
            CurriculumLink("po-2-3", "illustrates"),
        ),
    ),
    Lesson(
        slug="mix-the-team",
        title="Mix the team: rules, numbers and the front line",
        one_line="Put an officer, an analyst and somebody who knows the work on the "
        "same problem; leave sector expertise in the departments.",
        context="Units have been staffed in different ways, one mainly from the "
        "private sector, another half and half. Skills in problem-solving are hard to "
        "find and harder to keep.",
        what_happened="An officer, an analyst and a pharmacist followed one request "
        "for medicines for 74 days. The first knew which signature a rule demands, "
        "the second counted, the third saw which items were missed by patients. "
        "Together they found nine signatures that changed nothing.",
        cause="Each profession sees its own part of a delivery chain and takes the "
        "rest for granted.",
        recommendation="1. Recruit for problem-solving and for different pasts.\n"
        "2. Borrow people from the front line for some months.\n"
        "3. Build skills in departments; do not lean on short contracts alone.",
        sector="health",
        unit="ssu",
        date=date(2017, 1, 18),
        tags=("team", "skills"),
        language="en",
        evidence=(
            Evidence(
                "kp-health-2016/deep-dive",
                2,
                "Each saw what the other two had overlooked.",
                "supports",
            ),
            Evidence(
                "kp-health-2016/minutes",
                3,
                "No one of them would have found it alone.",
                "supports",
            ),
            Evidence(
                "ssu/team-review",
                1,
                "the team that helped us most had one person who knew our rules and "
                "one who did not.",
                "supports",
            ),
        ),
        system_links=(
            SystemLink(
                None,
                "medicine-indent-procedure",
                "changed",
                "Four signatures in place of eleven.",
            ),
            SystemLink(
                "kp-health",
                None,
                "concerns",
                "Lends medical officers to the unit for six months.",
            ),
        ),
        curriculum_links=(
            CurriculumLink("po-3-3", "teaches"),
            CurriculumLink("po-2-2", "illustrates"),
        ),
    ),
)
