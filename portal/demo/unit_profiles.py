"""The standard questions to delivery units, and what the two units answer.

Facts come from the briefing note of 2018 that the project starts from, retold.
"""

from portal.demo.schema import ProfileAnswer, ProfileQuestion

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
        "یونٹ **وزیرِ اعلیٰ کے دفتر** میں قائم ہے۔ اس کا سربراہ عام "
        "ہفتے میں کئی بار وزیرِ اعلیٰ سے ملتا ہے، اور یونٹ خود اسی "
        "سرپرستی کو اپنی طاقت کا بنیادی ذریعہ بتاتا ہے۔",
    ),
    ProfileAnswer(
        "monitoring-or-support",
        "Both. It forms its own view of what blocks progress, then helps to clear it. "
        "Obstacles are named together with the department, which keeps the two roles "
        "in balance.",
        "دونوں۔ یونٹ پہلے خود رائے قائم کرتا ہے کہ پیش رفت کو کیا چیز "
        "روک رہی ہے، پھر اسے دور کرنے میں مدد دیتا ہے۔ رکاوٹوں کی "
        "نشاندہی محکمے کے ساتھ مل کر کی جاتی ہے، جس سے دونوں کردار "
        "متوازن رہتے ہیں۔",
    ),
    ProfileAnswer(
        "coordination",
        "A weekly routine with the leadership of most departments, Secretary included.",
        "بیشتر محکموں کی قیادت کے ساتھ، سیکریٹری سمیت، ہفتہ وار ملاقاتوں کا معمول ہے۔",
    ),
    ProfileAnswer(
        "methods",
        "- project management tools\n- quick appraisals after field visits\n"
        "- mapping of the delivery chain from the province to the citizen",
        "- پراجیکٹ مینجمنٹ کے طریقے\n"
        "- معائنوں کے بعد فوری جائزے\n"
        "- صوبے سے شہری تک ترسیل کی زنجیر کا نقشہ",
    ),
    ProfileAnswer(
        "sectors",
        "Education, health, solid waste management and water. It has also lent a hand "
        "to the departments for culture and information, youth, and sports.",
        "تعلیم، صحت، ٹھوس فضلے کا انتظام اور پانی۔ یونٹ نے ثقافت و "
        "اطلاعات، امورِ نوجوانان اور کھیل کے محکموں کی بھی مدد کی ہے۔",
    ),
    ProfileAnswer(
        "priorities",
        "Four or five for each roadmap. Solid waste and water hold two such sets, one "
        "rural and one urban. The Chief Minister states the aspiration; the "
        "department designs the interventions that are to meet it.",
        "ہر روڈ میپ میں چار یا پانچ۔ ٹھوس فضلے اور پانی کے لیے ایسے دو "
        "مجموعے ہیں، ایک دیہی اور ایک شہری۔ وزیرِ اعلیٰ منزل بتاتے "
        "ہیں؛ اس تک پہنچنے کے اقدامات محکمہ تیار کرتا ہے۔",
    ),
    ProfileAnswer(
        "data-and-stocktakes",
        "Independent sources, joined with monthly data gathered through the Punjab "
        "Information Technology Board. The same analysis serves the weekly meetings "
        "and the stocktakes, which the Chief Minister holds every quarter.",
        "آزاد ذرائع، اور پنجاب انفارمیشن ٹیکنالوجی بورڈ کے ذریعے جمع "
        "کیے گئے ماہانہ اعداد و شمار۔ ایک ہی تجزیہ ہفتہ وار ملاقاتوں "
        "اور جائزہ اجلاسوں دونوں میں کام آتا ہے؛ وزیرِ اعلیٰ یہ اجلاس "
        "ہر سہ ماہی میں کرتے ہیں۔",
    ),
    ProfileAnswer(
        "baseline",
        "Yes. Progress is always set against the first baseline.",
        "جی ہاں، وہی رہتی ہے۔ پیش رفت ہمیشہ پہلی ابتدائی بنیاد کے "
        "مقابلے میں دیکھی جاتی ہے۔",
    ),
    ProfileAnswer(
        "skills",
        "Mostly people recruited from the private sector, many of whom have worked on "
        "both sides. Solving problems jointly also trains the lower management of "
        "departments.",
        "زیادہ تر نجی شعبے سے بھرتی کیے گئے افراد، جن میں سے بہت سے "
        "دونوں شعبوں میں کام کر چکے ہیں۔ مسائل مل کر حل کرنے سے محکموں "
        "کی نچلی انتظامیہ کی تربیت بھی ہوتی ہے۔",
    ),
    ProfileAnswer(
        "communication",
        "Daily, through social and print media, to the public and to those who shape "
        "public debate, academics among them.",
        "روزانہ، سوشل میڈیا اور اخبارات کے ذریعے، عوام کو اور ان لوگوں "
        "کو جو عوامی بحث کا رخ متعین کرتے ہیں، بشمول اہلِ علم۔",
    ),
    ProfileAnswer(
        "funding",
        "A development project of the provincial government. A successor project, or "
        "a place in the regular budget, is expected to follow.",
        "صوبائی حکومت کا ایک ترقیاتی منصوبہ۔ توقع ہے کہ اس کے بعد کوئی "
        "نیا منصوبہ آئے گا یا یونٹ کو باقاعدہ بجٹ میں جگہ ملے گی۔",
    ),
    ProfileAnswer(
        "learning",
        "Every member of staff is reviewed in-house each quarter. All work is kept in "
        "one repository, parts of which have begun to appear on the unit's website.",
        "عملے کے ہر رکن کا ہر سہ ماہی میں اندرونی جائزہ ہوتا ہے۔ سارا "
        "کام ایک ہی ذخیرے میں رکھا جاتا ہے، جس کے کچھ حصے یونٹ کی ویب "
        "سائٹ پر آنے لگے ہیں۔",
    ),
)

