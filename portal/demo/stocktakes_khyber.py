"""Four illustrative stocktakes of Khyber Pakhtunkhwa, each in another sector."""

from datetime import date

from portal.demo.schema import Decision, Stocktake

CHAIR, CHAIR_UR = "Chief Minister", "وزیرِ اعلیٰ"

KP_STOCKTAKES = (
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
        agenda_ur="1. پانچویں جماعت کے بعد اسکول چھوڑنے والی بچیاں\n"
        "2. اساتذہ: ضرورت کے مطابق تعیناتی\n"
        "3. ابتدائی جماعتوں میں پڑھنا\n"
        "4. یونٹ اور محکمہ مل کر کیسے کام کرتے ہیں",
        summary="The loss of girls between primary and middle school was traced to "
        "distance and to posts left empty. Department and unit agreed to work from "
        "one list of schools and to meet every fortnight.",
        summary_ur="پرائمری اور مڈل کے درمیان بچیوں کے اسکول چھوڑنے کی وجہ فاصلہ "
        "اور خالی آسامیاں نکلیں۔ محکمے اور یونٹ نے طے کیا کہ دونوں "
        "اسکولوں کی ایک ہی فہرست پر کام کریں گے اور ہر دو ہفتے بعد "
        "ملیں گے۔",
        decisions=(
            Decision(
                "Open middle classes in the afternoon in 60 girls' primary schools "
                "that have no middle school within reach.",
                "جن ساٹھ گرلز پرائمری اسکولوں کی پہنچ میں کوئی مڈل اسکول نہیں، "
                "وہاں دوپہر کے بعد مڈل کلاسیں شروع کی جائیں۔",
                "kp-elementary-secondary-education",
                date(2016, 4, 1),
                "done",
            ),
            Decision(
                "Post teachers from one published list of need, school by school.",
                "اساتذہ کی تعیناتی ضرورت کی ایک شائع شدہ فہرست سے، اسکول بہ "
                "اسکول کی جائے۔",
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
        agenda_ur="1. بنیادی مراکزِ صحت کی الماریوں میں ادویات\n"
        "2. طلب نامے سے ترسیل تک: چوہتر دنوں کی وضاحت\n"
        "3. دور دراز آسامیوں پر ڈاکٹر\n"
        "4. ضروری ادویات کی ایک فہرست",
        summary="Shelves were empty while the provincial store was full. Following one "
        "indent through eleven signatures showed where the time goes; the list of "
        "signatures was cut to four.",
        summary_ur="الماریاں خالی تھیں جبکہ صوبائی اسٹور بھرا ہوا تھا۔ ایک طلب "
        "نامے کا گیارہ دستخطوں تک پیچھا کیا گیا تو معلوم ہوا کہ وقت "
        "کہاں لگتا ہے؛ دستخطوں کی فہرست گھٹا کر چار کر دی گئی۔",
        decisions=(
            Decision(
                "Cut the indent to four signatures and let it travel by e-mail.",
                "طلب نامے کے دستخط کم کر کے چار کیے جائیں اور اسے ای میل سے "
                "بھیجا جائے۔",
                "kp-health",
                date(2017, 1, 31),
                "done",
            ),
            Decision(
                "Release the medicine budget to districts in two instalments rather "
                "than four.",
                "ادویات کا بجٹ اضلاع کو چار کے بجائے دو قسطوں میں جاری کیا جائے۔",
                "kp-finance",
                date(2017, 7, 15),
                "done",
            ),
            Decision(
                "Agree a hardship allowance for doctors in remote posts.",
                "دور دراز آسامیوں پر کام کرنے والے ڈاکٹروں کے لیے ہارڈشپ "
                "الاؤنس طے کیا جائے۔",
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
        agenda_ur="1. جاری شدہ اور خرچ شدہ رقم\n"
        "2. ویلج سیکریٹری کی میز\n"
        "3. چھوٹے ترقیاتی کام: انتخاب، پیمائش، ادائیگی\n"
        "4. شہریوں کی شکایات",
        summary="Councils held money that they did not know how to spend. Where one "
        "secretary had been trained and had one simple form, spending doubled.",
        summary_ur="کونسلوں کے پاس رقم تھی مگر انہیں خرچ کرنے کا طریقہ معلوم نہ "
        "تھا۔ جہاں ایک سیکریٹری کو تربیت اور ایک سادہ فارم ملا، وہاں "
        "خرچ دوگنا ہو گیا۔",
        decisions=(
            Decision(
                "Replace nine forms for small works by one.",
                "چھوٹے ترقیاتی کاموں کے نو فارموں کی جگہ ایک فارم رکھا جائے۔",
                "kp-local-government",
                date(2017, 8, 31),
                "done",
            ),
            Decision(
                "Train every village secretary in the new form within the quarter.",
                "ہر ویلج سیکریٹری کو اسی سہ ماہی میں نئے فارم کی تربیت دی جائے۔",
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
        agenda_ur="1. چالیس چھوٹے مقامات: تعمیر شدہ، منسلک، زیرِ استعمال\n"
        "2. ایک دوسرے کی منتظر منظوریاں\n"
        "3. ٹربائن کو چالو کون رکھتا ہے\n"
        "4. نرخ اور وصولی",
        summary="Sites were built and not connected, because each of three departments "
        "waited for the other two. The Chief Minister asked for one clearance meeting "
        "a month with power to decide.",
        summary_ur="پن بجلی گھر تعمیر ہو گئے مگر نظام سے منسلک نہ ہوئے، کیونکہ "
        "تین محکموں میں سے ہر ایک باقی دو کا انتظار کرتا رہا۔ وزیرِ "
        "اعلیٰ نے ہر ماہ منظوریوں کا ایک ایسا اجلاس طلب کیا جسے فیصلے "
        "کا اختیار ہو۔",
        decisions=(
            Decision(
                "Hold one clearance meeting a month; silence after 21 days counts as "
                "agreement.",
                "ہر ماہ منظوریوں کا ایک اجلاس ہو؛ اکیس دن تک خاموشی کو رضامندی "
                "سمجھا جائے۔",
                "kp-energy-power",
                date(2018, 1, 31),
                "done",
            ),
            Decision(
                "Sign a maintenance agreement with the village before a turbine is "
                "handed over.",
                "ٹربائن حوالے کرنے سے پہلے گاؤں کے ساتھ دیکھ بھال کا معاہدہ کیا جائے۔",
                "kp-local-government",
                date(2018, 3, 31),
                "open",
            ),
        ),
        access="internal",
    ),
)
