"""Four illustrative stocktakes of Punjab, each in another sector."""

from datetime import date

from portal.demo.schema import Decision, Stocktake

CHAIR, CHAIR_UR = "Chief Minister", "وزیرِ اعلیٰ"

PUNJAB_STOCKTAKES = (
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
        agenda_ur="1. کلاس میں اساتذہ: معائنے کیا بتاتے ہیں\n"
        "2. غیر موجود سہولیات اور مرمت کی لاگت\n"
        "3. اپریل کے داخلوں سے پہلے داخلہ مہم\n"
        "4. نصابی کتب: چھاپہ خانے سے ڈیسک تک",
        summary="Reported presence of teachers had risen while presence *in class* had "
        "not. The meeting changed what monitors count, moved repair money to the "
        "schools themselves, and set a date for textbooks that is earlier than the "
        "start of term.",
        summary_ur="رجسٹر کے مطابق اساتذہ کی حاضری بڑھی مگر *کلاس میں* موجودگی "
        "نہیں۔ اجلاس نے طے کیا کہ معائنہ کار آئندہ کیا گنیں گے، مرمت "
        "کی رقم براہِ راست اسکولوں کو دی، اور کتابوں کے لیے ایسی تاریخ "
        "مقرر کی جو تعلیمی سال کے آغاز سے پہلے ہو۔",
        decisions=(
            Decision(
                "Count teachers in the classroom after the first bell, not "
                "signatures in the register, from the next monthly round.",
                "اگلے ماہانہ دور سے رجسٹر کے دستخطوں کے بجائے پہلی گھنٹی کے "
                "بعد کلاس میں موجود اساتذہ کو گنا جائے۔",
                "pb-school-education",
                date(2015, 4, 15),
                "done",
            ),
            Decision(
                "Release repair grants to school councils in one instalment before "
                "the monsoon.",
                "مرمت کی گرانٹ مون سون سے پہلے ایک ہی قسط میں اسکول کونسلوں کو "
                "جاری کی جائے۔",
                "pb-finance",
                date(2015, 5, 31),
                "done",
            ),
            Decision(
                "Deliver textbooks to cluster centres three weeks before term.",
                "نصابی کتب تعلیمی سال سے تین ہفتے پہلے کلسٹر سینٹروں تک پہنچائی جائیں۔",
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
        agenda_ur="1. کوریج، ضلع اور یونین کونسل کے لحاظ سے\n"
        "2. ویکسینیٹر کا مہینہ: منصوبہ اور حقیقت\n"
        "3. کولڈ چین: فریج، بجلی اور ایندھن\n"
        "4. بنیادی سطح پر خالی آسامیاں",
        summary="Coverage rose where vaccinators followed a mapped plan and stalled "
        "where fuel money came late. The delivery chain from the provincial store to "
        "the doorstep was read link by link, and the weakest link was an allowance, "
        "not a vaccine.",
        summary_ur="جہاں ویکسینیٹر نقشے پر بنے منصوبے کے مطابق چلے وہاں کوریج "
        "بڑھی، اور جہاں ایندھن کی رقم دیر سے آئی وہاں رک گئی۔ صوبائی "
        "اسٹور سے گھر کی دہلیز تک ترسیل کی زنجیر کڑی بہ کڑی دیکھی گئی؛ "
        "کمزور ترین کڑی ویکسین نہیں بلکہ ایک الاؤنس نکلا۔",
        decisions=(
            Decision(
                "Pay the fuel allowance of vaccinators by the fifth of each month.",
                "ویکسینیٹروں کا ایندھن الاؤنس ہر ماہ کی پانچ تاریخ تک ادا کیا جائے۔",
                "pb-finance",
                date(2016, 4, 5),
                "done",
            ),
            Decision(
                "Draw a map of settlements for every union council and plan outreach "
                "from it.",
                "ہر یونین کونسل کی آبادیوں کا نقشہ بنایا جائے اور آؤٹ ریچ کا "
                "منصوبہ اسی سے تیار ہو۔",
                "pb-health",
                date(2016, 6, 30),
                "done",
            ),
            Decision(
                "Fill posts of vaccinators in the six weakest districts by transfer "
                "first, by recruitment second.",
                "چھ کمزور ترین اضلاع میں ویکسینیٹروں کی آسامیاں پہلے تبادلوں "
                "سے اور پھر بھرتی سے پُر کی جائیں۔",
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
        agenda_ur="1. ایک نہیں، دو روڈ میپ: شہری اور دیہی\n"
        "2. ٹرکوں کے چکر اور ڈمپ پر وزن\n"
        "3. دیہات سے فضلہ اٹھانا: پیسے کون دے، صفائی کون کرے\n"
        "4. روڈ میپ کا دائرہ بڑھانے کی درخواستیں",
        summary="The urban system was measured by trips made, and trips rose while "
        "streets stayed dirty. A separate rural set of priorities was agreed, and "
        "three requests to add further subjects were declined.",
        summary_ur="شہری نظام کو ٹرکوں کے چکروں سے ناپا جاتا تھا؛ چکر بڑھتے گئے "
        "اور گلیاں گندی رہیں۔ دیہات کے لیے الگ ترجیحات طے ہوئیں، اور "
        "مزید موضوعات شامل کرنے کی تین درخواستیں منظور نہ ہوئیں۔",
        decisions=(
            Decision(
                "Replace the count of truck trips by weighed loads and a monthly walk "
                "through sampled streets.",
                "ٹرکوں کے چکر گننے کے بجائے لدے ہوئے وزن کو ناپا جائے اور ہر "
                "ماہ چند منتخب گلیوں کا پیدل جائزہ لیا جائے۔",
                "pb-local-government",
                date(2017, 6, 30),
                "done",
            ),
            Decision(
                "Begin village collection in 20 union councils with a written "
                "agreement on who pays the sweepers.",
                "بیس یونین کونسلوں میں دیہی فضلہ اٹھانے کا کام شروع کیا جائے، "
                "اس تحریری معاہدے کے ساتھ کہ خاکروبوں کو ادائیگی کون کرے گا۔",
                "pb-local-government",
                date(2017, 9, 30),
                "open",
            ),
            Decision(
                "Bring new subjects to the roadmap only when an old one is closed.",
                "روڈ میپ میں نیا موضوع تبھی شامل کیا جائے جب کوئی پرانا موضوع "
                "مکمل ہو جائے۔",
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
        agenda_ur="1. دیہی اسکیموں کی گنتی: فعال، بیمار، بند\n"
        "2. نرخ، بجلی کے بل اور گاؤں کی کمیٹی\n"
        "3. نلکے پر پانی کا معیار\n"
        "4. ایسا منصوبہ جسے محکمہ اپنا کہہ سکے",
        summary="The first census showed that most dead schemes died of unpaid "
        "electricity bills. The department presented a list of new schemes where a "
        "plan for old ones was asked for; the meeting sent it back with a template "
        "and a date.",
        summary_ur="پہلی گنتی سے معلوم ہوا کہ زیادہ تر بند اسکیمیں بجلی کے بل ادا "
        "نہ ہونے سے بند ہوئیں۔ محکمے سے پرانی اسکیموں کا منصوبہ مانگا "
        "گیا تھا مگر اس نے نئی اسکیموں کی فہرست پیش کی؛ اجلاس نے اسے "
        "نمونے اور تاریخ کے ساتھ واپس کر دیا۔",
        decisions=(
            Decision(
                "Write a costed plan for existing schemes before any new scheme is "
                "proposed.",
                "کوئی نئی اسکیم تجویز کرنے سے پہلے موجودہ اسکیموں کا منصوبہ مع "
                "لاگت تیار کیا جائے۔",
                "pb-water-sanitation",
                date(2018, 3, 15),
                "open",
            ),
            Decision(
                "Test water at the tap, not at the pump, in all schemes counted as "
                "working.",
                "فعال شمار کی جانے والی تمام اسکیموں میں پانی پمپ پر نہیں بلکہ "
                "نلکے پر جانچا جائے۔",
                "pb-water-sanitation",
                date(2018, 4, 30),
                "open",
            ),
        ),
    ),
)
