"""The lesson on measures, told in Urdu."""

from datetime import date

from portal.demo.schema import CurriculumLink, Evidence, Lesson, SystemLink

LESSONS_URDU = (
    Lesson(
        slug="kamra-jamaat-ka-paimana",
        title="پیمانہ رجسٹر نہیں، کمرۂ جماعت ہے",
        one_line="جو چیز آسانی سے گنی جائے وہی بڑھتی ہے؛ ایسا پیمانہ چنیں جو مسئلہ "
        "حل کیے بغیر پورا نہ ہو سکے۔",
        context="جائزہ اجلاس اعداد و شمار پر چلتے ہیں۔ جو اعداد ہر ماہ اور مکمل آئیں "
        "وہ قابلِ اعتماد لگتے ہیں، خواہ وہ صرف کاغذ کی پیمائش کرتے ہوں۔",
        what_happened="رجسٹر کے مطابق اساتذہ کی حاضری کا فرضی اشاریہ ۹۳ تک پہنچ گیا "
        "جبکہ کلاس میں موجودگی ۶۵ پر رکی رہی۔ ٹرکوں کے چکر بڑھے مگر گلیاں "
        "صاف نہ ہوئیں۔",
        cause="پیمانے سہولت کے لیے چنے گئے، خدمت کی جگہ سے دور بیٹھ کر، اور کسی نے "
        "معائنے سے ان کا موازنہ نہیں کیا۔",
        recommendation="1. ہدف مقرر کرنے سے پہلے پوچھیں کہ کیا اسے کسی کی مدد کیے بغیر "
        "بھی پورا کیا جا سکتا ہے۔\n"
        "2. ہر پیمانے کو محکمے کے ساتھ مل کر معائنے سے پرکھیں۔\n"
        "3. پہلے سے بتا دیں کہ پہلا سچا عدد کم ہوگا۔",
        sector="education",
        unit="smu",
        date=date(2015, 6, 11),
        tags=("indicators", "data"),
        language="ur",
        evidence=(
            Evidence(
                "pb-education-2015/presentation",
                9,
                "رجسٹر پر دستخط حاضری کا ثبوت نہیں",
                "supports",
            ),
            Evidence(
                "smu/six-lessons-urdu",
                2,
                "ادھورے یا منصوبے سے ہٹے ہوئے اعداد غلط فیصلے کراتے ہیں۔",
                "supports",
            ),
            Evidence(
                "pb-education-2015/deep-dive",
                3,
                "A target on signatures produced signatures.",
                "supports",
            ),
        ),
        system_links=(
            SystemLink(
                None,
                "school-visit-form",
                "changed",
                "پہلی گھنٹی کے بعد کلاس میں موجود اساتذہ کی گنتی۔",
            ),
        ),
        curriculum_links=(CurriculumLink("po-2-1", "teaches"),),
        translation_of="measure-the-class-not-the-register",
    ),
)
