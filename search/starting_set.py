"""What a new installation begins with: synonyms, and who may keep the search.

Made once. What is deleted or taken away afterwards stays so.
"""

from django.db import transaction

from knowledge import roles
from search.models import Milestone, SynonymGroup, SynonymTerm
from search.text import index_form

# Abbreviations of Pakistan's administration with what they stand for; nothing that
# only resembles.
SYNONYMS = (
    ("CM", "Chief Minister", "وزیر اعلیٰ", "وزیراعلیٰ"),
    ("PM", "Prime Minister", "وزیر اعظم", "وزیراعظم"),
    ("Chief Secretary", "چیف سیکرٹری"),
    ("Deputy Commissioner", "ڈپٹی کمشنر"),
    ("SMU", "Special Monitoring Unit", "اسپیشل مانیٹرنگ یونٹ"),
    ("SSU", "Strategic Support Unit", "اسٹریٹجک سپورٹ یونٹ"),
    (
        "PMDU",
        "Prime Minister's Delivery Unit",
        "Prime Minister's Performance Delivery Unit",
    ),
    ("PMRU", "Performance Management and Reforms Unit"),
    ("KP", "KPK", "Khyber Pakhtunkhwa", "خیبر پختونخوا"),
    ("ADP", "Annual Development Programme", "سالانہ ترقیاتی پروگرام"),
    ("PSDP", "Public Sector Development Programme"),
    ("DLI", "Disbursement Linked Indicator"),
    ("KPI", "Key Performance Indicator"),
    ("BHU", "Basic Health Unit", "بنیادی مرکز صحت"),
    ("RHC", "Rural Health Centre", "دیہی مرکز صحت"),
    ("DHQ", "District Headquarters"),
    ("THQ", "Tehsil Headquarters"),
    ("LHW", "Lady Health Worker", "لیڈی ہیلتھ ورکر"),
    ("EPI", "Expanded Programme on Immunization"),
    ("OOSC", "Out of School Children"),
)


@transaction.atomic
def ensure_starting_set() -> None:
    """Make it, unless that was ever done. Needs the groups of staff.

    A group of synonyms is left out if one of its terms is in another group already.
    """
    name = Milestone.Name.STARTING_SET
    if Milestone.objects.last(name):
        return
    for terms in SYNONYMS:
        forms = [index_form(term) for term in terms]
        if not SynonymTerm.objects.filter(form__in=forms).exists():
            SynonymGroup.objects.create(terms="\n".join(terms))
    roles.give_permissions_of("search")
    Milestone.objects.reach(name)
