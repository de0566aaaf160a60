"""Lessons on what a delivery unit is for: backing, plan, remit."""

from datetime import date

from portal.demo.schema import CurriculumLink, Evidence, Lesson, SystemLink

LESSONS_ON_MANDATE = (
    Lesson(
        slug="political-backing-opens-doors",
        title="Political backing opens doors; only embedding keeps them open",
        one_line="Use the sponsor's authority for what nobody below can decide, and "
        "hand each routine to the administration before the sponsor goes.",
        context="A delivery unit exists to carry a government's few political "
        "priorities through the system. It has no authority over departments of its "
        "own; what it has is lent to it by the head of the government.",
        what_happened="Three departments waited for one another over small hydropower "
        "sites. The unit could describe the circle and could not break it. One "
        "meeting *called by the chair* cleared eleven sites in an hour. The meeting "
        "was then given to a permanent office and written into a rule.\n\n"
        "In vaccination, letters between two departments about fuel had led nowhere "
        "until both Secretaries were asked at the same table.",
        cause="Each department was right by its own rules, and the rules set no moment "
        "at which all must agree. Such a moment can be made only from above.",
        recommendation="1. Keep the sponsor's time for decisions that nobody below has "
        "the power to take.\n"
        "2. Turn what works into a rule or a standing meeting of the administration.\n"
        "3. Ask before every election: what would go on without us?",
        sector=None,
        unit="ssu",
        date=date(2018, 2, 1),
        tags=("political backing", "sustainability"),
        language="en",
        evidence=(
            Evidence(
                "pb-health-2016/minutes",
                2,
                "The chair observed that five letters and five answers had not moved "
                "one motorcycle.",
                "supports",
            ),
            Evidence(
                "kp-energy-2017/deep-dive",
                3,
                "Backing from the top works at a distance: it gives people in the "
                "middle the courage to call a meeting.",
                "supports",
            ),
            Evidence(
                "kp-energy-2017/deep-dive",
                6,
                "Backing from the top did not reach him.",
                "contradicts",
            ),
        ),
        system_links=(
            SystemLink(
                None,
                "inter-departmental-clearance-rule",
                "changed",
                "One monthly meeting; silence for 21 days counts as agreement.",
            ),
            SystemLink(
                "pb-finance",
                None,
                "concerns",
                "Payment of small allowances on which large programmes depend.",
            ),
        ),
        curriculum_links=(
            CurriculumLink("po-1-1", "teaches"),
            CurriculumLink("po-3-2", "illustrates"),
        ),
    ),
    Lesson(
        slug="a-unit-cannot-replace-a-plan",
        title="A delivery unit cannot stand in for a department's plan",
        one_line="Ask the department for a short, costed plan of its own before you "
        "follow anything; comment on it, and do not write it.",
        context="Units are sometimes called in where a department has no plan, in the "
        "hope of a shortcut. They can speed up a plan and cannot be one.",
        what_happened="For rural waste a list of purchases was offered as a plan; for "
        "water, a list of new schemes. Both were sent back with a template. The waste "
        "plan came five weeks later, rougher than a consultant's, and officers in the "
        "field knew it by heart.",
        cause="Budgets and praise are given for things bought and built. A plan that "
        "somebody else has written has no owner when it runs into trouble.",
        recommendation="1. Begin with four or five priorities, each with money, owner "
        "and trajectory.\n"
        "2. Offer a template and time; leave the pen with the department.\n"
        "3. Work through the existing offices, so that they are stronger afterwards.",
        sector=None,
        unit="smu",
        date=date(2018, 2, 8),
        tags=("departmental plan", "mandate"),
        language="en",
        evidence=(
            Evidence(
                "pb-solid-waste-2017/deep-dive",
                5,
                "A delivery unit can follow a plan; it cannot stand in for one.",
                "supports",
            ),
            Evidence(
                "kp-local-government-2017/presentation",
                6,
                "Audit helped to design the form. That is why the last row did not "
                "get worse.",
                "supports",
            ),
            Evidence(
                "kp-energy-2017/deep-dive",
                2,
                "It was not accepted, since the unit has no seal",
                "supports",
            ),
        ),
        system_links=(
            SystemLink(
                None,
                "priority-plan-template",
                "should_change",
                "Add the running cost of what already exists, before anything new.",
            ),
            SystemLink(
                "pb-water-sanitation",
                None,
                "concerns",
                "A costed plan for existing schemes is awaited.",
            ),
        ),
        curriculum_links=(
            CurriculumLink("po-1-2", "teaches"),
            CurriculumLink("po-1-1", "illustrates"),
        ),
    ),
    Lesson(
        slug="say-no-by-rule",
        title="Keep the remit tight: say no by rule, not by mood",
        one_line="Fix the number of priorities and let a new one in only when an old "
        "one is closed.",
        context="A unit that succeeds is asked to do more. Each request is a "
        "compliment and costs days that were meant for the hard problem.",
        what_happened="A quarter of the waste team's time went to street lights, "
        "stray animals and other matters; visits that mattered were put off. A rule "
        "fixed the number of priorities, and three requests were passed on, each with "
        "a date.",
        cause="Drift is never decided. It comes as small and visible favours, which "
        "are easier to do than to refuse.",
        recommendation="1. Write the number of priorities into the mandate.\n"
        "2. Answer a request with the days that it would cost, and let the sponsor "
        "choose.\n"
        "3. Look again at the diagnosis each year: is this still the real problem?",
        sector="solid-waste-management",
        unit="smu",
        date=date(2017, 7, 12),
        tags=("remit", "priorities"),
        language="en",
        evidence=(
            Evidence(
                "pb-solid-waste-2017/deep-dive",
                6,
                "Drift does not arrive as a decision. It arrives as a favour.",
                "supports",
            ),
            Evidence(
                "pb-solid-waste-2017/minutes",
                3,
                "A new subject enters when an old one closes.",
                "supports",
            ),
            Evidence(
                "ssu/team-review",
                2,
                "Nineteen were done because refusing would have taken longer.",
                "supports",
            ),
        ),
        system_links=(
            SystemLink(
                "pb-local-government",
                None,
                "changed",
                "The number of priorities of the roadmap is fixed.",
            ),
            SystemLink(
                None,
                "priority-plan-template",
                "should_change",
                "Leave room for five priorities and no more.",
            ),
        ),
        curriculum_links=(
            CurriculumLink("po-1-3", "teaches"),
            CurriculumLink("po-1-2", "illustrates"),
        ),
    ),
)
