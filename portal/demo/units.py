"""The two delivery units, their priorities and their profiles.

Facts come from the briefing note of 2018 that the project starts from, retold; the
targets of the priorities are illustrative.
"""

from portal.demo.schema import Priority, ProfileAnswer, ProfileQuestion, Unit

PROFILE_QUESTIONS = (
    ProfileQuestion(
        "ownership",
        "How does the political leadership own the unit?",
        "سیاسی قیادت یونٹ کی سرپرستی کس طرح کرتی ہے؟",
    ),
    ProfileQuestion(
        "monitoring-or-support",
        "Does the unit monitor departments, support them, or both?",
        "یونٹ محکموں کی نگرانی کرتا ہے، معاونت کرتا ہے، یا دونوں؟",
    ),
    ProfileQuestion(
        "coordination",
        "How does it work with departments between stocktakes?",
        "جائزہ اجلاسوں کے درمیان محکموں کے ساتھ کام کیسے ہوتا ہے؟",
    ),
    ProfileQuestion(
        "methods",
        "Which methods does it use to solve problems?",
        "مسائل حل کرنے کے لیے کون سے طریقے استعمال ہوتے ہیں؟",
    ),
    ProfileQuestion(
        "sectors", "Which sectors does it cover?", "یونٹ کن شعبوں میں کام کرتا ہے؟"
    ),
    ProfileQuestion(
        "priorities",
        "How are priorities chosen, and how many?",
        "ترجیحات کیسے اور کتنی چنی جاتی ہیں؟",
    ),
    ProfileQuestion(
        "data-and-stocktakes",
        "Where do the data come from, and how often are stocktakes held?",
        "اعداد و شمار کہاں سے آتے ہیں اور جائزہ اجلاس کتنی بار ہوتے ہیں؟",
    ),
    ProfileQuestion(
        "baseline",
        "Does the baseline stay fixed?",
        "کیا ابتدائی بنیاد تبدیل نہیں ہوتی؟",
    ),
    ProfileQuestion(
        "skills", "What is the mix of skills?", "ٹیم میں کون سی مہارتیں شامل ہیں؟"
    ),
    ProfileQuestion(
        "communication",
        "Whom does it tell about its work, and how?",
        "یونٹ اپنے کام سے کس کو اور کیسے آگاہ کرتا ہے؟",
    ),
    ProfileQuestion(
        "funding", "Who pays for the unit?", "یونٹ کے اخراجات کون برداشت کرتا ہے؟"
    ),
    ProfileQuestion(
        "learning",
        "How are performance and learning captured?",
        "کارکردگی اور اسباق کیسے محفوظ کیے جاتے ہیں؟",
    ),
)

SMU_PROFILE = (
    ProfileAnswer(
        "ownership",
        "The unit sits in the **Chief Minister's office**. Its head sees the Chief "
        "Minister several times in an ordinary week, and that backing is what the "
        "unit itself names as its main source of strength.",
    ),
    ProfileAnswer(
        "monitoring-or-support",
        "Both. It forms its own view of what blocks progress, then helps to clear it. "
        "Obstacles are named together with the department, which keeps the two roles "
        "in balance.",
    ),
    ProfileAnswer(
        "coordination",
        "A weekly routine with the leadership of most departments, Secretary included.",
    ),
    ProfileAnswer(
        "methods",
        "- project management tools\n- quick appraisals after field visits\n"
        "- mapping of the delivery chain from the province to the citizen",
    ),
    ProfileAnswer(
        "sectors",
        "Education, health, solid waste management and water. It has also lent a hand "
        "to the departments for culture and information, youth, and sports.",
    ),
    ProfileAnswer(
        "priorities",
        "Four or five for each roadmap. Solid waste and water hold two such sets, one "
        "rural and one urban. The Chief Minister states the aspiration; the "
        "department designs the interventions that are to meet it.",
    ),
    ProfileAnswer(
        "data-and-stocktakes",
        "Independent sources, joined with monthly data gathered through the Punjab "
        "Information Technology Board. The same analysis serves the weekly meetings "
        "and the stocktakes, which the Chief Minister holds every quarter.",
    ),
    ProfileAnswer(
        "baseline", "Yes. Progress is always set against the first baseline."
    ),
    ProfileAnswer(
        "skills",
        "Mostly people recruited from the private sector, many of whom have worked on "
        "both sides. Solving problems jointly also trains the lower management of "
        "departments.",
    ),
    ProfileAnswer(
        "communication",
        "Daily, through social and print media, to the public and to those who shape "
        "public debate, academics among them.",
    ),
    ProfileAnswer(
        "funding",
        "A development project of the provincial government. A successor project, or "
        "a place in the regular budget, is expected to follow.",
    ),
    ProfileAnswer(
        "learning",
        "Every member of staff is reviewed in-house each quarter. All work is kept in "
        "one repository, parts of which have begun to appear on the unit's website.",
    ),
)

