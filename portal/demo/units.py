"""The two delivery units and their priorities; the targets are illustrative."""

from portal.demo.schema import Priority, Unit
from portal.demo.unit_profiles import SMU_PROFILE, SSU_PROFILE

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
