"""What can be done to somebody's record. One line of meaning each."""

from __future__ import annotations

from enum import StrEnum


class Permission(StrEnum):
    """A thing that one may or may not do for one person."""

    SEE_PLAN = "see_plan"  # read the plan, its questions and its decisions
    SEE_ANSWERS = "see_answers"  # read what was answered in questionnaires
    SEE_PROGRESS = "see_progress"  # read entries, measurements and the worklist about them
    SEE_CONTACT = "see_contact"  # name, telephone, language, birth date
    CONFIRM_CONTACT = "confirm_contact"  # say that contact facts are right, or mend them
    FILL_IN = "fill_in"  # answer a questionnaire
    LOG = "log"  # record progress and measurements
    PAUSE = "pause"  # pause the plan for some days, and end a pause
    ASK = "ask"  # ask about an item, or ask to be rung
    PROPOSE = "propose"  # suggest an item, a change or a removal
    SUGGEST = "suggest"  # say in words what should be different in a line, or that it should go
    DECIDE = "decide"  # answer yes, not now, no, let's talk; take an answer back
    NOTE = "note"  # put words beside a line, and take one's own back
    STILL_RIGHT = "still_right"  # say that a fact in the plan is still right
    OWN_VOICE = "own_voice"  # say alone what one wants, and in confidence that one felt pushed
    OWN_DAY = "own_day"  # put activities on the day or take them off
    OWN_LIFE = "own_life"  # say what comes first, what a week can hold, and what is folded away
    OWN_REMINDERS = "own_reminders"  # choose times, quiet hours and devices for oneself
    OWN_DETAILS = "own_details"  # choose the name one is called, end a helper's access
    GIVE_ACCESS = "give_access"  # invite a helper, and say what they may do, until when, and pause it
    WORK_WITH = "work_with"  # open the person's page at the practice
    ASSIGN = "assign"  # send a questionnaire
    READ_ANSWERS = "read_answers"  # open answers as the team, which leaves a receipt
    EDIT_PLAN = "edit_plan"  # draft, accept suggestions, offer a version
    COUNTERSIGN = "countersign"  # say, as a physician, that a plan somebody else made is right
    ENTER_PAPER = "enter_paper"  # type in what the person marked on paper
    ATTACH = "attach"  # put a photo or file of a document beside a line, or take one's own away
    ANSWER = "answer"  # answer a question on an item
    CLOSE_CONCERN = "close_concern"  # take or close a line of the worklist
    TUNE = "tune"  # choose from which point on the team hears of this person
    TUNE_PRACTICE = "tune_practice"  # choose the same for everybody, as the practice
    REVIEW = "review"  # open and close a review
    EXPORT = "export"  # take the whole plan along as a file
    TAKE_PART = "take_part"  # end taking part, or come back; the team on the person's word
    ERASE = "erase"  # ask that the record is erased, or take that back; the team on the person's word
    SAY_WHAT_IS_KEPT = "say_what_is_kept"  # say whether the law keeps a record that is to be erased
    INVITE = "invite"  # make a code that lets somebody in
    RECORD_BASIS = "record_basis"  # write down on what a helper's deciding rests
    KEEP_SAFE = "keep_safe"  # ask about pressure and safety, and keep a section from a helper
    SEE_PEOPLE = "see_people"  # who is on the team, who is a proxy
    SEE_LOG = "see_log"  # read who saw and did what
    SEE_FACTS = "see_facts"  # read what is known: diagnoses, allergies, medicines, tests, letters
    CORRECT_FACTS = "correct_facts"  # say that a fact is right, is not, or is missing, as the person or for them
    OPEN_PRIVATE = "open_private"  # take the second step that opens the person's private lines
    SHARE = "share"  # let a guest see named lines for a while, and end that
    SEE_AGREED = "see_agreed"  # open the page about oneself here: a person's own, and what was agreed with a helper
    SHOW_CARD = "show_card"  # read the emergency card as it stands, to show it to somebody who helps
    OWN_CARD = "own_card"  # choose what one's emergency card says, and show it by a code
    SEE_NAMED = "see_named"  # as a guest: read exactly what was named
    WRITE_BACK = "write_back"  # as a guest: write one line back
    KEEP_FACTS = "keep_facts"  # add, correct, confirm and end facts as the team, and answer what the person says
