"""The demo documents: the pack of each stocktake, and papers beside them."""

from datetime import date

from portal.demo.packs_khyber import KP_PACKS
from portal.demo.packs_punjab import PUNJAB_PACKS
from portal.demo.papers import single

SINGLE_PAPERS = (
    single(
        "smu/briefing-urdu",
        "docx",
        "جائزہ اجلاس کی تیاری: ضلعی افسران کے لیے بریفنگ نوٹ",
        "briefing-note",
        date(2016, 9, 1),
        "smu",
        "جائزہ اجلاس سے پہلے، دوران اور بعد میں کیا کرنا ہے۔",
        "stocktakes",
        language="ur",
    ),
    single(
        "smu/field-visit-urdu",
        "txt",
        "معائنہ رپورٹ: گرلز پرائمری اسکول، ضلع د",
        "field-visit-report",
        date(2015, 2, 9),
        "smu",
        "اساتذہ کی حاضری، سہولیات اور کتابوں کا مشاہدہ۔",
        "teacher presence",
        language="ur",
        sector="education",
        departments=("pb-school-education",),
    ),
    single(
        "smu/routines-guide",
        "md",
        "How to run a stocktake",
        "published-report",
        date(2017, 1, 16),
        "smu",
        "What to do ten days before, on the day, and after.",
        "stocktakes",
    ),
    single(
        "ssu/guide-urdu",
        "md",
        "ترسیل کی زنجیر: ایک مختصر رہنما",
        "other",
        date(2017, 2, 14),
        "ssu",
        "کمزور ترین کڑی کیسے تلاش کی جائے، ادویات کی مثال کے ساتھ۔",
        "delivery chain",
        language="ur",
    ),
    single(
        "ssu/college-staffing",
        "html",
        "Lecturers for distant colleges",
        "briefing-note",
        date(2016, 6, 20),
        "ssu",
        "Empty posts in science, and shared timetables between colleges.",
        "teacher posting",
        sector="higher-education",
        departments=("kp-higher-education",),
    ),
    single(
        "ssu/team-review",
        "pdf",
        "The team reviews itself",
        "briefing-note",
        date(2017, 10, 30),
        "ssu",
        "What departments value in the team, what it lacks, and what drifts in.",
        "team",
        "remit",
        access="internal",
    ),
    single(
        "ssu/annual-assessment",
        "pdf",
        "Annual assessment of the unit",
        "annual-assessment",
        date(2017, 12, 18),
        "ssu",
        "Work plan and results of an illustrative year.",
        "assessment",
        "team",
        access="restricted",
    ),
)

DOCUMENTS = PUNJAB_PACKS + KP_PACKS + SINGLE_PAPERS