SSU_PROFILE = (
    ProfileAnswer(
        "ownership",
        "The unit sits in the **Chief Minister's office**. At least once a week its "
        "head has a meeting with the Chief Minister that is about the priority "
        "sectors and nothing else.",
        "یونٹ **وزیرِ اعلیٰ کے دفتر** میں قائم ہے۔ ہفتے میں کم از کم "
        "ایک بار اس کا سربراہ وزیرِ اعلیٰ سے ملتا ہے، اور اس ملاقات "
        "میں صرف ترجیحی شعبوں پر بات ہوتی ہے۔",
    ),
    ProfileAnswer(
        "monitoring-or-support",
        "Both. It follows departments' progress regularly and offers advice and "
        "technical help, above all where a problem lies between two departments.",
        "دونوں۔ یونٹ محکموں کی پیش رفت پر باقاعدہ نظر رکھتا ہے اور "
        "مشورہ اور تکنیکی مدد دیتا ہے، خصوصاً جہاں مسئلہ دو محکموں کے "
        "درمیان ہو۔",
    ),
    ProfileAnswer(
        "coordination",
        "Coordination does not stop between stocktakes. What departments cannot "
        "settle among themselves goes to the Chief Secretary or the Additional Chief "
        "Secretary, and to the Chief Minister if need be.",
        "جائزہ اجلاسوں کے درمیان بھی رابطہ جاری رہتا ہے۔ جو بات محکمے "
        "آپس میں طے نہ کر سکیں وہ چیف سیکریٹری یا ایڈیشنل چیف سیکریٹری "
        "کے پاس، اور ضرورت ہو تو وزیرِ اعلیٰ کے پاس جاتی ہے۔",
    ),
    ProfileAnswer(
        "methods",
        "- hands-on technical advice\n- regular review of timelines and delays\n"
        "- opinions of outside experts",
        "- عملی تکنیکی مشورہ\n"
        "- نظام الاوقات اور تاخیر کا باقاعدہ جائزہ\n"
        "- بیرونی ماہرین کی آرا",
    ),
    ProfileAnswer(
        "sectors",
        "Elementary and secondary education, higher education, health, local "
        "government, energy and power (hydropower; oil and gas), and a group of "
        "special initiatives of the Chief Minister.",
        "ابتدائی و ثانوی تعلیم، اعلیٰ تعلیم، صحت، مقامی حکومت، توانائی "
        "و بجلی (پن بجلی؛ تیل و گیس)، اور وزیرِ اعلیٰ کے خصوصی اقدامات "
        "کا ایک مجموعہ۔",
    ),
    ProfileAnswer(
        "priorities",
        "About five for each of six sectors, each with three chosen initiatives. They "
        "grow out of close consultation with the implementing departments, weighed "
        "against political priorities, and both sides then agree to them.",
        "چھ شعبوں میں سے ہر ایک میں تقریباً پانچ، اور ہر ایک کے ساتھ "
        "تین منتخب اقدامات۔ یہ عمل درآمد کرنے والے محکموں سے قریبی "
        "مشاورت سے بنتی ہیں، سیاسی ترجیحات کے ساتھ تولی جاتی ہیں، اور "
        "پھر دونوں فریق ان پر اتفاق کرتے ہیں۔",
    ),
    ProfileAnswer(
        "data-and-stocktakes",
        "Departments' own data set the baseline and feed the first stocktake; outside "
        "sources and field visits fill the gaps. At least two rounds are held each "
        "year, with the ministers and the senior officers of each department.",
        "ابتدائی بنیاد اور پہلے جائزہ اجلاس کے لیے محکموں کے اپنے "
        "اعداد و شمار؛ کمی بیرونی ذرائع اور معائنوں سے پوری کی جاتی "
        "ہے۔ ہر سال کم از کم دو دور ہوتے ہیں، جن میں وزرا اور ہر محکمے "
        "کے اعلیٰ افسران شریک ہوتے ہیں۔",
    ),
    ProfileAnswer(
        "baseline",
        "As a rule. Where there is good reason the baseline is adjusted, and the "
        "reason is recorded.",
        "عام طور پر جی ہاں۔ جہاں معقول وجہ ہو وہاں ابتدائی بنیاد میں "
        "ترمیم کی جاتی ہے اور وجہ درج کی جاتی ہے۔",
    ),
    ProfileAnswer(
        "skills",
        "About one half from the public and one half from the private sector. The "
        "work is chasing progress and untying knots between departments.",
        "تقریباً آدھے افراد سرکاری اور آدھے نجی شعبے سے۔ کام یہ ہے کہ "
        "پیش رفت کا پیچھا کیا جائے اور محکموں کے درمیان گرہیں کھولی "
        "جائیں۔",
    ),
    ProfileAnswer(
        "communication",
        "None outside government when the note was written in 2018.",
        "۲۰۱۸ میں جب نوٹ لکھا گیا تو حکومت سے باہر کسی کو نہیں۔",
    ),
    ProfileAnswer(
        "funding",
        "Shared by the provincial government and the United Kingdom's Department for "
        "International Development, whose part was to end in June 2018; the province "
        "was then expected to carry the unit alone. Some work, such as impact "
        "assessment, was not covered.",
        "صوبائی حکومت اور برطانیہ کا محکمہ برائے بین الاقوامی ترقی مل "
        "کر، جس کا حصہ جون ۲۰۱۸ میں ختم ہونا تھا؛ توقع تھی کہ اس کے "
        "بعد صوبہ اکیلا یونٹ کے اخراجات اٹھائے گا۔ کچھ کام، مثلاً "
        "اثرات کا جائزہ، اس میں شامل نہ تھا۔",
    ),
    ProfileAnswer(
        "learning",
        "An annual assessment by the development partner against work plan and "
        "indicators, and talks about lessons inside the unit and with the Chief "
        "Minister. Presentations, working papers and minutes are archived.",
        "ترقیاتی شراکت دار ہر سال ورک پلان اور اشاریوں کے مقابلے میں "
        "جائزہ لیتا ہے، اور یونٹ کے اندر اور وزیرِ اعلیٰ کے ساتھ اسباق "
        "پر گفتگو ہوتی ہے۔ پیشکشیں، ورکنگ پیپر اور رودادیں محفوظ کی "
        "جاتی ہیں۔",
    ),
)
