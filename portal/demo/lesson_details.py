"""What completes the demo lessons: kind, expectations, effect, validity, relations.

Retold from the themes of the 2018 briefing note; what is told in particular is
illustrative, as everything in the demonstration.
"""

from datetime import date

# By the lesson's slug: fields of the lesson; ``challenges`` by slug.
DETAILS = {
    "political-backing-opens-doors": {
        "type": "strength",
        "expected": "That letters between departments would clear the sites.",
        "effect": "Eleven sites were cleared in an hour, and the meeting stayed.",
        "effect_direction": "positive",
        "effect_size": "large",
        "early_signs": "People in the middle call meetings of their own.",
        "conclusion": "Authority is lent to a unit; a routine can be given away.",
        "applies_when": "No office below the sponsor can decide the matter.",
        "not_applies_when": "A department has the power and lacks only a plan.",
        "character": "instructional",
        "priority": "good-practice",
        "level": "provincial",
        "chain_step": "decision",
        "challenges": ("dependence-on-the-sponsor", "coordination-of-departments"),
        "period_start": date(2016, 1, 1),
        "period_end": date(2018, 1, 31),
        "contact": "Head of the delivery unit",
        "review_on": date(2027, 6, 1),
    },
    "a-unit-cannot-replace-a-plan": {
        "type": "challenge",
        "driving_event": "Two stocktakes to which lists of purchases were brought.",
        "expected": "A short, costed plan with owners and a trajectory.",
        "effect": "Five weeks were lost, and a plan was won that officers know.",
        "effect_direction": "mixed",
        "effect_size": "moderate",
        "early_signs": "Every line of the plan is something to buy.",
        "applies_when": "A department has no resourced plan of its own.",
        "character": "instructional",
        "priority": "caution",
        "level": "provincial",
        "chain_step": "planning",
        "challenges": ("no-costed-plan",),
        "related_policy": "The departmental priority plan (template).",
        "contact": "Planning wing of the department",
        "review_on": date(2026, 12, 15),
    },
    "say-no-by-rule": {
        "type": "risk",
        "effect": "A quarter of the team's time went elsewhere.",
        "effect_direction": "negative",
        "effect_size": "moderate",
        "early_signs": "Requests that are quicker done than refused.",
        "applies_when": "A unit has had success and is asked for more.",
        "character": "instructional",
        "priority": "caution",
        "level": "provincial",
        "chain_step": "decision",
        "challenges": ("drift-of-the-remit",),
        "review_on": date(2027, 2, 1),
    },
    "bad-news-first-in-private": {
        "type": "practice",
        "expected": "That letters of reminder would move the work.",
        "effect": "Most problems were solved without a letter.",
        "effect_direction": "positive",
        "effect_size": "moderate",
        "applies_when": "The partner in the department stays for a while.",
        "not_applies_when": "Something unlawful has come to light.",
        "character": "observational",
        "priority": "good-practice",
        "level": "provincial",
        "chain_step": "supervision",
        "challenges": ("trust-of-departments",),
        "review_on": date(2027, 6, 1),
    },
    "measure-the-class-not-the-register": {
        "type": "challenge",
        "driving_event": "A target that was met while visits told otherwise.",
        "expected": "That presence in the register means presence in class.",
        "effect": "The measure rose and the service did not.",
        "effect_direction": "negative",
        "effect_size": "large",
        "early_signs": "Figures that come complete, and never surprise.",
        "discussion": "Better measures are not the only road to better presence: "
        "support to teachers may matter more.",
        "conclusion": "A measure has to be harder to meet than the problem to solve.",
        "further_parts": [
            (
                "course",
                {
                    "heading": "How it went",
                    "steps": [
                        {"when": "2014", "what": "Registers are counted monthly."},
                        {"when": "2015", "what": "Visits count teachers in class."},
                    ],
                },
            )
        ],
        "applies_when": "A target rests on what those measured write down.",
        "not_applies_when": "The figure comes from the citizen.",
        "character": "instructional",
        "priority": "caution",
        "priority_area": "Presence of teachers",
        "indicator": "Teachers seen teaching after the first bell",
        "level": "district",
        "chain_step": "front-line",
        "challenges": ("measure-misses-the-problem", "data-not-credible"),
        "period_start": date(2014, 4, 1),
        "period_end": date(2015, 6, 4),
        "contact": "Monitoring wing of the department",
        "review_on": date(2027, 1, 10),
    },
    "mix-the-team": {
        "type": "strength",
        "effect": "Nine signatures that changed nothing were found.",
        "effect_direction": "positive",
        "effect_size": "moderate",
        "applies_when": "A problem runs through several professions.",
        "character": "observational",
        "priority": "information",
        "level": "district",
        "chain_step": "supply",
        "challenges": ("skills-and-retention",),
        "review_on": date(2027, 9, 1),
    },
    "kamra-jamaat-ka-paimana": {
        "type": "challenge",
        "effect_direction": "negative",
        "effect_size": "large",
        "level": "district",
        "chain_step": "front-line",
        "challenges": ("measure-misses-the-problem",),
        "review_on": date(2027, 1, 10),
    },
}

# From a lesson to one that stands before it in the list: kind, slug, note.
RELATIONS = {
    "say-no-by-rule": (
        ("similar", "a-unit-cannot-replace-a-plan", "Both keep a unit to its remit."),
    ),
    "mix-the-team": (
        (
            "recurring",
            "measure-the-class-not-the-register",
            "Counted in the store and not on the shelf.",
        ),
    ),
    "kamra-jamaat-ka-paimana": (
        ("translation", "measure-the-class-not-the-register", ""),
    ),
}
