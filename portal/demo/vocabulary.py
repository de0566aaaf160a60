"""Governments, sectors, departments and the instruments that lessons may change.

Sectors are those that the 2018 briefing note names for each unit. The instruments
are invented for the demonstration and say so in their summaries.
"""

from portal.demo.schema import (
    Administration,
    Department,
    Government,
    Instrument,
    Sector,
)

ADMINISTRATION_2013 = Administration(
    name="Administration 2013–2018",
    name_ur="انتظامیہ ۲۰۱۳–۲۰۱۸",
    start_year=2013,
    end_year=2018,
)

GOVERNMENTS = (
    Government(
        slug="punjab",
        name="Government of Punjab",
        name_ur="حکومتِ پنجاب",
        level="provincial",
        administrations=(ADMINISTRATION_2013,),
    ),
    Government(
        slug="khyber-pakhtunkhwa",
        name="Government of Khyber Pakhtunkhwa",
        name_ur="حکومتِ خیبر پختونخوا",
        level="provincial",
        administrations=(ADMINISTRATION_2013,),
    ),
)

SECTORS = (
    Sector("education", "Education", "تعلیم"),
    Sector("health", "Health", "صحت"),
    Sector("solid-waste-management", "Solid waste management", "ٹھوس فضلے کا انتظام"),
    Sector("water", "Water", "پانی"),
    Sector(
        "elementary-secondary-education",
        "Elementary and secondary education",
        "ابتدائی و ثانوی تعلیم",
    ),
    Sector("higher-education", "Higher education", "اعلیٰ تعلیم"),
    Sector("local-government", "Local government", "مقامی حکومت"),
    Sector("energy-power", "Energy and power", "توانائی و بجلی"),
)

DEPARTMENTS = (
    Department(
        "pb-school-education",
        "School Education Department, Punjab",
        "محکمہ تعلیم اسکولز، پنجاب",
        "punjab",
        ("education",),
    ),
    Department(
        "pb-health",
        "Health Department, Punjab",
        "محکمہ صحت، پنجاب",
        "punjab",
        ("health",),
    ),
    Department(
        "pb-local-government",
        "Local Government Department, Punjab",
        "محکمہ بلدیات، پنجاب",
        "punjab",
        ("solid-waste-management", "water"),
    ),
    Department(
        "pb-water-sanitation",
        "Water and Sanitation Department, Punjab",
        "محکمہ آب و نکاسی، پنجاب",
        "punjab",
        ("water",),
    ),
    Department(
        "pb-finance", "Finance Department, Punjab", "محکمہ خزانہ، پنجاب", "punjab", ()
    ),
    Department(
        "kp-elementary-secondary-education",
        "Elementary and Secondary Education Department, Khyber Pakhtunkhwa",
        "محکمہ ابتدائی و ثانوی تعلیم، خیبر پختونخوا",
        "khyber-pakhtunkhwa",
        ("elementary-secondary-education",),
    ),
    Department(
        "kp-higher-education",
        "Higher Education Department, Khyber Pakhtunkhwa",
        "محکمہ اعلیٰ تعلیم، خیبر پختونخوا",
        "khyber-pakhtunkhwa",
        ("higher-education",),
    ),
    Department(
        "kp-health",
        "Health Department, Khyber Pakhtunkhwa",
        "محکمہ صحت، خیبر پختونخوا",
        "khyber-pakhtunkhwa",
        ("health",),
    ),
    Department(
        "kp-local-government",
        "Local Government Department, Khyber Pakhtunkhwa",
        "محکمہ بلدیات، خیبر پختونخوا",
        "khyber-pakhtunkhwa",
        ("local-government",),
    ),
    Department(
        "kp-energy-power",
        "Energy and Power Department, Khyber Pakhtunkhwa",
        "محکمہ توانائی و بجلی، خیبر پختونخوا",
        "khyber-pakhtunkhwa",
        ("energy-power",),
    ),
    Department(
        "kp-finance",
        "Finance Department, Khyber Pakhtunkhwa",
        "محکمہ خزانہ، خیبر پختونخوا",
        "khyber-pakhtunkhwa",
        (),
    ),
)

INSTRUMENTS = (
    Instrument(
        "school-visit-form",
        "form",
        "School visit form (monthly)",
        "اسکول معائنہ فارم (ماہانہ)",
        "pb-school-education",
        "Illustrative form on which a monitor records the teachers present, the "
        "facilities that work and the pupils in class on the day of a visit.",
    ),
    Instrument(
        "medicine-indent-procedure",
        "procedure",
        "Procedure for indenting medicines",
        "ادویات کی طلب کا طریقِ کار",
        "kp-health",
        "Illustrative procedure by which a basic health unit asks its district store "
        "for medicines, and the store asks the province.",
    ),
    Instrument(
        "inter-departmental-clearance-rule",
        "rule",
        "Rule on inter-departmental clearance of works",
        "بین المحکماتی منظوری کا قاعدہ",
        "kp-energy-power",
        "Illustrative rule that sets who must agree, in which order and within how "
        "many days, before work on a small hydropower site may begin.",
    ),
    Instrument(
        "priority-plan-template",
        "form",
        "Departmental priority plan (template)",
        "محکمانہ ترجیحی منصوبہ (نمونہ)",
        "pb-local-government",
        "Illustrative template in which a department sets out its four or five "
        "priorities, their money, their owners and their trajectories.",
    ),
)
