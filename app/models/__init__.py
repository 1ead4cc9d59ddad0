"""Tables, and rules that need one object only. One file a noun."""

from app.models.account import Account, LoginSession, Role, SignInLink, Throttle
from app.models.audit import AuditEvent
from app.models.concern import BANDS, Concern
from app.models.part import NotTheirs, PullsApart, Responsibility
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
from app.models.week import Folded, GoalOrder, Possible, Sureness

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
    "DayChoice",
    "Decision",
    "Delivered",
    "Delivery",
    "Folded",
    "GoalOrder",
    "Invitation",
    "ItemChange",
    "LoginSession",
    "Measurement",
    "NotTheirs",
    "Patient",
    "PlanItem",
    "PlanOpened",
    "PlanVersion",
    "Possible",
    "ProgressEntry",
    "ProxyGrant",
    "PullsApart",
    "PushSubscription",
    "Question",
    "Questionnaire",
    "Receipt",
    "Reminder",
    "ReminderSetting",
    "Response",
    "Responsibility",
    "Review",
    "Role",
    "SignInLink",
    "Sureness",
    "Throttle",
]
