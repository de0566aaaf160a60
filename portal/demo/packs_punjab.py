"""The packs of the four stocktakes of Punjab."""

from datetime import date

from portal.demo.papers import (
    data_sheet,
    deep_dive,
    minutes,
    presentation,
    working_paper,
)

# Far enough away that the demo shows an embargo for years.
EMBARGO_DATE = date(2031, 1, 1)

PUNJAB_PACKS = (
    presentation(
        "pb-education-2015",
        "Teachers, facilities, textbooks: school education, round 4",
        "Signatures in the register rose while presence in class did not; why, and "
        "what to count instead.",
        "teacher presence",
        "textbooks",
    ),
    working_paper(
        "pb-education-2015",
        "What the visit form measures",
        "Three choices for counting teachers, and the case for paying repair grants "
        "to school councils.",
        "teacher presence",
        "missing facilities",
    ),
    minutes(
        "pb-education-2015",
        "Minutes: school education stocktake, round 4",
        "Decisions on the classroom count, repair grants, enrolment and textbooks.",
        "decisions",
    ),
    deep_dive(
        "pb-education-2015",
        "Register and classroom: a deep dive on teacher presence",
        "120 visits without notice in six districts, and the delivery chain of a "
        "lesson.",
        "teacher presence",
        "indicators",
        "delivery chain",
    ),
    data_sheet(
        "pb-education-2015",
        "School visits by district, round 4",
        "Illustrative index of presence and facilities by district.",
        "indicators",
    ),
    presentation(
        "pb-health-2016",
        "What stands between a vaccine and a child",
        "Coverage by district, the vaccinator's month and the late fuel allowance.",
        "vaccination",
        "delivery chain",
    ),
    working_paper(
        "pb-health-2016",
        "Maps, fuel and posts: the vaccination delivery chain",
        "Why coverage rose in three districts and stood still in two.",
        "vaccination",
        "allowances",
    ),
    minutes(
        "pb-health-2016",
        "Minutes: health stocktake, round 3",
        "Finance and Health agree on fuel in the room; maps and posts.",
        "decisions",
    ),
    deep_dive(
        "pb-health-2016",
        "From the store to the doorstep: a deep dive on vaccination",
        "The delivery chain link by link, with dates of payment and settlement maps.",
        "vaccination",
        "delivery chain",
    ),
    data_sheet(
        "pb-health-2016",
        "Vaccination coverage, fuel payments and posts",
        "Illustrative figures for five districts.",
        "vaccination",
    ),
    presentation(
        "pb-solid-waste-2017",
        "Two systems under one name: waste in town and village",
        "Trips, loads and clean streets; separate priorities for villages.",
        "rural and urban",
        "remit",
    ),
    working_paper(
        "pb-solid-waste-2017",
        "Weighing waste, paying sweepers",
        "What it would take to pay by weight; the rural wage; requests to widen the "
        "roadmap.",
        "rural and urban",
        "contracts",
        access="internal",
    ),
    minutes(
        "pb-solid-waste-2017",
        "Minutes: solid waste stocktake, round 2",
        "Weighed loads, village collection and a fixed number of priorities.",
        "decisions",
        "remit",
    ),
    deep_dive(
        "pb-solid-waste-2017",
        "Clean streets or counted trips: a deep dive on solid waste",
        "Riding with trucks, paying by weight, and why a list is not a plan.",
        "indicators",
        "departmental plan",
        "remit",
    ),
    presentation(
        "pb-water-2018",
        "Schemes that work: rural water, round 1",
        "A first census of rural water schemes and why they die.",
        "water schemes",
        "water quality",
    ),
    working_paper(
        "pb-water-2018",
        "Repair before building",
        "How schemes were counted and what keeps them alive.",
        "water schemes",
        "departmental plan",
    ),
    minutes(
        "pb-water-2018",
        "روداد: پانی جائزہ اجلاس، پہلا دور",
        "چار سو اسکیموں کے معائنے کے نتائج اور محکمانہ منصوبے سے متعلق فیصلے۔",
        "decisions",
        suffix="docx",
        language="ur",
    ),
    deep_dive(
        "pb-water-2018",
        "The life of a water bill: a deep dive on rural schemes",
        "Held back until the department has published its own plan.",
        "water schemes",
        "departmental plan",
        embargo_until=EMBARGO_DATE,
    ),
)
