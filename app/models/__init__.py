"""Tables, and rules that need one object only. One file a noun."""

from app.models.account import Account, LoginSession, Role, SignInLink, Throttle
from app.models.around import ItemWord, LocalService
from app.models.audit import AuditEvent
from app.models.concern import BANDS, Concern
from app.models.fact import FactStatement, RecordFact
from app.models.patient import CareTeamMember, Invitation, Patient, ProxyGrant
from app.models.plan import (
    CarePlan,
    DayChoice,
    Decision,
    ItemChange,
    PlanItem,
    PlanOpened,
    PlanVersion,
    Question,
)
from app.models.progress import Measurement, ProgressEntry
from app.models.questionnaire import Answer, Assignment, AssignmentRule, Questionnaire, Receipt, Response
from app.models.reminder import Delivery, PushSubscription, Reminder, ReminderSetting
from app.models.review import Delivered, Review
from app.models.talk import Countersign, Talk
from app.models.wishes import ShownToHelpers, Unlock, WishTalk

__all__ = [
    "BANDS",
    "Account",
    "Answer",
    "Assignment",
    "AssignmentRule",
    "AuditEvent",
    "CarePlan",
    "CareTeamMember",
    "Concern",
    "Countersign",
    "DayChoice",
    "Decision",
    "Delivered",
    "Delivery",
    "FactStatement",
    "Invitation",
    "ItemChange",
    "ItemWord",
    "LocalService",
    "LoginSession",
    "Measurement",
    "Patient",
    "PlanItem",
    "PlanOpened",
    "PlanVersion",
    "ProgressEntry",
    "ProxyGrant",
    "PushSubscription",
    "Question",
    "Questionnaire",
    "Receipt",
    "RecordFact",
    "Reminder",
    "ReminderSetting",
    "Response",
    "Review",
    "Role",
    "ShownToHelpers",
    "SignInLink",
    "Talk",
    "Throttle",
    "Unlock",
    "WishTalk",
]