SSU_PROFILE = (
    ProfileAnswer(
        "ownership",
        "The unit sits in the **Chief Minister's office**. At least once a week its "
        "head has a meeting with the Chief Minister that is about the priority "
        "sectors and nothing else.",
    ),
    ProfileAnswer(
        "monitoring-or-support",
        "Both. It follows departments' progress regularly and offers advice and "
        "technical help, above all where a problem lies between two departments.",
    ),
    ProfileAnswer(
        "coordination",
        "Coordination does not stop between stocktakes. What departments cannot "
        "settle among themselves goes to the Chief Secretary or the Additional Chief "
        "Secretary, and to the Chief Minister if need be.",
    ),
    ProfileAnswer(
        "methods",
        "- hands-on technical advice\n- regular review of timelines and delays\n"
        "- opinions of outside experts",
    ),
    ProfileAnswer(
        "sectors",
        "Elementary and secondary education, higher education, health, local "
        "government, energy and power (hydropower; oil and gas), and a group of "
        "special initiatives of the Chief Minister.",
    ),
    ProfileAnswer(
        "priorities",
        "About five for each of six sectors, each with three chosen initiatives. They "
        "grow out of close consultation with the implementing departments, weighed "
        "against political priorities, and both sides then agree to them.",
    ),
    ProfileAnswer(
        "data-and-stocktakes",
        "Departments' own data set the baseline and feed the first stocktake; outside "
        "sources and field visits fill the gaps. At least two rounds are held each "
        "year, with the ministers and the senior officers of each department.",
    ),
    ProfileAnswer(
        "baseline",
        "As a rule. Where there is good reason the baseline is adjusted, and the "
        "reason is recorded.",
    ),
    ProfileAnswer(
        "skills",
        "About one half from the public and one half from the private sector. The "
        "work is chasing progress and untying knots between departments.",
    ),
    ProfileAnswer(
        "communication", "None outside government when the note was written in 2018."
    ),
    ProfileAnswer(
        "funding",
        "Shared by the provincial government and the United Kingdom's Department for "
        "International Development, whose part was to end in June 2018; the province "
        "was then expected to carry the unit alone. Some work, such as impact "
        "assessment, was not covered.",
    ),
    ProfileAnswer(
        "learning",
        "An annual assessment by the development partner against work plan and "
        "indicators, and talks about lessons inside the unit and with the Chief "
        "Minister. Presentations, working papers and minutes are archived.",
    ),
)

UNITS = (
    Unit(
        slug="smu",
        abbreviation="SMU",
        name="Special Monitoring Unit",
        name_ur="اسپیشل مانیٹرنگ یونٹ",
        government="punjab",
        sectors=("education", "health", "solid-waste-management", "water"),
        summary="Follows the Chief Minister's roadmaps in four sectors and helps "
        "departments to clear what stands in their way.",
        summary_ur="یہ یونٹ چار شعبوں میں وزیرِ اعلیٰ کے روڈ میپ کی پیش رفت پر نظر رکھتا "
        "ہے اور محکموں کو رکاوٹیں دور کرنے میں مدد دیتا ہے۔",
        priorities=(
            Priority(
                "teacher-presence",
                "education",
                "Teachers present in class",
                "کلاس میں اساتذہ کی موجودگی",
                "Illustrative index 90 in every district",
            ),
            Priority(
                "missing-facilities",
                "education",
                "Missing facilities",
                "غیر موجود سہولیات",
                "Illustrative index 95",
            ),
            Priority(
                "vaccination",
                "health",
                "Vaccination of every child",
                "ہر بچے کو حفاظتی ٹیکے",
                "Illustrative index 85 in every district",
            ),
            Priority(
                "rural-waste",
                "solid-waste-management",
                "Regular collection in villages",
                "دیہات میں فضلہ اٹھانے کا باقاعدہ نظام",
                "Illustrative index 60",
            ),
            Priority(
                "working-water-schemes",
                "water",
                "Water schemes that work",
                "فعال آب رسانی اسکیمیں",
                "Illustrative index 80",
            ),
        ),
        profile=SMU_PROFILE,
    ),
    Unit(
        slug="ssu",
        abbreviation="SSU",
        name="Strategic Support Unit",
        name_ur="اسٹریٹجک سپورٹ یونٹ",
        government="khyber-pakhtunkhwa",
        sectors=(
            "elementary-secondary-education",
            "higher-education",
            "health",
            "local-government",
            "energy-power",
        ),
        summary="Supports departments in reaching targets agreed with the Chief "
        "Minister, above all where a problem lies between departments.",
        summary_ur="یہ یونٹ وزیرِ اعلیٰ کے ساتھ طے شدہ اہداف کے حصول میں محکموں کی "
        "معاونت کرتا ہے، خصوصاً جہاں مسئلہ دو محکموں کے درمیان ہو۔",
        priorities=(
            Priority(
                "girls-transition",
                "elementary-secondary-education",
                "Girls staying on after primary school",
                "پرائمری کے بعد لڑکیوں کی تعلیم کا تسلسل",
                "Illustrative index 70",
            ),
            Priority(
                "medicine-availability",
                "health",
                "Medicines in stock at basic health units",
                "بنیادی مراکزِ صحت میں ادویات کی دستیابی",
                "Illustrative index 85",
            ),
            Priority(
                "college-staffing",
                "higher-education",
                "Staffed posts in distant colleges",
                "دور دراز کالجوں میں اساتذہ کی تعیناتی",
                "Illustrative index 80",
            ),
            Priority(
                "village-funds",
                "local-government",
                "Village funds spent on time",
                "ویلج فنڈز کا بروقت استعمال",
                "Illustrative index 75",
            ),
            Priority(
                "small-hydropower",
                "energy-power",
                "Small hydropower sites connected",
                "چھوٹے پن بجلی گھروں کی تکمیل",
                "Illustrative count 40",
            ),
        ),
        profile=SSU_PROFILE,
    ),
)
