"""One illustrative programme of civil-service training, with modules and outcomes."""

from portal.demo.schema import LearningOutcome, Module, Programme

CHOOSING_PRIORITIES = Module(
    slug="choosing-priorities",
    title="Choosing priorities and owning a plan",
    title_ur="ترجیحات کا انتخاب اور منصوبے کی ملکیت",
    summary="How a government comes to a *short* list of targets, and why "
    "the plan must belong to the department that will carry it out.",
    summary_ur="حکومت اہداف کی *مختصر* فہرست تک کیسے پہنچتی ہے، اور منصوبہ "
    "اسی محکمے کا کیوں ہونا چاہیے جو اس پر عمل کرے گا۔",
    outcomes=(
        LearningOutcome(
            "po-1-1",
            "1.1",
            "Explain what political backing can and cannot do for delivery.",
            "وضاحت کریں کہ سیاسی سرپرستی عمل درآمد میں کیا کر سکتی ہے اور کیا نہیں۔",
        ),
        LearningOutcome(
            "po-1-2",
            "1.2",
            "Draft a costed departmental plan with four or five priorities.",
            "چار یا پانچ ترجیحات پر مشتمل محکمانہ منصوبہ مع لاگت تیار کریں۔",
        ),
        LearningOutcome(
            "po-1-3",
            "1.3",
            "Decide whether a request belongs to an agreed remit, and say "
            "no with reasons.",
            "فیصلہ کریں کہ کوئی درخواست طے شدہ دائرۂ کار میں آتی ہے یا نہیں، "
            "اور دلیل کے ساتھ انکار کریں۔",
        ),
    ),
)

DATA_AND_ROUTINES = Module(
    slug="data-and-routines",
    title="Data, delivery chains and routines",
    title_ur="اعداد و شمار، ترسیل کی زنجیر اور معمولات",
    summary="From indicator to field and back: measures that cannot be met "
    "without solving the problem, chains drawn link by link, meetings "
    "that end in decisions.",
    summary_ur="اشاریے سے میدان تک اور واپس: ایسے پیمانے جو مسئلہ حل کیے بغیر "
    "پورے نہ ہو سکیں، کڑی بہ کڑی بنائی گئی زنجیریں، اور وہ اجلاس "
    "جو فیصلوں پر ختم ہوں۔",
    outcomes=(
        LearningOutcome(
            "po-2-1",
            "2.1",
            "Tell a measure of activity from a measure of result.",
            "سرگرمی کے پیمانے اور نتیجے کے پیمانے میں فرق بتائیں۔",
        ),
        LearningOutcome(
            "po-2-2",
            "2.2",
            "Draw a delivery chain and find its weakest link by a visit.",
            "ترسیل کی زنجیر بنائیں اور معائنے سے اس کی کمزور ترین کڑی تلاش کریں۔",
        ),
        LearningOutcome(
            "po-2-3",
            "2.3",
            "Prepare a stocktake whose data the department accepts.",
            "ایسا جائزہ اجلاس تیار کریں جس کے اعداد و شمار محکمہ تسلیم کرے۔",
        ),
        LearningOutcome(
            "po-2-4",
            "2.4",
            "Write minutes that name an owner and a date for each decision.",
            "ایسی روداد لکھیں جس میں ہر فیصلے کا ذمہ دار اور تاریخ درج ہو۔",
        ),
    ),
)

PEOPLE_AND_PARTNERSHIP = Module(
    slug="people-and-partnership",
    title="People and partnership",
    title_ur="افراد اور شراکت",
    summary="Who should sit in a delivery team, and how it earns the trust "
    "of departments that it also has to challenge.",
    summary_ur="ڈیلیوری ٹیم میں کون لوگ ہوں، اور وہ ان محکموں کا اعتماد کیسے "
    "حاصل کرے جن سے اسے سوال بھی کرنے ہیں۔",
    outcomes=(
        LearningOutcome(
            "po-3-1",
            "3.1",
            "Balance monitoring and support in dealing with a department.",
            "محکمے کے ساتھ کام میں نگرانی اور معاونت کے درمیان توازن رکھیں۔",
        ),
        LearningOutcome(
            "po-3-2",
            "3.2",
            "Settle a dispute between departments at the lowest level that "
            "has the power to decide.",
            "محکموں کے درمیان تنازع اس نچلی ترین سطح پر حل کریں جسے فیصلے کا "
            "اختیار ہو۔",
        ),
        LearningOutcome(
            "po-3-3",
            "3.3",
            "Compose a delivery team from public and private experience.",
            "سرکاری اور نجی تجربے سے ایک متوازن ڈیلیوری ٹیم تشکیل دیں۔",
        ),
    ),
)

PROGRAMMES = (
    Programme(
        slug="policy-execution",
        title="Policy execution for mid-career officers (illustrative)",
        title_ur="درمیانی مدت کے افسران کے لیے پالیسی پر عمل درآمد (فرضی)",
        provider="A national school of public policy (illustrative)",
        provider_ur="قومی ادارہ برائے عوامی پالیسی (فرضی)",
        summary="A course of three modules that takes officers from the choice of a "
        "priority to its proof in the field. **Illustrative**: it stands for any "
        "programme that wants to teach from local cases.",
        summary_ur="تین ماڈیولوں کا کورس جو افسران کو ترجیح کے انتخاب سے لے کر "
        "میدان میں اس کے ثبوت تک لے جاتا ہے۔ **فرضی**: یہ ہر اس "
        "پروگرام کی مثال ہے جو مقامی واقعات سے پڑھانا چاہے۔",
        modules=(
            CHOOSING_PRIORITIES,
            DATA_AND_ROUTINES,
            PEOPLE_AND_PARTNERSHIP,
        ),
    ),
)
