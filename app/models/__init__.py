"""Tables, and rules that need one object only. One file a noun."""

from app.models.absence import Absence
from app.models.access import BrokenGlass, ProxyChange, SafetyTalk, Withheld
from app.models.account import Account, LoginSession, Role, SignInLink, Throttle
from app.models.around import ItemWord, LocalService
from app.models.arrangement import Arrangement, ArrangementStep, SettingChange
from app.models.audit import AuditEvent, AuditSeal
from app.models.concern import BANDS, Concern
from app.models.consideration import MoreTime, SoftNote
from app.models.contact import CallAttempt, PlanLook
from app.models.early_review import EarlyReview, StepDone
from app.models.explained import Explained
from app.models.fact import FactStatement, RecordFact
from app.models.goal_near import GoalNear
from app.models.guest import EmergencyCard, EmergencyCode, GuestPass, GuestVisit, GuestWord
from app.models.item_note import Confirmed, ItemNote, LabelDispute
from app.models.leaving import Departure, Erasure, ErasureReceipt
from app.models.library import KnownChances
from app.models.mail import Mail, MailAddress
from app.models.not_right import NotRight
from app.models.own_voice import AloneCheck, PushedReport
from app.models.paper import Attachment, AttachmentData, PaperPage
from app.models.part import NotTheirs, PullsApart, Responsibility
from app.models.patient import CareTeamMember, Invitation, Patient, ProxyGrant
from app.models.pause import DayOrder, Pause
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
from app.models.progress import Measurement, PersonalLimit, ProgressEntry
from app.models.proxy_basis import ProxyBasis
from app.models.questionnaire import Answer, Assignment, AssignmentRule, Questionnaire, Receipt, Response
from app.models.reminder import (
    Delivery,
    PushSubscription,
    Reminder,
    ReminderSetting,
    ReminderSnooze,
    RemovedDevice,
)
from app.models.review import Delivered, Review
from app.models.rule_limit import PersonRuleLimit, PracticeReadingLimit, PracticeRuleLimit
from app.models.set_right import SetRight
from app.models.sign_in import Ceremony, HalfSignIn, Passkey, RecoveryCode, Totp
from app.models.talk import Countersign, Talk
from app.models.treatment import BurdenList, TreatmentWord
from app.models.ways_in import AccessCard, Recovery, WayBack
from app.models.week import Folded, GoalOrder, PartOpened, Possible, Starred, Sureness
from app.models.wishes import ShownToHelpers, Unlock, WishTalk

__all__ = [
    "BANDS",
    "Absence",
    "AccessCard",
    "Account",
    "AloneCheck",
    "Answer",
    "Arrangement",
    "ArrangementStep",
    "Assignment",
    "AssignmentRule",
    "Attachment",
    "AttachmentData",
    "AuditEvent",
    "AuditSeal",
    "BrokenGlass",
    "BurdenList",
    "CallAttempt",
    "CarePlan",
    "CareTeamMember",
    "Ceremony",
    "Concern",
    "Confirmed",
    "Countersign",
    "DayChoice",
    "DayOrder",
    "Decision",
    "Delivered",
    "Delivery",
    "Departure",
    "EarlyReview",
    "EmergencyCard",
    "EmergencyCode",
    "Erasure",
    "ErasureReceipt",
    "Explained",
    "FactStatement",
    "Folded",
    "GoalNear",
    "GoalOrder",
    "GuestPass",
    "GuestVisit",
    "GuestWord",
    "HalfSignIn",
    "Invitation",
    "ItemChange",
    "ItemNote",
    "ItemWord",
    "KnownChances",
    "LabelDispute",
    "LocalService",
    "LoginSession",
    "Mail",
    "MailAddress",
    "Measurement",
    "MoreTime",
    "NotRight",
    "NotTheirs",
    "PaperPage",
    "PartOpened",
    "Passkey",
    "Patient",
    "Pause",
    "PersonRuleLimit",
    "PersonalLimit",
    "PlanItem",
    "PlanLook",
    "PlanOpened",
    "PlanVersion",
    "Possible",
    "PracticeReadingLimit",
    "PracticeRuleLimit",
    "ProgressEntry",
    "ProxyBasis",
    "ProxyChange",
    "ProxyGrant",
    "PullsApart",
    "PushSubscription",
    "PushedReport",
    "Question",
    "Questionnaire",
    "Receipt",
    "RecordFact",
    "Recovery",
    "RecoveryCode",
    "Reminder",
    "ReminderSetting",
    "ReminderSnooze",
    "RemovedDevice",
    "Response",
    "Responsibility",
    "Review",
    "Role",
    "SafetyTalk",
    "SetRight",
    "SettingChange",
    "ShownToHelpers",
    "SignInLink",
    "SoftNote",
    "Starred",
    "StepDone",
    "Sureness",
    "Talk",
    "Throttle",
    "Totp",
    "TreatmentWord",
    "Unlock",
    "WayBack",
    "WishTalk",
    "Withheld",
]
