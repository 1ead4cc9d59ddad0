"""The blueprints of the staff side: the desk (worklist, people), one person's record, looking after
privacy, and the accounts of the practice."""

from app.web.pages import Pages

pages = Pages("provider", __name__, url_prefix="/team")
privacy = Pages("privacy", __name__, url_prefix="/team/privacy")
office = Pages("office", __name__, url_prefix="/team/office")
record = Pages("record", __name__, url_prefix="/team/patients/<patient_id>")
