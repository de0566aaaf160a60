"""Eight illustrative stocktakes: four of each unit, each in another sector."""

from datetime import date

from portal.demo.schema import Decision, Stocktake

CHAIR, CHAIR_UR = "Chief Minister", "وزیرِ اعلیٰ"

STOCKTAKES = (
    Stocktake(
        slug="pb-education-2015",
        title="School education stocktake, round 4",
        title_ur="اسکول ایجوکیشن جائزہ اجلاس، چوتھا دور",
        unit="smu",
        sector="education",
        round=4,
        date=date(2015, 3, 12),
        chair=CHAIR,
        chair_ur=CHAIR_UR,
        departments=("pb-school-education", "pb-finance"),
        agenda="1. Teachers in class: what the visits show\n"
        "2. Missing facilities and the cost of repair\n"
        "3. Enrolment drive before the April intake\n"
        "4. Textbooks: from the press to the desk",
        summary="Reported presence of teachers had risen while presence *in class* had "
        "not. The meeting changed what monitors count, moved repair money to the "
        "schools themselves, and set a date for textbooks that is earlier than the "
        "start of term.",
        decisions=(
            Decision(
                "Count teachers in the classroom after the first bell, not "
                "signatures in the register, from the next monthly round.",
                "pb-school-education",
                date(2015, 4, 15),
                "done",
            ),
            Decision(
                "Release repair grants to school councils in one instalment before "
                "the monsoon.",
                "pb-finance",
                date(2015, 5, 31),
                "done",
            ),
            Decision(
                "Deliver textbooks to cluster centres three weeks before term.",
                "pb-school-education",
                date(2016, 3, 10),
                "overdue",
            ),
        ),
    ),
    Stocktake(
        slug="pb-health-2016",
        title="Health stocktake, round 3: vaccination",
        title_ur="صحت جائزہ اجلاس، تیسرا دور: حفاظتی ٹیکے",
        unit="smu",
        sector="health",
        round=3,
        date=date(2016, 2, 18),
        chair=CHAIR,
        chair_ur=CHAIR_UR,
        departments=("pb-health", "pb-finance"),
        agenda="1. Coverage by district and by union council\n"
        "2. The vaccinator's month: planned and real\n"
        "3. Cold chain: fridges, power and fuel\n"
        "4. Posts that stand empty at primary level",
        summary="Coverage rose where vaccinators followed a mapped plan and stalled "
        "where fuel money came late. The delivery chain from the provincial store to "
        "the doorstep was read link by link, and the weakest link was an allowance, "
        "not a vaccine.",
        decisions=(
            Decision(
                "Pay the fuel allowance of vaccinators by the fifth of each month.",
                "pb-finance",
                date(2016, 4, 5),
                "done",
            ),
            Decision(
                "Draw a map of settlements for every union council and plan outreach "
                "from it.",
                "pb-health",
                date(2016, 6, 30),
                "done",
            ),
            Decision(
                "Fill posts of vaccinators in the six weakest districts by transfer "
                "first, by recruitment second.",
                "pb-health",
                date(2016, 9, 30),
                "open",
            ),
        ),
    ),
    Stocktake(
        slug="pb-solid-waste-2017",
        title="Solid waste stocktake, round 2: town and village",
        title_ur="ٹھوس فضلہ جائزہ اجلاس، دوسرا دور: شہر اور دیہات",
        unit="smu",
        sector="solid-waste-management",
        round=2,
        date=date(2017, 4, 20),
        chair=CHAIR,
        chair_ur=CHAIR_UR,
        departments=("pb-local-government", "pb-finance"),
        agenda="1. Two roadmaps, not one: urban and rural\n"
        "2. Trips of trucks and weight at the dump\n"
        "3. Village collection: who pays, who sweeps\n"
        "4. Requests to widen the roadmap",
        summary="The urban system was measured by trips made, and trips rose while "
        "streets stayed dirty. A separate rural set of priorities was agreed, and "
        "three requests to add further subjects were declined.",
        decisions=(
            Decision(
                "Replace the count of truck trips by weighed loads and a monthly walk "
                "through sampled streets.",
                "pb-local-government",
                date(2017, 6, 30),
                "done",
            ),
            Decision(
                "Begin village collection in 20 union councils with a written "
                "agreement on who pays the sweepers.",
                "pb-local-government",
                date(2017, 9, 30),
                "open",
            ),
            Decision(
                "Bring new subjects to the roadmap only when an old one is closed.",
                "pb-local-government",
                date(2017, 5, 31),
                "done",
            ),
        ),
    ),
    Stocktake(
        slug="pb-water-2018",
        title="Water stocktake, round 1: schemes that work",
        title_ur="پانی جائزہ اجلاس، پہلا دور: فعال اسکیمیں",
        unit="smu",
        sector="water",
        round=1,
        date=date(2018, 1, 25),
        chair=CHAIR,
        chair_ur=CHAIR_UR,
        departments=("pb-water-sanitation", "pb-local-government"),
        agenda="1. Census of rural schemes: working, ailing, dead\n"
        "2. Tariffs, electricity bills and the village committee\n"
        "3. Quality at the tap\n"
        "4. A plan that the department can call its own",
        summary="The first census showed that most dead schemes died of unpaid "
        "electricity bills. The department presented a list of new schemes where a "
        "plan for old ones was asked for; the meeting sent it back with a template "
        "and a date.",
        decisions=(
            Decision(
                "Write a costed plan for existing schemes before any new scheme is "
                "proposed.",
                "pb-water-sanitation",
                date(2018, 3, 15),
                "open",
            ),
            Decision(
                "Test water at the tap, not at the pump, in all schemes counted as "
                "working.",
                "pb-water-sanitation",
                date(2018, 4, 30),
                "open",
            ),
        ),
    ),
    Stocktake(
        slug="kp-education-2015",
        title="Elementary and secondary education stocktake, round 2",
        title_ur="ابتدائی و ثانوی تعلیم جائزہ اجلاس، دوسرا دور",
        unit="ssu",
        sector="elementary-secondary-education",
        round=2,
        date=date(2015, 10, 8),
        chair=CHAIR,
        chair_ur=CHAIR_UR,
        departments=("kp-elementary-secondary-education", "kp-finance"),
        agenda="1. Girls who leave after class five\n"
        "2. Teachers: posting by need\n"
        "3. Reading in the early classes\n"
        "4. How the unit and the department work together",
        summary="The loss of girls between primary and middle school was traced to "
        "distance and to posts left empty. Department and unit agreed to work from "
        "one list of schools and to meet every fortnight.",
        decisions=(
            Decision(
                "Open middle classes in the afternoon in 60 girls' primary schools "
                "that have no middle school within reach.",
                "kp-elementary-secondary-education",
                date(2016, 4, 1),
                "done",
            ),
            Decision(
                "Post teachers from one published list of need, school by school.",
                "kp-elementary-secondary-education",
                date(2016, 2, 28),
                "overdue",
            ),
        ),
    ),
    Stocktake(
        slug="kp-health-2016",
        title="Health stocktake, round 3: medicines and staff",
        title_ur="صحت جائزہ اجلاس، تیسرا دور: ادویات اور عملہ",
        unit="ssu",
        sector="health",
        round=3,
        date=date(2016, 11, 3),
        chair=CHAIR,
        chair_ur=CHAIR_UR,
        departments=("kp-health", "kp-finance"),
        agenda="1. Medicines on the shelf of basic health units\n"
        "2. From indent to delivery: 74 days explained\n"
        "3. Doctors in remote posts\n"
        "4. One list of essential medicines",
        summary="Shelves were empty while the provincial store was full. Following one "
        "indent through eleven signatures showed where the time goes; the list of "
        "signatures was cut to four.",
        decisions=(
            Decision(
                "Cut the indent to four signatures and let it travel by e-mail.",
                "kp-health",
                date(2017, 1, 31),
                "done",
            ),
            Decision(
                "Release the medicine budget to districts in two instalments rather "
                "than four.",
                "kp-finance",
                date(2017, 7, 15),
                "done",
            ),
            Decision(
                "Agree a hardship allowance for doctors in remote posts.",
                "kp-health",
                date(2017, 3, 31),
                "overdue",
            ),
        ),
    ),
    Stocktake(
        slug="kp-local-government-2017",
        title="Local government stocktake, round 2: village funds",
        title_ur="مقامی حکومت جائزہ اجلاس، دوسرا دور: ویلج فنڈز",
        unit="ssu",
        sector="local-government",
        round=2,
        date=date(2017, 5, 11),
        chair=CHAIR,
        chair_ur=CHAIR_UR,
        departments=("kp-local-government", "kp-finance"),
        agenda="1. Money released and money spent\n"
        "2. The village secretary's desk\n"
        "3. Small works: choosing, measuring, paying\n"
        "4. Complaints from citizens",
        summary="Councils held money that they did not know how to spend. Where one "
        "secretary had been trained and had one simple form, spending doubled.",
        decisions=(
            Decision(
                "Replace nine forms for small works by one.",
                "kp-local-government",
                date(2017, 8, 31),
                "done",
            ),
            Decision(
                "Train every village secretary in the new form within the quarter.",
                "kp-local-government",
                date(2017, 9, 30),
                "open",
            ),
        ),
    ),
    Stocktake(
        slug="kp-energy-2017",
        title="Energy and power stocktake, round 4: small hydropower",
        title_ur="توانائی و بجلی جائزہ اجلاس، چوتھا دور: چھوٹے پن بجلی گھر",
        unit="ssu",
        sector="energy-power",
        round=4,
        date=date(2017, 12, 7),
        chair=CHAIR,
        chair_ur=CHAIR_UR,
        departments=("kp-energy-power", "kp-finance", "kp-local-government"),
        agenda="1. Forty small sites: built, connected, in use\n"
        "2. Clearances that wait for one another\n"
        "3. Who keeps a turbine running\n"
        "4. Tariff and collection",
        summary="Sites were built and not connected, because each of three departments "
        "waited for the other two. The Chief Minister asked for one clearance meeting "
        "a month with power to decide.",
        decisions=(
            Decision(
                "Hold one clearance meeting a month; silence after 21 days counts as "
                "agreement.",
                "kp-energy-power",
                date(2018, 1, 31),
                "done",
            ),
            Decision(
                "Sign a maintenance agreement with the village before a turbine is "
                "handed over.",
                "kp-local-government",
                date(2018, 3, 31),
                "open",
            ),
        ),
        access="internal",
    ),
)
