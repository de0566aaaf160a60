"""The domain. Other apps import from here, never from a submodule.

Submodules depend downward only: vocabulary < people < records < documents <
stocktakes < events < evidence < lesson_states < lessons < curriculum <
administration < pages; events < observations < candidates; lessons < comments,
lesson_uses, lesson_actions.
"""

from .administration import Rule, SystemLink
from .candidates import Candidate, Cue
from .cleared_quotes import ClearedQuote, DocumentRequest, PublicQuote
from .comments import LessonComment
from .curriculum import (
    CurriculumLink,
    LearningOutcome,
    Module,
    Programme,
    ProgrammeIndex,
)
from .documents import Document, DocumentKind, DocumentPage, DocumentVersion
from .events import DiscussionQuestion, EventEntry, Invitation, LearningEvent
from .evidence import Evidence
from .lesson_actions import DueDateMove, LessonAction
from .lesson_relations import LessonRelation
from .lesson_states import LessonStanding, LessonState, LessonStep
from .lesson_text import LessonType
from .lesson_uses import LessonUse
from .lessons import Lesson, LessonIndex
from .observations import Observation, SealedIdentity, TriageStep
from .pages import ProfileAnswer, ProfileQuestion, UnitIndex, UnitProfile
from .people import User
from .records import AccessControlled, Language
from .second_person import SecondPersonApproval
from .stocktakes import Decision, Stocktake, StocktakeIndex
from .validation import ReviewInvitation, Validation
from .vocabulary import (
    Administration,
    DeliveryChallenge,
    DeliveryUnit,
    Department,
    Government,
    Sector,
)
from .web_copies import WebCopy

__all__ = [
    "AccessControlled",
    "Administration",
    "Candidate",
    "ClearedQuote",
    "Cue",
    "CurriculumLink",
    "Decision",
    "DeliveryChallenge",
    "DeliveryUnit",
    "Department",
    "DiscussionQuestion",
    "Document",
    "DocumentKind",
    "DocumentPage",
    "DocumentVersion",
    "DocumentRequest",
    "DueDateMove",
    "EventEntry",
    "Evidence",
    "Government",
    "Invitation",
    "Language",
    "LearningEvent",
    "LearningOutcome",
    "Lesson",
    "LessonAction",
    "LessonComment",
    "LessonIndex",
    "LessonRelation",
    "LessonStanding",
    "LessonState",
    "LessonStep",
    "LessonType",
    "LessonUse",
    "Module",
    "Observation",
    "ProfileAnswer",
    "ProfileQuestion",
    "Programme",
    "ProgrammeIndex",
    "PublicQuote",
    "ReviewInvitation",
    "Rule",
    "SealedIdentity",
    "SecondPersonApproval",
    "Sector",
    "Stocktake",
    "StocktakeIndex",
    "SystemLink",
    "TriageStep",
    "UnitIndex",
    "UnitProfile",
    "User",
    "Validation",
    "WebCopy",
]
