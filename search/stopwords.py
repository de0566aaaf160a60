"""Words too common to tell documents apart.

Spelled as `search.text` folds them: lower case, Urdu letters in their Urdu forms.
"""

_ENGLISH = """
    a about above after again against all also am an and any are as at be because been
    before being below between both but by can cannot could did do does doing dont down
    during each few for from further had has have having he her here hers herself him
    himself his how however i if in into is it its itself just me more most my myself no
    nor not of off on once only or other our ours ourselves out over own same shall she
    should so some such than that the their theirs them themselves then there these
    they this those through to too under until up upon us very was we were what when
    where whether which while who whom whose why will with within without would you your
    yours yourself yourselves
"""

# Postpositions, auxiliaries, pronouns, conjunctions and question words.
_URDU = """
    کا کی کے کو کہ کر سے میں پر نے اور یا ہے ہیں ہو ہوں تھا تھی تھے تھیں ہوا ہویی ہویے
    ہوتا ہوتی ہوتے ہونا ہونے ہوگا ہوگی ہوگے گا گی گے گیا گیی گیے جا جاتا جاتی جاتے جانا
    جانے رہا رہی رہے کیا کیے کرنا کرنے کرتا کرتی کرتے دیا دی دیے لیا لی لیے یہ وہ اس ان
    اسی انہی جو جس جن جسے جنہیں جنہوں اسے انہیں انہوں اپنا اپنی اپنے ہم تم اپ میرا میری
    میرے ہمارا ہماری ہمارے کون کونسا کونسی کس کن کب کہاں کیوں کیسے کیسا کیسی کتنا کتنی
    کتنے بھی ہی تو نہ نہیں مگر لیکن اگر تک ساتھ طور وجہ بعد پہلے دوران ذریعے والا والی
    والے والوں کچھ کوی کویی کیی سب ایک اب جب تب پھر چکا چکی چکے سکتا سکتی سکتے
"""

ENGLISH = frozenset(_ENGLISH.split())
URDU = frozenset(_URDU.split())
