"""The domain. Other apps import from here, never from a submodule.

Submodules depend downward only: vocabulary < people < records < documents <
stocktakes < lessons < curriculum < administration < pages.
"""

from .administration import Rule, SystemLink
from .curriculum import (
    CurriculumLink,
    LearningOutcome,
    Module,
    Programme,
    ProgrammeIndex,
)
from .documents import Document, DocumentKind, DocumentPage, DocumentVersion
from .lessons import Evidence, Lesson, LessonIndex
from .pages import ProfileAnswer, ProfileQuestion, UnitIndex, UnitProfile
from .people import User
from .records import AccessControlled, Language
from .stocktakes import Decision, Stocktake, StocktakeIndex
from .vocabulary import Administration, DeliveryUnit, Department, Government, Sector

__all__ = [
    "AccessControlled",
    "Administration",
    "CurriculumLink",
    "Decision",
    "DeliveryUnit",
    "Department",
    "Document",
    "DocumentKind",
    "DocumentPage",
    "DocumentVersion",
    "Evidence",
    "Government",
    "Language",
    "LearningOutcome",
    "Lesson",
    "LessonIndex",
    "Module",
    "ProfileAnswer",
    "ProfileQuestion",
    "Programme",
    "ProgrammeIndex",
    "Rule",
    "Sector",
    "Stocktake",
    "StocktakeIndex",
    "SystemLink",
    "UnitIndex",
    "UnitProfile",
    "User",
]
